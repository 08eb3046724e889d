"""What goes live at once and what waits; when the country has been silent for long enough.

The rules are public on /about/moderation/; a change here is a change of that page.
"""

import datetime
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q

from sez_portal.accounts.roles import focal_points
from sez_portal.common import dates
from sez_portal.common.dates import Days, add_working_days, working_days
from sez_portal.records.choices import ANSWERS, FieldWord, RemarkKind, Tier
from sez_portal.records.models import Remark, Submission
from sez_portal.records.record import Record, every, get

SILENCE_DAYS = 10  # working days after which a silent focal point no longer holds up a decision
WHOLE = ""  # in place of a field: an act on a whole row, and what is decided
DECISION_DAYS = 5  # working days within which a submission should be decided


def split(
    record: Record,
    changed: Iterable[str],
    confirmed: Iterable[str],
    checks: Mapping[str, str],
    unfounded: Collection[str] = (),
) -> tuple[list[str], list[str]]:
    """The fields that go live at once, and those that wait.

    At once: low-risk fields (contacts of the office, website, opening hours), and figures that
    the office confirms unchanged; unless an automatic check found something, or the figure is
    `unfounded`: withheld, said not to apply, or not known at all.
    """
    at_once = [name for name in changed if record[name].low_risk] + list(confirmed)
    at_once = [name for name in at_once if name not in checks and name not in unfounded]
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


class Said(NamedTuple):
    """What the country says to one field, and the remark that says it."""

    is_endorsed: bool
    reason: str
    remark: Remark


class CountryWord(NamedTuple):
    """What the country says to a submission: it endorsed it, or may still answer until a day.

    `until` is the day from which MI may go on with some of it, None when nobody is waited for;
    `by_field` has the same day of each field that the country was asked about and said nothing to,
    `fields` its word on the others that wait.
    """

    is_endorsed: bool
    until: datetime.date | None
    by_field: Mapping[str, datetime.date]
    fields: Mapping[str, Said]

    @property
    def is_awaited(self) -> bool:
        """Whether the country may still answer today."""
        return self.until is not None and dates.today() < self.until

    @property
    def last(self) -> datetime.date | None:
        """The day from which MI may go on with all of it."""
        return max(self.by_field.values(), default=None)

    @property
    def first(self) -> datetime.date | None:
        """The day from which MI may go on with some of it, where that is before the last."""
        first = min(self.by_field.values(), default=None)
        return first if first != self.last else None

    @property
    def answered_on(self) -> datetime.date | None:
        """The day of the last word of the country on what waits; None while it said none."""
        moments = [said.remark.created_at for said in self.fields.values()]
        return dates.day_of(max(moments)) if moments else None

    @property
    def awaited(self) -> dict[str, datetime.date]:
        """The fields to which the country may still answer today, and until when."""
        return {name: day for name, day in self.by_field.items() if dates.today() < day}


class Calendar(NamedTuple):
    """What the clocks of submissions need, asked of the database once a page: the days off and
    the focal points of each country.
    """

    days_off: Mapping[str, Days]
    focal_points: Mapping[str, Collection[int]]


def calendar() -> Calendar:
    """The days off and the focal points of today."""
    return Calendar(days_off(), focal_points())


def country_words(
    submissions: Collection[Submission], told: Calendar | None = None
) -> dict[int, CountryWord]:
    """The word of the country on each of them, in as many queries for 50 as for one.

    Nobody is waited for once the country answered it as it stands (what was sent since is asked
    anew) or sent it itself, or where it has no focal point.
    """
    answers: dict[int, list[Remark]] = defaultdict(list)
    said = Remark.objects.filter(submission__in=[row.pk for row in submissions], kind__in=ANSWERS)
    for remark in said.order_by("created_at"):
        answers[remark.submission_id].append(remark)
    calendars, focal = told or calendar()
    words = {}
    for row in submissions:
        people = focal.get(row.country, frozenset())
        is_awaited = people and row.author_id not in people
        off = calendars.get(row.country, ())
        words[row.pk] = _word(row, answers[row.pk], off, is_awaited=bool(is_awaited))
    return words


def _word(
    row: Submission, answers: Iterable[Remark], off: Days, *, is_awaited: bool
) -> CountryWord:
    """The word on one submission; what was sent after an answer is not answered by it."""
    moments = row.clocks or ({WHOLE: row.submitted_at} if row.submitted_at else {})
    fields = _by_field(answers, moments)
    unsaid = {name: at for name, at in moments.items() if name not in fields}
    by_field = {
        name: add_working_days(dates.day_of(moment), SILENCE_DAYS, off)
        for name, moment in unsaid.items()
        if is_awaited
    }
    is_asked_of_all = by_field and len(by_field) == len(moments)
    return CountryWord(
        is_endorsed=not unsaid and bool(fields) and all(one.is_endorsed for one in fields.values()),
        until=min(by_field.values()) if is_asked_of_all else None,
        by_field=by_field,
        fields=fields,
    )


def _by_field(
    answers: Iterable[Remark], moments: Mapping[str, datetime.datetime]
) -> dict[str, Said]:
    """The last word on each field since it was sent, of answers from the first to the last."""
    fields: dict[str, Said] = {}
    for remark in answers:
        said = dict.fromkeys(moments, Said(True, "", remark))
        if remark.kind == RemarkKind.WORDS:
            said = {
                name: Said(told["word"] == FieldWord.ENDORSED, told["reason"], remark)
                for name, told in remark.words.items()
            }
        fields |= {
            name: one
            for name, one in said.items()
            if name in moments and remark.created_at >= moments[name]
        }
    return fields


def answered(submission: Submission) -> Mapping[str, Said]:
    """The word of the country on each field that waits, as it stands."""
    return country_words([submission])[submission.pk].fields


def silent_on(part: Submission) -> list[str]:
    """The fields that went live with this part and that the country has said no word on since
    anything of its proposal was sent."""
    told = part.proposal
    if told is None or told.sent_last is None:
        return part.fields
    answers = told.remarks.filter(kind__in=ANSWERS).order_by("created_at")
    words = _by_field(answers, dict.fromkeys(part.fields, told.sent_last))
    return [name for name in part.fields if name not in words]


def is_endorsed(submission: Submission) -> bool:
    """Whether the country endorsed it as it stands."""
    return country_words([submission])[submission.pk].is_endorsed


def silent_until(submission: Submission, names: Collection[str] = ()) -> datetime.date | None:
    """The day from which MI may go on with these fields, or the whole, without the focal point;
    None when nobody is waited for."""
    days = country_words([submission])[submission.pk].by_field
    return max((day for name, day in days.items() if not names or name in names), default=None)


def awaiting_answer(today: datetime.date, told: Calendar | None = None) -> Q:
    """The submissions of which nothing may be decided yet, since their country may still answer:
    `country_words` as a condition."""
    calendars, focal = told or calendar()
    awaited = Q(pk__in=[])
    for country, people in focal.items():
        since = _answered_since(today, calendars.get(country, ()))
        of_country = Q(country=country, submitted_at__date__gte=since)
        awaited |= of_country & ~Q(author__in=people)
    return awaited & ~has_answer()


def has_answer() -> Exists:
    """That the country endorsed a submission, or said its word on some field that waits."""
    said = Remark.objects.filter(submission=OuterRef("pk"))
    of_the_whole = Q(kind=RemarkKind.ENDORSED, created_at__gte=OuterRef("submitted_at"))
    return Exists(said.filter(of_the_whole | Q(kind=RemarkKind.WORDS, answers=True)))


def _answered_since(today: datetime.date, off: Days) -> datetime.date:
    """What was sent on this day or later can still be answered by a country with these days off."""
    day = today
    while add_working_days(day, SILENCE_DAYS, off) > today:
        day -= datetime.timedelta(days=1)
    return day + datetime.timedelta(days=1)


def days_off() -> dict[str, frozenset[datetime.date]]:
    """The days by country that are no working days, as the records give them."""
    return {country: off for record in every() for country, off in record.days_off().items()}


def overdue(today: datetime.date, calendars: Mapping[str, Days]) -> Q:
    """The submissions that wait longer than DECISION_DAYS, by the days off of each country."""
    calendars = {country: off for country, off in calendars.items() if off}
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
