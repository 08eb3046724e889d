"""What our forms share: inputs of one line, and a trap for programs that fill in everything."""

from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy

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


class Honeypot(forms.Form):
    """A field that people do not see (`forms/honeypot.html`); programs fill it in."""

    company = forms.CharField(required=False, label=gettext_lazy("Leave this empty"))

    @property
    def is_spam(self) -> bool:
        return bool(self.cleaned_data.get("company"))
