"""The stops of a corridor in the order in which its line passes them.

Towns of the base map, gateways that the record names, border crossings as one stop of two gates,
and zones near the line. Kilometres count along the mapped line, which cuts corners: the road is
longer.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from countries.choices import GatewayKind
from countries.corridor_line import CorridorLine
from countries.models import Country, Gateway
from sez_portal.maps.towns import Town, towns
from zones.facets import FacetPlace, Index
from zones.itinerary import without_flicker
from zones.list_items import Line, kept_lines

ZONES_KM = 30  # zones this near to the line are of the corridor
GATEWAYS_KM = 60  # gateways of the record that are farther off stand apart
TOWNS_KM = (25, 25, 12)  # by the rank of the town: large ones reach farther
ON_THE_LINE_KM = 5
ROUND_TO_KM = 5
FOLD_FROM = 7  # zones in a row, without a town or a gateway between them


@dataclass(frozen=True)
class Stop:
    """One place along the line; `kind` is town, gateway, border or zone."""

    kind: str
    km: float
    off_km: float
    country: str = ""  # "" of a town: the base map does not say
    town: Town | None = None
    gate: Gateway | None = None
    facing: Gateway | None = None  # the other gate of a border
    line: Line | None = None  # of a zone
    place: FacetPlace | None = None

    @property
    def km_shown(self) -> int:
        return ROUND_TO_KM * round(self.km / ROUND_TO_KM)

    @property
    def is_open(self) -> bool:
        """Whether neither gate of a border is marked."""
        return not any(gate.marks for gate in (self.gate, self.facing) if gate)

    @property
    def off_shown(self) -> int:
        """Whole kilometres off the line; 0 where the place is on it as far as it is known."""
        return 0 if self.off_km <= ON_THE_LINE_KM else round(self.off_km)


@dataclass
class Leg:
    """A country that the line passes, with its stops; zones in a row stand together."""

    country: Country
    start: float
    end: float
    stops: list[Stop] = field(default_factory=list)

    @property
    def zones(self) -> list[Stop]:
        return [stop for stop in self.stops if stop.kind == "zone"]

    @property
    def rows(self) -> list[list[Stop]]:
        """Stops one by one, and zones in a row that are many as one list to fold."""
        rows: list[list[Stop]] = []
        for stop in self.stops:
            if stop.kind == "zone" and rows and rows[-1][0].kind == "zone":
                rows[-1].append(stop)
            else:
                rows.append([stop])
        return [
            part
            for row in rows
            for part in ([row] if len(row) >= FOLD_FROM else [[stop] for stop in row])
        ]


class NearLine(NamedTuple):
    pk: int
    place: FacetPlace
    km: float
    off_km: float


@dataclass
class Route:
    """A corridor as a traveller meets it."""

    line: CorridorLine
    index: Index
    countries: Mapping[str, Country]

    @cached_property
    def near(self) -> list[NearLine]:
        """The zones near the line, in its order."""
        shown = self.index.among(self.index.positions, self.index.everything)
        found = []
        for pk in shown:
            place = self.index.places[self.index.positions[pk]]
            km, off_km = self.line.along((place.lon, place.lat))
            if off_km <= ZONES_KM:
                found.append(NearLine(pk, place, km, off_km))
        return sorted(found, key=lambda one: (one.km, one.off_km))

    @cached_property
    def gateways(self) -> list[tuple[float, float, Gateway]]:
        """Those of the record near the line: after how many km, how far off."""
        placed = [(*self.line.along(gateway.point), gateway) for _km, gateway in self.line.passed]
        return [row for row in placed if row[1] <= GATEWAYS_KM]

    @cached_property
    def far(self) -> list[Gateway]:
        """Gateways that the record counts to the corridor, though the mapped line is far."""
        near = {gateway.key for _km, _off, gateway in self.gateways}
        return [gateway for _km, gateway in self.line.passed if gateway.key not in near]

    @cached_property
    def legs(self) -> list[Leg]:
        legs = [Leg(self.countries[iso2], start, end) for iso2, start, end in self._stretches()]
        borders = [self._borders_between(*pair) for pair in pairwise(legs)]
        for (leg, following), found in zip(pairwise(legs), borders, strict=True):
            if found:  # the line leaves a country where it crosses the border
                leg.end = following.start = found[0].km
        for stop in sorted(self._stops(), key=lambda stop: (stop.km, stop.off_km)):
            if of_stop := _leg_of(stop, legs):
                of_stop.stops.append(stop)
        for leg, found in zip(legs, borders, strict=False):
            leg.stops += found
        return legs

    @cached_property
    def borders(self) -> list[Stop]:
        return [stop for leg in self.legs for stop in leg.stops if stop.kind == "border"]

    def _stretches(self) -> list[tuple[str, float, float]]:
        """Each country with the km where the line enters and leaves it, half-way between places."""
        places = [(one.km, one.place.country) for one in self.near]
        places += [(km, gateway.country_id) for km, _off, gateway in self.gateways]
        runs: list[list] = []
        for km, iso2 in sorted(places):
            if iso2 not in self.countries:
                continue
            if runs and runs[-1][0] == iso2:
                runs[-1][2] = km
            else:
                runs.append([iso2, km, km])
        runs = without_flicker(runs)
        edges = [0.0, *((a[2] + b[1]) / 2 for a, b in pairwise(runs)), self.line.length]
        return [
            (run[0], start, end) for run, (start, end) in zip(runs, pairwise(edges), strict=True)
        ]

    def _stops(self) -> Iterable[Stop]:
        for town in towns():
            km, off_km = self.line.along(town.point)
            if off_km <= TOWNS_KM[town.rank]:
                yield Stop("town", km, off_km, town=town)
        facing = {key for pair in self._crossings for key in (pair[0].key, pair[1].key)}
        for km, off_km, gateway in self.gateways:
            if gateway.key not in facing:
                yield Stop("gateway", km, off_km, gateway.country_id, gate=gateway)
        lines = {line["pk"]: line for line in self._lines}
        for one in self.near:
            line, iso2 = lines.get(one.pk), one.place.country
            yield Stop("zone", one.km, one.off_km, iso2, line=line, place=one.place)

    @cached_property
    def _lines(self) -> list[Line]:
        return kept_lines([one.pk for one in self.near], self.index.reference)

    @cached_property
    def _crossings(self) -> list[tuple[Gateway, Gateway, float, float]]:
        """Both gates of each border that the line passes, and where."""
        placed = {gateway.key: (km, off, gateway) for km, off, gateway in self.gateways}
        pairs = []
        neighbours = {frozenset((a[0], b[0])) for a, b in pairwise(self._stretches())}
        for km, off_km, gateway in self.gateways:
            other = placed.get(gateway.facing_id or "")
            if gateway.kind != GatewayKind.BORDER_CROSSING or other is None:
                continue
            if frozenset((gateway.country_id, other[2].country_id)) in neighbours:
                pairs.append((gateway, other[2], km, off_km))
        return pairs

    def _borders_between(self, leg: Leg, following: Leg) -> list[Stop]:
        """The crossings from one country to the next, nearest to the line first."""
        found = [
            Stop("border", km, off_km, here.country_id, gate=here, facing=there)
            for here, there, km, off_km in self._crossings
            if here.country_id == leg.country.iso2 and there.country_id == following.country.iso2
        ]
        return sorted(found, key=lambda stop: stop.off_km)


def _leg_of(stop: Stop, legs: Sequence[Leg]) -> Leg | None:
    """The leg of its country that is nearest; of a town, which knows no country, by its km."""
    own = [leg for leg in legs if stop.country in ("", leg.country.iso2)]
    return min(own, key=lambda leg: max(leg.start - stop.km, stop.km - leg.end, 0), default=None)
