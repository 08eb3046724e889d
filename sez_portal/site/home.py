"""The first page: search, the map, countries, how to read a figure, what is known."""

from typing import Any

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from countries.choices import CorridorFamily, Sector
from countries.models import Country
from sez_portal.common import dates
from sez_portal.common.alphabet import alphabetically
from sez_portal.records.evidence.facts import Fact, Notes, facts_of
from sez_portal.records.history import news
from sez_portal.records.models import PublicNotice
from sez_portal.records.page_cache import for_everybody
from sez_portal.site.job import JobForm, answered
from sez_portal.site.lookup import ShareBar, bars, with_marks
from zones import facets, static_maps
from zones.models import Zone
from zones.record import ZONE

SECTORS_SHOWN = 10
NOTICES_SHOWN = 3
EXAMPLES = (  # language, words, the zone that they name
    ("lo", "ສະຫວັນ-ເຊໂນ", "la-savan-seno"),
    ("my", "သီလဝါ", "mm-thilawa"),
    ("zh-hans", "磨憨", "cn-mohan-boten-ecz"),
    ("th", "มุกดาหาร", "th-mukdahan-sez"),
    ("vi", "Vũng Áng", "vn-vung-ang"),
)
EXAMPLE_FIGURES = (
    ("la-savan-seno", "jobs"),
    ("kh-sihanoukville-sez", "firms"),
    ("vn-vung-ang", "firms"),
)
WHAT_IS_KNOWN = (
    *("area_ha", "sectors", "established_year", "firms", "power_text", "jobs"),
    *("investment_usd_m", "lease_price_text", "available_ha"),
)
ALONG = {
    CorridorFamily.NORTH_SOUTH: _("Kunming to Bangkok, and to Ha Noi, Hai Phong and Nanning."),
    CorridorFamily.EAST_WEST: _("From Mawlamyine across Thailand and Lao PDR to Da Nang."),
    CorridorFamily.SOUTHERN: _("Bangkok, Phnom Penh and Ho Chi Minh City, with the coast."),
    CorridorFamily.NORTHERN: _("From the Myanmar border through Kunming and Nanning to the sea."),
}


@require_safe
@for_everybody
def home(request: HttpRequest) -> HttpResponse:
    index = facets.current()
    everything = index.everything.bit_count()
    examples = _example_zones()
    context = {
        "count": everything,
        "job": JobForm(),
        "job_answer": answered(),
        "static_map": static_maps.region(index, index.everything),
        "examples": [(code, words) for code, words, key in EXAMPLES if key in examples],
        "countries": alphabetically(Country.objects.published(), str),
        "zones": index.counts("country", index.everything),
        "operating": index.counts("country", index.bits["status"].get("operational", 0)),
        "dated": _dated(),
        "readings": _readings(examples),
        "sectors": _sectors(index),
        "without_sector": Zone.objects.published().filter(sectors="").count(),
        "known": _known_facts(everything),
        "corridors": [
            (
                family.label,
                family.value,
                ALONG[family],
                index.counts("corridor", index.everything).get(family, 0),
            )
            for family in ALONG
        ],
        "notices": PublicNotice.objects.current()[:NOTICES_SHOWN],
        "news": with_marks(news().filter(record="zone")[:5]),
        "operating_total": index.bits["status"].get("operational", 0).bit_count(),
    }
    context["dated_total"] = sum(context["dated"].values())
    return render(request, "site/home.html", context)


def _dated() -> dict[str, int]:
    """Zones of each country with any figure that speaks of the last three years."""
    recent = Zone.objects.published().filter(speaks_of__gte=str(_this_year() - 2))
    return dict(recent.values_list("country_id").annotate(Count("pk")).order_by())


def _this_year() -> int:
    return dates.today().year


def _example_zones() -> dict[str, Zone]:
    """The zones that serve as examples, as far as visitors see them, by key."""
    keys = {*(key for key, _field in EXAMPLE_FIGURES), *(key for _code, _words, key in EXAMPLES)}
    return {zone.key: zone for zone in Zone.objects.published().filter(key__in=keys)}


def _readings(zones: dict[str, Zone]) -> list[tuple[Zone, Fact]]:
    """Real figures that show the states of the moon; those that stand."""
    notes = Notes()
    return [
        (zones[key], facts_of(ZONE, zones[key], notes=notes, fields=[ZONE[field]])[field])
        for key, field in EXAMPLE_FIGURES
        if key in zones
    ]


def _sectors(index: facets.Index) -> list[ShareBar]:
    counts = index.counts("sector", index.everything)
    rows = [
        (str(Sector(value).label), f"{reverse('zones')}?sector={value}", count)
        for value, count in counts.items()
        if value != Sector.OTHER
    ]
    return bars(rows[:SECTORS_SHOWN])


def _known_facts(everything: int) -> list[ShareBar]:
    """Count for how many zones a public source gives the fact; one query."""
    columns: dict[str, Any] = {}
    for key in WHAT_IS_KNOWN:
        empty = ZONE[key].kind.empty
        unknown = Q(**{f"{key}__isnull": True}) if empty is None else Q(**{key: empty or ""})
        columns[f"n_{key}"] = Count("pk", filter=~unknown)
    counts = Zone.objects.published().aggregate(**columns)
    rows = [(str(ZONE[key].label), "", counts[f"n_{key}"]) for key in WHAT_IS_KNOWN]
    return bars(sorted(rows, key=lambda row: -row[2]), whole=everything)
