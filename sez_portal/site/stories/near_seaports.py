"""Which zones lie within 50 km of a main seaport."""

from collections import Counter

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from countries.choices import GatewayKind, GatewayRank, GatewayStatus
from countries.models import Gateway
from sez_portal.common.geo import distance_km
from sez_portal.common.templatetags.text_tags import km
from sez_portal.maps.static_map import Gate
from sez_portal.site.lookup import bars
from sez_portal.site.stories.story import Part, Told, entry_of
from zones import static_maps
from zones.facets import FacetPlace, Index

WITHIN_KM = 50


def tell(index: Index) -> Told:
    ports = _main_seaports()
    zones = list(index.places_in(index.everything))
    near = _nearest(ports, zones)
    countries = index.reference.countries
    counts = Counter(place.country for _port, rows in near for place, _distance in rows)
    count = counts.total()
    return Told(
        finding=ngettext(
            "%(count)s of %(all)s zones lies within %(km)s km of a main seaport",
            "%(count)s of %(all)s zones lie within %(km)s km of a main seaport",
            count,
        )
        % {"count": count, "all": len(zones), "km": WITHIN_KM},
        paragraphs=[
            _(
                "Goods that go by ship pay for each kilometre to the quay. These are the zones "
                "nearest to a seaport of the first rank that is open, each under the port that is "
                "nearest. Distances are straight lines: the road is longer."
            )
        ],
        parts=[_part(port, rows) for port, rows in near],
        chart=bars(
            [
                (str(countries[iso2]), f"{reverse('zones')}?country={iso2}", number)
                for iso2, number in counts.most_common()
            ]
        ),
        chart_title=_("Zones within reach, by country"),
        static_map=static_maps.of_some(
            index,
            [place for _port, rows in near for place, _distance in rows],
            [Gate(*port.point, port.name_en) for port, _rows in near],
        ),
    )


def _main_seaports() -> list[Gateway]:
    ports = Gateway.objects.published().filter(kind=GatewayKind.SEAPORT, rank=GatewayRank.MAIN)
    return list(ports.filter(status=GatewayStatus.OPEN).select_related("country"))


Near = list[tuple[Gateway, list[tuple[FacetPlace, float]]]]


def _nearest(ports: list[Gateway], zones: list[FacetPlace]) -> Near:
    """Each port with the zones of which it is the nearest, nearest first; most zones first."""
    by_port: dict[str, list[tuple[FacetPlace, float]]] = {port.key: [] for port in ports}
    for zone in zones:
        away = [(distance_km((zone.lon, zone.lat), port.point), port.key) for port in ports]
        distance, key = min(away, default=(WITHIN_KM + 1, ""))
        if distance <= WITHIN_KM:
            by_port[key].append((zone, distance))
    near = [(port, sorted(by_port[port.key], key=lambda row: row[1])) for port in ports]
    return sorted((row for row in near if row[1]), key=lambda row: -len(row[1]))


def _part(port: Gateway, rows: list[tuple[FacetPlace, float]]) -> Part:
    told = ngettext("%(count)s zone", "%(count)s zones", len(rows)) % {"count": len(rows)}
    entries = [
        entry_of(zone, _("%(km)s km away") % {"km": km(distance)}) for zone, distance in rows
    ]
    return Part(f"{port.name_en}, {port.country}", port.get_absolute_url(), told, entries)
