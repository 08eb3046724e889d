"""What our forms share: in an input of one line a line end is a space."""

from typing import Any

from django import forms
from django.http import QueryDict

from sez_portal.common.text import cleaned


class OneLine(forms.BaseForm):
    """For any form with inputs of one line. A browser sends no line end from them; others do, and
    it would end up in names, in lists and in the heads of mails."""

    data: Any

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.keep_to_lines()

    def keep_to_lines(self) -> None:
        """Strip line ends from inputs of one line; to be called again after inputs were added."""
        if not self.is_bound or not isinstance(self.data, QueryDict):
            return
        data = self.data.copy()
        for name, field in self.fields.items():
            if isinstance(field, forms.CharField) and not isinstance(field.widget, forms.Textarea):
                values = data.getlist(self.add_prefix(name))
                if any("\n" in value for value in values if isinstance(value, str)):
                    plain = [cleaned(value, lines=False) for value in values]
                    data.setlist(self.add_prefix(name), plain)
        self.data = data
