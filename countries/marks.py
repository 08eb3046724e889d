"""The state of a gateway, wherever it is named and is not open."""

from typing import Protocol

from django.utils.translation import gettext as _

from countries.choices import GatewayKind, GatewayStatus
from sez_portal.common.dates import spell
from sez_portal.common.marks import Mark


class GatewayState(Protocol):
    """What the mark needs of a gateway."""

    kind: str

    @property
    def held_back(self) -> str: ...

    def get_absolute_url(self) -> str: ...


def held_back(status: str, since: str) -> str:
    """Say what is not open, and since when; nothing of an open one or of none."""
    if status in ("", GatewayStatus.OPEN):
        return ""
    state = str(GatewayStatus(status).label) if status in GatewayStatus.values else status
    return _("%(state)s since %(day)s") % {"state": state, "day": spell(since)} if since else state


def marks_of(gateway: GatewayState) -> list[Mark]:
    """Return one mark for a gateway that is not open, none for others."""
    state = gateway.held_back
    if not state:
        return []
    if gateway.kind == GatewayKind.BORDER_CROSSING:
        state = _("Border crossing: %(state)s") % {"state": state}
    return [Mark("shut", state, gateway.get_absolute_url())]
