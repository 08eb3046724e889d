"""The button that puts a zone on the shortlist or takes it off, and what stands beside it.

A page is made once for everybody: which zones are on somebody's list is written into it at
each visit (`{% own "kept" key %}`), so the state is never older than the page.
"""

from dataclasses import dataclass
from functools import cached_property

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString

from investors.shortlists import storage
from investors.shortlists.page import asking
from sez_portal.common.templatetags.page_tags import OWN
from zones.models import Zone

COMPARED = 4  # zones fit side by side
NAMED = 2


def register() -> None:
    OWN["kept"] = kept


def kept(request: HttpRequest, key: str) -> SafeString:
    """The attributes of the button: whether it is pressed, and what a press sends."""
    is_on = key in keys(request)
    name, pressed = ("gone", "true") if is_on else ("zone", "false")
    return SafeString(f'name="{name}" aria-pressed="{pressed}"')


def keys(request: HttpRequest) -> list[str]:
    """The zones of the reader's list, looked up once a visit; none before anybody is known."""
    if not hasattr(request, "user"):  # a page of an error, as of a host that is not ours
        return []
    found: list[str] | None = getattr(request, "_shortlisted", None)
    if found is None:
        found = request._shortlisted = list(storage.of(request))
    return found


@dataclass
class Tray:
    """What can be done with the list from where one is."""

    keys: list[str]

    @property
    def count(self) -> int:
        return len(self.keys)

    @cached_property
    def names(self) -> list[str]:
        """Of the first two."""
        zones = {zone.key: zone for zone in Zone.objects.published().filter(key__in=self._first)}
        return [str(zones[key].name) for key in self._first if key in zones]

    @property
    def _first(self) -> list[str]:
        return self.keys[:NAMED]

    @property
    def more(self) -> int:
        return self.count - len(self._first)

    @property
    def compared(self) -> int:
        return min(self.count, COMPARED)

    @property
    def compare(self) -> str:
        return f"{reverse('compare')}?{self._few}"

    @property
    def schedule(self) -> str:
        return f"{reverse('tool-incentives')}?{self._few}"

    @property
    def cost(self) -> str:
        return f"{reverse('tool-cost')}?{self._few}"

    @property
    def enquiry(self) -> str:
        return asking(self.keys)

    @property
    def _few(self) -> str:
        return urlencode([("zone", key) for key in self.keys[:COMPARED]])
