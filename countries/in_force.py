"""Whether a rule is in force for a new project: the one answer for every page.

It judges the dates of a record and what the record says of new projects. It knows no place: that
is for `zones.incentives.eligibility`.
"""

import datetime
from collections.abc import Iterable
from enum import StrEnum

from django.utils.translation import gettext as _

from countries.choices import NewProjects
from countries.models import Incentive
from sez_portal.common import dates
from sez_portal.common.dates import first_day, last_day, spell


class Standing(StrEnum):
    IN_FORCE = "in_force"
    DOUBTFUL = "doubtful"  # nobody confirmed that it takes new projects
    AHEAD = "ahead"  # begins later
    ENDED = "ended"  # or never was for new projects


def standing(
    incentive: Incentive, first: datetime.date, last: datetime.date | None = None
) -> Standing:
    """Return the standing for a project that begins on that day, or on a day from first to last.

    A rule "until" a day counts for what begins before that day is over. A rule that is over by
    now was open until its end, so that earlier years can be looked up.
    """
    end = last_day(incentive.effective_to) if incentive.effective_to else None
    if end and end < first:
        return Standing.ENDED
    if incentive.effective_from and first_day(incentive.effective_from) > (last or first):
        return Standing.AHEAD
    is_over = end is not None and end < dates.today()
    if incentive.new_projects == NewProjects.NO and not is_over:
        return Standing.ENDED
    if incentive.new_projects == NewProjects.DOUBTFUL:
        return Standing.DOUBTFUL
    return Standing.IN_FORCE


def in_year(incentive: Incentive, year: int) -> Standing:
    """Return the standing for a project that begins in that year."""
    return standing(incentive, datetime.date(year, 1, 1), datetime.date(year, 12, 31))


def by_standing(
    incentives: Iterable[Incentive], day: datetime.date
) -> dict[Standing, list[Incentive]]:
    """The incentives of each standing on that day, in the order given; every standing is there."""
    groups: dict[Standing, list[Incentive]] = {state: [] for state in Standing}
    for incentive in incentives:
        groups[standing(incentive, day)].append(incentive)
    return groups


def why_not(incentive: Incentive, state: Standing) -> str:
    """Say why it is not for a new project of that day or year; "" when it is."""
    if state == Standing.AHEAD:
        return _("It begins on %(day)s.") % {"day": spell(incentive.effective_from)}
    if state != Standing.ENDED:
        return ""
    if incentive.effective_to:
        return _("It ended on %(day)s.") % {"day": spell(incentive.effective_to)}
    return _("It is not for new projects.")
