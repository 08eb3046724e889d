"""Connections: corridors, gateways and cross-border zones, each with the zones near it."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from countries.choices import GatewayKind
from countries.models import Corridor, Country, Gateway
from countries.record import CORRIDOR, GATEWAY
from sez_portal.common.fields import text_in, wrapped
from sez_portal.common.geo import distance_km
from sez_portal.common.marks import in_words
from sez_portal.maps.static_map import StaticMap
from sez_portal.records.evidence.facts import Notes, facts_of
from sez_portal.records.evidence.sections import grouped
from sez_portal.records.models import PublicNotice
from sez_portal.records.page_cache import for_everybody
from sez_portal.site.lookup import Renamed, published
from sez_portal.site.side_by_side import TAX, Material, beside_each_other
from zones import facets, local_plates, static_maps
from zones.both_sides import gates_of, near_on_both, sides_of
from zones.choices import Precision
from zones.kilometres import in_km
from zones.list_items import FIGURES, cards_of, lines_of
from zones.map.drawing import by_weight, is_main, state_of_gate
from zones.models import CrossBorderZone, Zone
from zones.near_filter import near
from zones.record import PAIR, ZONE
from zones.route import ZONES_KM, Route
from zones.route_strip import strip_of

NEAR_KM = 100  # zones this near to a gateway or a crossing are listed with it
LISTED = 40
COMPARED = (
    *("developer", "established_year", "sectors", "area_ha", "firms", "jobs", "investment_usd_m"),
    "lease_term_years",
)


@require_safe
@for_everybody
def connectivity(request: HttpRequest) -> HttpResponse:
    index = facets.current()
    gateways = Gateway.objects.published().select_related("country")
    by_kind: dict[str, list[Gateway]] = {kind: [] for kind in GatewayKind.values}
    for gateway in gateways:
        by_kind[gateway.kind].append(gateway)
    context = {
        "corridors": Corridor.objects.published(),
        "families": index.counts("corridor", index.everything),
        "pairs": _pairs(),
        "kinds": [(GatewayKind(kind).label, kind, rows) for kind, rows in by_kind.items()],
        "countries": {country.iso2: country for country in Country.objects.published()},
        "static_map": static_maps.region(index, index.everything),
    }
    return render(request, "connectivity/index.html", context)


def _pairs() -> Any:
    rows = CrossBorderZone.objects.published().with_shown("gateway")
    return rows.select_related("zone_a__country", "zone_b__country")


@require_safe
@for_everybody
def connectivity_map(request: HttpRequest) -> HttpResponse:
    """Corridor lines and gateways for the map: longitude and latitude in degrees.

    Of each gateway [key, name, lon, lat, kind, state, whether it is a main one], the
    main ones first; the state is 0 open, 1 shut, 2 planned or restricted."""
    corridors = [
        {"key": row.key, "name": text_in(row, "name").text, "line": row.line}
        for row in Corridor.objects.published()
    ]
    gateways = [
        [
            *(row.key, _name_and_state(row)),
            *(round(row.point[0], 4), round(row.point[1], 4)),
            *(row.kind, state_of_gate(row), int(is_main(row))),
        ]
        for row in by_weight(Gateway.objects.published())
    ]
    response = JsonResponse({"corridors": corridors, "gateways": gateways})
    response["Cache-Control"] = "public, max-age=3600"
    return response


def _name_and_state(gateway: Gateway) -> str:
    """Return the name, and the state where it is not open."""
    name = text_in(gateway, "name").text
    if not gateway.marks:
        return name
    words = {"name": name, "marks": in_words(gateway.marks)}
    return _("%(name)s (%(marks)s)") % words


@require_safe
@for_everybody
def corridor(request: HttpRequest, key: str) -> HttpResponse:
    try:
        corridor = published(CORRIDOR, key)
    except Renamed as renamed:
        return renamed.answer(request)
    notes, index = Notes(), facets.current()
    reference = index.reference
    line = next(one for one in reference.lines if one.corridor.key == corridor.key)
    countries = _countries_of(corridor)
    route = Route(line, index, {row.iso2: row for _iso2, row in countries if row})
    passed = [leg.country for leg in route.legs]
    material = Material(dict.fromkeys(passed), index, notes=notes, questions=TAX)
    context = {
        "corridor": corridor,
        "notice": PublicNotice.objects.current().about("corridor", corridor.key).first(),
        "facts": facts_of(CORRIDOR, corridor, notes=notes),
        "countries": countries,
        "route": route,
        "strip": strip_of(route),
        "shut": sum(not stop.is_open for stop in route.borders),
        "zones_km": ZONES_KM,
        "questions": TAX,
        "rows": beside_each_other(material),
        "today": material.today,
        "static_map": static_maps.along(index, route),
        "zone_count": Zone.objects.published()
        .filter(corridors__contains=wrapped(corridor.family))
        .count(),
        "crumbs": [
            (_("Connections"), reverse("connectivity")),
            (text_in(corridor, "name"), ""),
        ],
        "notes": notes,
    }
    return render(request, "connectivity/corridor.html", context)


def _countries_of(corridor: Corridor) -> list[tuple[str, Country | None]]:
    """The corridor's countries by code; those beyond the six have no page."""
    countries = {country.iso2: country for country in Country.objects.published()}
    return [(iso2, countries.get(iso2)) for iso2 in corridor.countries]


def _map_of(points: list[tuple[float, float]]) -> StaticMap:
    index = facets.current()
    return static_maps.region(index, index.everything, frame=static_maps.frame_for(points))


@require_safe
@for_everybody
def gateway(request: HttpRequest, key: str) -> HttpResponse:
    queryset = Gateway.objects.select_related("country").with_shown("province", "facing")
    try:
        gateway = published(GATEWAY, key, queryset)
    except Renamed as renamed:
        return renamed.answer(request)
    notes, index = Notes(), facets.current()
    facts = facts_of(GATEWAY, gateway, notes=notes)
    is_weighed = gateway.kind != GatewayKind.BORDER_CROSSING
    zones = near(Zone.objects.published(), gateway.point, NEAR_KM).for_cards(FIGURES)
    nearest = zones.order_by("distance_km", "pk")[:LISTED]
    context = {
        "gateway": gateway,
        "facts": facts,
        "groups": grouped(GATEWAY, facts, fold_from=3) if is_weighed else [],
        "corridors": Corridor.objects.published().filter(key__in=gateway.corridors),
        "lines": lines_of(cards_of(nearest, reference=index.reference)),
        "near_km": NEAR_KM,
        "static_map": static_maps.at_gateway(index, gateway),
        "crumbs": [
            (_("Connections"), reverse("connectivity")),
            (text_in(gateway.country, "name"), gateway.country.get_absolute_url()),
            (text_in(gateway, "name"), ""),
        ],
        "notes": notes,
    }
    return render(request, "connectivity/gateway.html", context)


def _apart(one: Zone, other: Zone) -> str:
    """Write the kilometres between two zones, as the less exact of their points can bear."""
    exactness = [*Precision]
    precisions = [Precision(zone.coord_precision) for zone in (one, other)]
    return in_km(distance_km(one.point, other.point), max(precisions, key=exactness.index))


@require_safe
@for_everybody
def cross_border(request: HttpRequest, key: str) -> HttpResponse:
    queryset = CrossBorderZone.objects.select_related("zone_a__country", "zone_b__country")
    try:
        pair = published(PAIR, key, queryset)
    except Renamed as renamed:
        return renamed.answer(request)
    notes, index = Notes(), facets.current()
    zones = [zone for zone in (pair.zone_a, pair.zone_b) if zone]
    compared = [ZONE[name] for name in COMPARED]
    facts = [facts_of(ZONE, zone, notes=notes, fields=compared) for zone in zones]
    sides, gates = sides_of(zones, index, notes), gates_of(pair, index)
    context = {
        "pair": pair,
        "gates": gates,
        "facts": facts_of(PAIR, pair, notes=notes),
        "sides": sides,
        "rows": [(ZONE[name].label, [of_zone[name] for of_zone in facts]) for name in COMPARED],
        "near": near_on_both(sides),
        "corridors": _corridors_through(gates, index),
        "apart_km": _apart(*zones) if len(zones) > 1 else "",
        "plate": local_plates.of_pair(index, zones, gates),
        "plate_caption": " ".join(
            filter(None, (local_plates.where_the_point_lies(zone, index) for zone in zones))
        ),
        "static_map": _map_of([zone.point for zone in zones]),
        "others": [row for row in _pairs() if row.pk != pair.pk],
        "crumbs": [(_("Connections"), reverse("connectivity")), (text_in(pair, "name"), "")],
        "notes": notes,
    }
    return render(request, "connectivity/cross_border.html", context)


def _corridors_through(
    gates: Iterable[Gateway], index: facets.Index
) -> list[tuple[Corridor, int, int]]:
    """The corridors that use the crossing: after how many km of how many, to 5."""
    found = []
    for line in index.reference.lines:
        gate = next((gate for gate in gates if line.corridor.key in gate.corridors), None)
        if gate:
            km = 5 * round(line.along(gate.point)[0] / 5)
            found.append((line.corridor, km, 5 * round(line.length / 5)))
    return found
