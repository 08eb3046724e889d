"""What goes live at once and what waits; when the country has been silent for long enough.

The rules are public on /about/moderation/; a change here is a change of that page.
"""

import datetime
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from django.db.models import Q

from sez_portal.accounts.choices import Role
from sez_portal.accounts.roles import holders
from sez_portal.common import dates
from sez_portal.common.dates import Days, add_working_days, working_days
from sez_portal.records.choices import RemarkKind, Tier
from sez_portal.records.models import Submission
from sez_portal.records.record import Record, every, get

SILENCE_DAYS = 10  # working days after which a silent focal point no longer holds up a decision
DECISION_DAYS = 5  # working days within which a submission should be decided


def split(
    record: Record,
    changed: Iterable[str],
    confirmed: Iterable[str],
    checks: Mapping[str, str],
    unsaid: Collection[str] = (),
) -> tuple[list[str], list[str]]:
    """The fields that go live at once, and those that wait.

    At once: low-risk fields (contacts of the office, website, opening hours), and figures that
    the office confirms unchanged; unless an automatic check found something, or the figure is
    `unsaid`: withheld, or said not to apply, for a reason that the page would show.
    """
    at_once = [name for name in changed if record[name].low_risk] + list(confirmed)
    at_once = [name for name in at_once if name not in checks and name not in unsaid]
    return at_once, [name for name in [*changed, *confirmed] if name not in at_once]


def tier(waits: Iterable[str], checks: Mapping[str, str]) -> Tier:
    if checks:
        return Tier.CHECKED
    return Tier.WAITS if list(waits) else Tier.LOW


def countries_of(submission: Submission) -> frozenset[str]:
    """The countries whose focal points have a word in it: of a row across a border, both sides'."""
    record, own = get(submission.record), frozenset({submission.country})
    if not record.shared:
        return own
    rows: Any = record.model
    return own | record.sides(rows.objects.filter(key=submission.key).first())


def is_endorsed(submission: Submission) -> bool:
    """Whether the country endorsed it as it stands: what was sent since is asked anew."""
    said = submission.remarks.filter(kind=RemarkKind.ENDORSED)
    return said.filter(created_at__gte=submission.submitted_at).exists()


def days_off() -> dict[str, frozenset[datetime.date]]:
    """The days by country that are no working days, as the records give them."""
    return {country: off for record in every() for country, off in record.days_off().items()}


def silent_until(submission: Submission) -> datetime.date | None:
    """The day from which MI may go on without the focal point; None when nobody is waited for.

    Nobody is waited for once the country endorsed it or sent it itself, or where it has no focal
    point.
    """
    if submission.submitted_at is None or is_endorsed(submission):
        return None
    focal = holders(role=Role.FOCAL_POINT, country=submission.country)
    if not focal or submission.author in focal:
        return None
    sent = dates.day_of(submission.submitted_at)
    return add_working_days(sent, SILENCE_DAYS, days_off().get(submission.country, ()))


def overdue(today: datetime.date) -> Q:
    """The submissions that wait longer than DECISION_DAYS, by the calendar of each country."""
    calendars = {country: off for country, off in days_off().items() if off}
    late = Q(submitted_at__date__lt=overdue_before(today)) & ~Q(country__in=calendars)
    for country, off in calendars.items():
        late |= Q(country=country, submitted_at__date__lt=overdue_before(today, off))
    return late


def overdue_before(today: datetime.date, off: Days = ()) -> datetime.date:
    """What was sent before this day waits longer than DECISION_DAYS working days."""
    day = today
    while working_days(day, today, off) <= DECISION_DAYS:
        day -= datetime.timedelta(days=1)
    return day + datetime.timedelta(days=1)
