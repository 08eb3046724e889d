"""A zone in a few sentences, for those who see only a link to it."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from sez_portal.common.fields import text_in
from sez_portal.common.lists import in_one
from sez_portal.common.templatetags.text_tags import label
from sez_portal.records.evidence.facts import Fact
from zones.models import Zone


def in_brief(zone: Zone, provinces: Sequence[object], area: Fact) -> str:
    """Tell its kind, place, state and, where known, its area; then its summary."""
    words = {
        "name": zone.name,
        "kind": label(zone, "type"),
        "place": in_one([*provinces[:1], text_in(zone.country, "name")]),
        "state": label(zone, "status"),
    }
    sentences = [_("%(name)s: %(kind)s in %(place)s. State: %(state)s.") % words]
    if area.is_known:
        sentences.append(_("Area: %(area)s ha.") % {"area": area.shown})
    return " ".join([*sentences, str(text_in(zone, "summary"))])
