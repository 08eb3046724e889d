"""Which zones lie along the railway from Kunming to Vientiane, station by station."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from countries.choices import GatewayKind
from countries.models import Corridor, Gateway
from sez_portal.common.fields import text_in, wrapped
from sez_portal.common.geo import distance_km
from sez_portal.maps.static_map import Gate
from sez_portal.site.lookup import bars
from sez_portal.site.stories.story import Part, Told, entry_of
from zones import static_maps
from zones.facets import FacetPlace, Index
from zones.list_items import away

RAILWAY = "china-laos-railway"
COUNTRIES = ("CN", "LA")  # beyond Vientiane the gauge is another
WITHIN_KM = 30


def tell(index: Index) -> Told:
    railway = Corridor.objects.published().filter(key=RAILWAY).first()
    stations = _stations() if railway else []
    by_station: dict[str, list[tuple[FacetPlace, float]]] = {one.key: [] for one in stations}
    for zone in index.places_in(index.everything):
        near = [(distance_km((zone.lon, zone.lat), one.point), one.key) for one in stations]
        distance, key = min(near, default=(WITHIN_KM + 1, ""))
        if distance <= WITHIN_KM:
            by_station[key].append((zone, distance))
    parts = [_part(one, sorted(by_station[one.key], key=lambda row: row[1])) for one in stations]
    zones = [zone for rows in by_station.values() for zone, _distance in rows]
    numbers = {"count": len(zones), "stations": len(stations), "km": WITHIN_KM}
    return Told(
        finding=ngettext(
            "%(count)s zone lies within %(km)s km of a station of the railway from Kunming to "
            "Vientiane",
            "%(count)s zones lie within %(km)s km of a station of the railway from Kunming to "
            "Vientiane",
            len(zones),
        )
        % numbers,
        paragraphs=[
            text_in(railway, "description").text if railway else "",
            _(
                "The list goes from north to south, station by station; a zone stands under the "
                "station that is nearest. Whether a station loads goods stands on its own page."
            ),
        ],
        parts=parts if zones else [],
        chart=bars(
            [
                (str(one), one.get_absolute_url(), len(by_station[one.key]))
                for one in stations
                if by_station[one.key]
            ]
        ),
        chart_title=_("Zones by station"),
        static_map=static_maps.of_some(
            index, zones, [Gate(*one.point, str(one)) for one in stations]
        ),
        more=[(_("The corridor of this railway"), reverse("corridor", args=[RAILWAY]))],
    )


def _stations() -> list[Gateway]:
    """The stations of the line from north to south."""
    rows = Gateway.objects.published().filter(
        kind=GatewayKind.RAIL_STATION, country__in=COUNTRIES, corridors__contains=wrapped(RAILWAY)
    )
    return list(rows.select_related("country").order_by("-lat"))


def _part(station: Gateway, rows: list[tuple[FacetPlace, float]]) -> Part:
    told = station.held_back or str(station.get_status_display())
    entries = [entry_of(zone, away(distance, zone.coord_precision)) for zone, distance in rows]
    return Part(f"{station}, {station.country}", station.get_absolute_url(), told, entries)
