"""Comparisons to begin with, made of the records: who comes without zones sees what it is for."""

from collections.abc import Sequence
from typing import NamedTuple

from django.utils.http import urlencode

from investors.zone_picker import MOST
from zones import facets
from zones.choices import Status
from zones.models import FacingZone, Zone


class Example(NamedTuple):
    query: str
    names: list[str]


def examples() -> list[Example]:
    """Kept until the data change."""
    return facets.current().reference.once("examples of comparisons", _examples)


def _examples() -> list[Example]:
    return [_example(zones) for zones in (_most_told(), _across_the_border()) if len(zones) > 1]


def _most_told() -> list[Zone]:
    """Of each country the zone of which most is known, the most of these."""
    working = Zone.objects.published().filter(status=Status.OPERATIONAL)
    of_country: dict[int, Zone] = {}
    for zone in working.order_by("-known", "key"):
        of_country.setdefault(zone.country_id, zone)
    return list(of_country.values())[:MOST]


def _across_the_border() -> list[Zone]:
    """Two zones in operation that face each other, as near as any."""
    shown = {
        f"{side}__{name}": value
        for side in ("zone", "other")
        for name, value in (("is_published", True), ("status", Status.OPERATIONAL))
    }
    pairs = FacingZone.objects.filter(**shown).select_related("zone", "other")
    pair = pairs.order_by("distance_km", "pk").first()
    return [pair.zone, pair.other] if pair else []


def _example(zones: Sequence[Zone]) -> Example:
    query = urlencode([("zone", zone.key) for zone in zones])
    return Example(f"?{query}", [str(zone.name) for zone in zones])
