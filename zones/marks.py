"""What the name of a zone never stands without: its public note and the state of its border.

Both are columns of the zone (`zones.record.settle`), so that a list asks nothing more for them.
"""

from typing import Any, Protocol

from django.utils.translation import gettext as _

from countries.choices import GatewayStatus
from countries.marks import held_back
from sez_portal.common.marks import Mark
from sez_portal.common.paths import path_of
from zones.kilometres import in_km

COLUMNS = ("has_note", "border", "border_since", "border_km", "coord_precision")


class Marked(Protocol):
    """What the marks need of a zone: its row, or its place in the index."""

    key: str
    has_note: bool
    border: str
    border_since: str
    border_km: Any
    coord_precision: str


def marks_of(zone: Marked, *, in_short: bool = False) -> list[Mark]:
    """The marks that stand behind its name, each with the place of the page that tells more."""
    if not zone.has_note and zone.border in ("", GatewayStatus.OPEN):
        return []  # as of most zones, and a map asks hundreds
    address, marks = path_of("zone", zone.key), []
    if zone.has_note:
        marks.append(Mark("pub", _("Public note"), f"{address}#note"))
    if state := held_back(zone.border, "" if in_short else zone.border_since):
        text = _("Border crossing: %(state)s")
        if not in_short:
            text = _("Border crossing %(km)s km away: %(state)s")
        text %= {"km": in_km(zone.border_km, zone.coord_precision), "state": state}
        marks.append(Mark("shut", text, f"{address}#nearest"))
    return marks
