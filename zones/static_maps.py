"""The server-drawn maps of zones: the region, a country, the surroundings of one zone."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.utils.translation import gettext as _

from countries.models import Gateway
from sez_portal.common.marks import in_words
from sez_portal.common.paths import pattern_of
from sez_portal.maps.projection import Label, place
from sez_portal.maps.static_map import (
    OTHER,
    REGION,
    Frame,
    Gate,
    Point,
    StaticMap,
    country_frame,
    crowd_of,
    diameter_of,
    draw,
    frame_for,
    square,
)
from zones.facets import FacetPlace, Index
from zones.marks import marks_of
from zones.models import Zone
from zones.route import Route

NUMBERED = 0.6  # radius of a dot that holds a number, in heights of a letter
MOST_POINTS = 1000  # from here on crowds are counted by cells, not gathered zone by zone


def region(
    index: Index, bits: int, *, size: str = "", frame: Frame = REGION, address: str = ""
) -> StaticMap:
    """The zones whose bit is set on the map of the region (or a part of it), the others faint.

    `address` is where a dot leads, with KEY in it: to the page of the zone unless it is given."""
    rest = index.everything & ~bits
    if index.everything.bit_count() <= MOST_POINTS:
        points = _points(index.places_in(bits), address)
        points += [Point(p.lon, p.lat, OTHER, "", "") for p in index.places_in(rest)]
        return draw(points, frame=frame, size=size)
    diameter = diameter_of(frame, size)
    side = 2 if size == "s" else 1  # dots are larger there: fewer, or they cover each other
    cells = list(index.cells(bits & index.within(frame), side=side))
    firsts = [index.first(cell) for cell in cells]
    dots = [
        crowd_of((point, first.x, first.y), cell.bit_count(), diameter)
        for cell, first, point in zip(cells, firsts, _points(firsts, address), strict=True)
    ]
    return draw([], frame=frame, size=size, dots=sorted(dots, key=lambda dot: dot.zones))


def of_some(index: Index, places: Iterable[FacetPlace], gates: Iterable[Gate] = ()) -> StaticMap:
    """These zones and the gateways beside them, as close as they stand; other zones faint."""
    places, gates = list(places), list(gates)
    spots = [(place.lon, place.lat) for place in places] + [(gate.lon, gate.lat) for gate in gates]
    frame = frame_for(spots, minimum_km=300, ratio=1.2) if spots else REGION
    chosen = {place.key for place in places}
    near = index.places_in(index.everything & index.within(frame))
    rest = [Point(p.lon, p.lat, OTHER, "", "") for p in near if p.key not in chosen]
    return draw([*_points(places), *rest], frame=frame, size="s", labels=gates)


def numbered(index: Index, zones: Sequence[Zone]) -> StaticMap:
    """The zones of a list with the numbers that they have in it, in their order; others faint."""
    frame = frame_for([zone.point for zone in zones], minimum_km=200, ratio=0.8)
    chosen = {zone.key for zone in zones}
    near = index.places_in(index.everything & index.within(frame))
    rest = [Point(p.lon, p.lat, OTHER, "", "") for p in near if p.key not in chosen]
    address = pattern_of("zone")
    here = [
        Point(*zone.point, zone.status, f"{number}. {zone}", url, selected=True)
        for number, zone in enumerate(zones, start=1)
        for url in (address.replace("KEY", zone.key),)
    ]
    drawn = draw([*rest, *here], frame=frame, size="s")
    numbers = [
        Label(*place(*zone.point), str(number), "n") for number, zone in enumerate(zones, start=1)
    ]
    wide = round(drawn.letters * NUMBERED, 1)
    dots = [dot._replace(r=wide) if "dot--on" in dot.kind else dot for dot in drawn.dots]
    return replace(drawn, dots=dots, numbers=numbers)


def of_country(index: Index, iso2: str, gates: Iterable[Gate] = ()) -> StaticMap:
    points = _points(index.places_in(index.bits["country"].get(iso2, 0)))
    return draw(points, frame=country_frame(iso2), size="l", labels=gates)


def along(index: Index, route: Route) -> StaticMap:
    """A corridor with the zones near it and its borders by name, the others faint."""
    frame = frame_for([point for point in route.line.corridor.line if square(*point)])
    near = {one.place.key for one in route.near}
    points = [
        point if place.key in near else point._replace(status=OTHER)
        for place in index.places_in(index.everything & index.within(frame))
        for point in _points([place])
    ]
    gates = [Gate(*stop.gate.point, str(stop.gate)) for stop in route.borders if stop.gate]
    return draw(points, frame=frame, labels=gates, route=route.line.corridor.line)


def of_zone(index: Index, zone: Zone, gates: Iterable[Gate]) -> StaticMap:
    """One zone with rings of 50 and 100 km, the zones around it and its nearest gateways."""
    frame = frame_for([zone.point], minimum_km=300, ratio=0.75)
    near = index.places_in(index.everything & index.within(frame))
    others = _points(place for place in near if place.key != zone.key)
    here = Point(*zone.point, zone.status, str(zone), "", selected=True)
    return draw([*others, here], frame=frame, size="s", labels=gates, rings_km=(50, 100))


def _points(places: Iterable[FacetPlace], address: str = "") -> list[Point]:
    address = address or pattern_of("zone")
    return [
        Point(
            place.lon,
            place.lat,
            place.status,
            _title(place),
            address.replace("KEY", place.key),
        )
        for place in places
    ]


def _title(place: FacetPlace) -> str:
    """Return the title of a dot: its name, with its marks in short; its page says since when."""
    marks = in_words(marks_of(place, in_short=True))
    return _("%(name)s (%(marks)s)") % {"name": place.name, "marks": marks} if marks else place.name


def at_gateway(index: Index, gateway: Gateway) -> StaticMap:
    """A gateway, named, among the zones around it."""
    frame = frame_for([gateway.point], minimum_km=300, ratio=0.8)
    points = _points(index.places_in(index.everything & index.within(frame)))
    return draw(points, frame=frame, size="s", labels=[Gate(*gateway.point, str(gateway))])
