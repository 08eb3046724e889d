"""Which zones lie within 50 km of a main seaport."""

from collections import Counter
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from countries.models import Gateway
from sez_portal.maps.static_map import Gate
from sez_portal.site.lookup import bars
from sez_portal.site.stories.story import Part, Told, entry_of
from zones import static_maps
from zones.facets import FacetPlace, Index
from zones.list_items import away
from zones.models import NearestGateway

KIND = "main_seaport"  # as distances are kept, and as the directory asks
WITHIN_KM = 50


def tell(index: Index) -> Told:
    zones = list(index.places_in(index.everything))
    near = _nearest(index, zones)
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
                "near a seaport of the first rank, each under the port that is nearest. Distances "
                "are straight lines: the road is longer."
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
        more=[
            (
                _("These zones in the directory"),
                f"{reverse('zones')}?near={KIND}&within={WITHIN_KM}",
            )
        ],
        static_map=static_maps.of_some(
            index,
            [place for _port, rows in near for place, _distance in rows],
            [Gate(*port.point, str(port)) for port, _rows in near],
        ),
    )


Near = list[tuple[Gateway, list[tuple[FacetPlace, Decimal]]]]


def _nearest(index: Index, zones: list[FacetPlace]) -> Near:
    """Each port with the zones of which it is the nearest, nearest first; most zones first.

    The distances are those by which the directory finds zones near a main seaport.
    """
    rows = NearestGateway.objects.filter(kind=KIND, distance_km__lte=WITHIN_KM)
    by_zone = {
        key: (port, km)
        for key, port, km in rows.order_by().values_list("zone__key", "gateway_id", "distance_km")
    }
    by_port: dict[str, list[tuple[FacetPlace, Decimal]]] = {}
    for zone in zones:
        if zone.key in by_zone:
            port, km = by_zone[zone.key]
            by_port.setdefault(port, []).append((zone, km))
    near = [
        (index.reference.gateways[port], sorted(found, key=lambda row: row[1]))
        for port, found in by_port.items()
    ]
    return sorted(near, key=lambda row: -len(row[1]))


def _part(port: Gateway, rows: list[tuple[FacetPlace, Decimal]]) -> Part:
    told = ngettext("%(count)s zone", "%(count)s zones", len(rows)) % {"count": len(rows)}
    entries = [entry_of(zone, away(distance, zone.coord_precision)) for zone, distance in rows]
    return Part(f"{port}, {port.country}", port.get_absolute_url(), told, entries)
