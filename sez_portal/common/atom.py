"""An Atom feed that stays XML, which has no control characters, whatever the history holds."""

from typing import Any

from django.utils.feedgenerator import Atom1Feed

from sez_portal.common.text import cleaned


class CleanAtom(Atom1Feed):
    def add_item(self, title: str, link: str, description: str, **more: Any) -> None:
        plain = {
            name: cleaned(value, lines=False) if isinstance(value, str) else value
            for name, value in more.items()
        }
        texts = cleaned(title, lines=False), link, cleaned(description)
        super().add_item(*texts, **plain)
