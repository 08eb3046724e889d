"""What goes live at once and what waits; when the country has been silent for long enough.

The rules are public on /about/moderation/; a change here is a change of that page.
"""

import datetime
from collections.abc import Iterable, Mapping

from django.utils import timezone

from sez_portal.accounts.choices import Role
from sez_portal.accounts.roles import holders
from sez_portal.common.dates import add_working_days, working_days
from sez_portal.records.choices import RemarkKind, Tier
from sez_portal.records.models import Submission
from sez_portal.records.record import Record

SILENCE_DAYS = 10  # working days after which a silent focal point no longer holds up a decision
DECISION_DAYS = 5  # working days within which a submission should be decided


def split(
    record: Record, changed: Iterable[str], confirmed: Iterable[str], checks: Mapping[str, str]
) -> tuple[list[str], list[str]]:
    """The fields that go live at once, and those that wait.

    At once: low-risk fields (contacts of the office, website, opening hours), and figures that
    the office confirms unchanged; unless an automatic check found something.
    """
    at_once = [name for name in changed if record[name].low_risk] + list(confirmed)
    at_once = [name for name in at_once if name not in checks]
    return at_once, [name for name in [*changed, *confirmed] if name not in at_once]


def tier(waits: Iterable[str], checks: Mapping[str, str]) -> Tier:
    if checks:
        return Tier.CHECKED
    return Tier.WAITS if list(waits) else Tier.LOW


def is_endorsed(submission: Submission) -> bool:
    return submission.remarks.filter(kind=RemarkKind.ENDORSED).exists()


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
    return add_working_days(timezone.localdate(submission.submitted_at), SILENCE_DAYS)


def overdue_before(today: datetime.date) -> datetime.date:
    """What was sent before this day waits longer than DECISION_DAYS working days."""
    day = today
    while working_days(day, today) <= DECISION_DAYS:
        day -= datetime.timedelta(days=1)
    return day + datetime.timedelta(days=1)
