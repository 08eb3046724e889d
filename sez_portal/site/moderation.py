"""How submissions are decided, in public: the criteria, and figures of the last twelve months."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from countries.models import Country
from sez_portal.common.dates import working_days
from sez_portal.records import policy, record
from sez_portal.records.choices import SubmissionStatus, Verdict
from sez_portal.records.models import Submission
from sez_portal.records.permissions import of_hidden_rows

DECIDED = (SubmissionStatus.ACCEPTED, SubmissionStatus.PARTLY, SubmissionStatus.DECLINED)
LEAST = 5  # a median of fewer says little, and could point at one person


@dataclass
class ServiceFigures:
    """What became of one country's submissions."""

    country: Country
    days: list[int] = field(default_factory=list)  # working days from sent to decided
    verdicts: Counter = field(default_factory=Counter)  # of fields
    waiting: int = 0

    @property
    def median_days(self) -> float | None:
        return median(self.days) if len(self.days) >= LEAST else None

    @property
    def accepted_pct(self) -> int | None:
        total = self.verdicts.total()
        return round(100 * self.verdicts[Verdict.ACCEPTED] / total) if total >= LEAST else None


@require_safe
def moderation(request: HttpRequest) -> HttpResponse:
    """The rules of `records.policy` in words, and how well they are kept."""
    low_risk = [row.label for rows in record.every() for row in rows.fields if row.low_risk]
    context = {
        "services": services(Country.objects.published().prefetch_related("holidays")),
        "low_risk": [str(label) for label in dict.fromkeys(low_risk)],
        "silence_days": policy.SILENCE_DAYS,
        "decision_days": policy.DECISION_DAYS,
        "least": LEAST,
    }
    return render(request, "site/moderation.html", context)


def services(countries: Iterable[Country]) -> list[ServiceFigures]:
    """Each country's figures of the last twelve months, in one query for all of them.

    Days are counted by the calendar of the country.
    """
    by_code = {country.iso2: ServiceFigures(country) for country in countries}
    since = timezone.now() - datetime.timedelta(days=365)
    rows = Submission.objects.proposals().filter(submitted_at__gte=since)
    rows = rows.exclude(of_hidden_rows())
    columns = ("country", "status", "submitted_at", "decided_at", "decisions")
    by_country = defaultdict(list)
    for iso2, *rest in rows.values_list(*columns):
        by_country[iso2].append(rest)
    for iso2, service in by_code.items():
        off = service.country.days_off
        for status, submitted, decided, decisions in by_country[iso2]:
            service.waiting += status == SubmissionStatus.WAITING
            service.verdicts.update(ruling["verdict"] for ruling in decisions.values())
            if status in DECIDED and decided:
                start, end = map(timezone.localdate, (submitted, decided))
                service.days.append(working_days(start, end, off))
    return list(by_code.values())
