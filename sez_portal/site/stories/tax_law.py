"""What changed in the tax rules for zones: what began and what ended, year by year."""

from collections import defaultdict

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from countries.models import Incentive
from sez_portal.common import dates
from sez_portal.common.dates import spell
from sez_portal.site.lookup import bars
from sez_portal.site.stories.story import Entry, Part, Told
from zones.facets import Index

YEARS_BACK = 5


def tell(index: Index) -> Told:
    first = dates.today().year - YEARS_BACK
    by_year: dict[int, list[tuple[str, Entry]]] = defaultdict(list)
    for rule in Incentive.objects.published().select_related("country"):
        for words, day in (
            (_("%(country)s: from %(day)s"), rule.effective_from),
            (_("%(country)s: until %(day)s"), rule.effective_to),
        ):
            if day and int(day[:4]) >= first:
                told = words % {"country": rule.country, "day": spell(day)}
                by_year[int(day[:4])].append((day, Entry(str(rule), rule.get_absolute_url(), told)))
    parts = [_part(year, rows) for year, rows in sorted(by_year.items(), reverse=True)]
    count = sum(len(part.entries) for part in parts)
    return Told(
        finding=ngettext(
            "%(count)s tax rule for zones began or ended since %(year)s, or will",
            "%(count)s tax rules for zones began or ended since %(year)s, or will",
            count,
        )
        % {"count": count, "year": first},
        paragraphs=[
            _(
                "A holiday that has ended is still written about for years. Here each rule of the "
                "directory stands under the year in which it began or ends, with the law behind "
                "it. A rule of which no date is known is not in this list."
            )
        ],
        parts=parts,
        chart=bars([(part.title, "", len(part.entries)) for part in reversed(parts)]),
        chart_title=_("Rules that begin or end, by year"),
        more=[(_("All incentives"), reverse("incentives"))],
    )


def _part(year: int, rows: list[tuple[str, Entry]]) -> Part:
    entries = [entry for _day, entry in sorted(rows, key=lambda row: row[0], reverse=True)]
    told = ngettext("%(count)s rule", "%(count)s rules", len(entries)) % {"count": len(entries)}
    return Part(str(year), "", told, entries)
