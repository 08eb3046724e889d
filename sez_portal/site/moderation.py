"""How submissions are decided, in public: the criteria, and figures of the last twelve months."""

import datetime
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from statistics import median
from typing import NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from countries.models import Country
from sez_portal.common.dates import working_days
from sez_portal.records import policy
from sez_portal.records.choices import SubmissionStatus, Verdict
from sez_portal.records.models import Submission
from sez_portal.records.permissions import of_hidden_rows
from sez_portal.records.record import every

DECIDED = (SubmissionStatus.ACCEPTED, SubmissionStatus.PARTLY, SubmissionStatus.DECLINED)
LEAST = 5  # a median of fewer says little, and could point at one person
REASONS = 5  # that the page tells of a country


class Reason(NamedTuple):
    """Why a field was declined; nobody is named."""

    decided_at: datetime.datetime
    field: str
    text: str


@dataclass
class ServiceFigures:
    """What people decided of one country's submissions; what the policy let live is not theirs."""

    country: Country
    days: list[int] = field(default_factory=list)  # working days from sent to decided
    verdicts: Counter = field(default_factory=Counter)  # of fields
    reasons: list[Reason] = field(default_factory=list)  # the latest first
    waiting: int = 0

    @property
    def median_days(self) -> float | None:
        return median(self.days) if len(self.days) >= LEAST else None

    @property
    def accepted_pct(self) -> int | None:
        total = self.verdicts.total()
        return round(100 * self.verdicts[Verdict.ACCEPTED] / total) if total >= LEAST else None

    @property
    def latest_reasons(self) -> list[Reason]:
        return sorted(self.reasons, key=lambda one: one.decided_at, reverse=True)[:REASONS]


@require_safe
def moderation(request: HttpRequest) -> HttpResponse:
    """The rules of `records.policy` in words, and how well they are kept."""
    low_risk = [row.label for rows in every() for row in rows.fields if row.low_risk]
    figures = services(Country.objects.published().prefetch_related("holidays"))
    context = {
        "services": figures,
        "has_reasons": any(service.reasons for service in figures),
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
    columns = ("country", "record", "status", "act", "decisions", "submitted_at", "decided_at")
    by_country = defaultdict(list)
    for sent in rows.only(*columns, "decided_by_name"):
        by_country[sent.country].append(sent)
    for iso2, service in by_code.items():
        for sent in by_country[iso2]:
            _count(service, sent)
    return list(by_code.values())


def _count(service: ServiceFigures, sent: Submission) -> None:
    """Add what became of one submission: only what a person decided counts as decided."""
    service.waiting += sent.status == SubmissionStatus.WAITING
    service.verdicts.update(ruling["verdict"] for ruling in sent.ruled.values())
    if not (sent.decided_at and sent.submitted_at and sent.decided_by_name):
        return
    labels = {record.name: record.by_key for record in every()}.get(sent.record, {})
    for name, ruling in sent.ruled.items():
        if ruling["reason"] and name in labels:
            label = str(labels[name].label)
            service.reasons.append(Reason(sent.decided_at, label, ruling["reason"]))
    if sent.status in DECIDED:
        start, end = map(timezone.localdate, (sent.submitted_at, sent.decided_at))
        service.days.append(working_days(start, end, service.country.days_off))
