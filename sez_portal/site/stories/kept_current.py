"""Which offices keep the page of their zone up to date."""

import datetime

from django.db.models import Count, Max
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sez_portal.common import dates
from sez_portal.common.dates import spell
from sez_portal.records.models import Evidence
from sez_portal.site.lookup import bars
from sez_portal.site.stories.story import Entry, Part, Told, entry_of
from zones import static_maps
from zones.facets import FacetPlace, Index

DAYS = 365


def tell(index: Index) -> Told:
    since = dates.today() - datetime.timedelta(days=DAYS)
    pieces = Evidence.objects.standing().filter(
        record="zone", is_shown=True, confirmed_on__gte=since
    )
    confirmed = pieces.exclude(confirmed_by="").values("key").order_by()
    rows = {row["key"]: row for row in confirmed.annotate(n=Count("pk"), last=Max("confirmed_on"))}
    zones = [zone for zone in index.places_in(index.everything) if zone.key in rows]
    zones.sort(key=lambda zone: (-rows[zone.key]["n"], zone.name))
    countries = index.reference.countries
    counts = index.counts("country", index.everything)
    by_country = {iso2: [zone for zone in zones if zone.country == iso2] for iso2 in counts}
    return Told(
        finding=ngettext(
            "The office of %(count)s zone confirmed figures in the last twelve months",
            "The offices of %(count)s zones confirmed figures in the last twelve months",
            len(zones),
        )
        % {"count": len(zones)},
        paragraphs=[
            _(
                "A figure counts here when an office said within a year that it is still true, or "
                "changed it. Most figures first, since one confirmed telephone number says little."
            )
        ],
        parts=[
            Part(str(countries[iso2]), "", "", [_entry(zone, rows[zone.key]) for zone in found])
            for iso2, found in by_country.items()
            if found
        ],
        chart=bars(
            [
                (str(countries[iso2]), f"{reverse('zones')}?country={iso2}", len(found))
                for iso2, found in by_country.items()
                if found
            ]
        ),
        chart_title=_("Zones with confirmed figures, by country"),
        static_map=static_maps.of_some(index, zones) if zones else None,
        more=[(_("How fresh and complete the data is"), reverse("data-quality"))],
    )


def _entry(zone: FacetPlace, row: dict) -> Entry:
    told = ngettext(
        "%(count)s figure, last on %(day)s", "%(count)s figures, last on %(day)s", row["n"]
    )
    return entry_of(zone, told % {"count": row["n"], "day": spell(row["last"].isoformat())})
