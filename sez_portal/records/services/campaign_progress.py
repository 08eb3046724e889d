"""How far a campaign is: counted from submissions since it was opened, never stored beside them.

The report of a closed campaign is this count as it stood on its last day.
"""

import datetime
from collections import Counter
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from django.db.models import Q

from sez_portal.common.fields import text_in
from sez_portal.records.choices import UNSAID, Answer, Origin, State, SubmissionStatus
from sez_portal.records.field_types.basic import Json
from sez_portal.records.former_keys import rows_called
from sez_portal.records.models import Campaign, Submission
from sez_portal.records.record import Record, get, is_known
from sez_portal.records.sections import section_of, sections

NOT_SAID = (State.UNKNOWN, *UNSAID)


@dataclass
class Tally:
    """The figures of a country, a section or all, by what became of them."""

    label: str
    key: str = ""
    answers: Counter = field(default_factory=Counter)
    rows: Counter = field(default_factory=Counter)  # "finished", "begun", "missing"

    @property
    def asked(self) -> int:
        return sum(self.answers.values())

    @property
    def answered(self) -> int:
        return self.asked - self.answers[Answer.MISSING]

    @property
    def row_count(self) -> int:
        return sum(self.rows.values())

    @property
    def missing_rows(self) -> int:
        return self.row_count - self.rows["finished"]

    @property
    def in_order(self) -> list[int]:
        """The counts of all answers, in the order of the vocabulary."""
        return [self.answers[one] for one in Answer.values]

    @property
    def shares(self) -> tuple[float, float]:
        """Of a bar 100 wide: how far the finished rows reach, and the begun ones beside them."""
        whole = self.row_count or 1
        return 100 * self.rows["finished"] / whole, 100 * self.rows["begun"] / whole


@dataclass
class RowAnswers:
    """What became of the figures of one row: {field: Answer}; `changes` are {field: [from, to]}."""

    key: str
    title: str
    country: str
    answers: dict[str, str]
    changes: dict[str, list[Json]] = field(default_factory=dict)
    keepers: list[str] = field(default_factory=list)
    url: str = ""

    @property
    def answered(self) -> int:
        return sum(answer != Answer.MISSING for answer in self.answers.values())

    @property
    def state(self) -> str:
        if self.answered == len(self.answers):
            return "finished"
        return "begun" if self.answered else "missing"


@dataclass
class Progress:
    """All rows of a campaign, and what became of what it asked."""

    record: Record
    rows: list[RowAnswers]

    def within(self, countries: Iterable[str] | None) -> "Progress":
        """The same of the rows in these countries alone; None: all."""
        if countries is None:
            return self
        wanted = set(countries)
        return Progress(self.record, [row for row in self.rows if row.country in wanted])

    def as_json(self) -> Json:
        columns = ("key", "title", "country", "answers", "changes", "keepers")
        return {"rows": [{name: getattr(row, name) for name in columns} for row in self.rows]}

    @property
    def total(self) -> Tally:
        total = Tally("")
        for row in self.rows:
            total.answers.update(row.answers.values())
            total.rows[row.state] += 1
        return total

    def by_country(self, names: dict[str, str]) -> list[Tally]:
        found: dict[str, Tally] = {}
        for row in self.rows:
            tally = found.setdefault(
                row.country, Tally(names.get(row.country, row.country), row.country)
            )
            tally.answers.update(row.answers.values())
            tally.rows[row.state] += 1
        return sorted(found.values(), key=lambda tally: tally.label)

    def by_section(self) -> list[Tally]:
        found = {key: Tally(str(label), key) for key, label in sections(self.record).items()}
        for row in self.rows:
            states: dict[str, list[str]] = {}
            for name, answer in row.answers.items():
                states.setdefault(self.section_of(name), []).append(answer)
            for key, answers in states.items():
                tally = found.setdefault(key, Tally(key, key))
                tally.answers.update(answers)
        return [tally for tally in found.values() if tally.asked]

    def section_of(self, name: str) -> str:
        known = self.record.by_key.get(name)
        return section_of(known) if known else ""

    def label_of(self, name: str) -> str:
        known = self.record.by_key.get(name)
        return str(known.label) if known else name

    def told(
        self, row: RowAnswers, *, besides: Answer | None = None
    ) -> list[tuple[str, list[str]]]:
        """What became of the figures of a row: each answer with the names of its fields."""
        return [
            (str(answer.label), names)
            for answer in Answer
            if answer != besides
            and (names := [self.label_of(n) for n, one in row.answers.items() if one == answer])
        ]


def progress_of(
    campaign: Campaign,
    until: datetime.datetime | None = None,
    keys: Collection[str] | None = None,
) -> Progress:
    """How far it is now, or was at that moment; of a closed one what its report says.

    With `keys`: of the rows that have these keys today alone.
    """
    record = get(campaign.record)
    if campaign.report:
        told = [RowAnswers(**row) for row in campaign.report["rows"]]
        return Progress(record, [row for row in told if keys is None or row.key in keys])
    asked: dict[str, list[str]] = campaign.asked
    rows = rows_called(record, asked, record.model._default_manager.all())
    found = {
        key: RowAnswers(
            key=row.key,
            title=str(text_in(row, "name", "en")),
            country=record.country(row),
            answers=dict.fromkeys(asked[key], Answer.MISSING.value),
            url=row.get_absolute_url(),
        )
        for key, row in rows.items()
        if keys is None or row.key in keys
    }
    by_key: dict[str, list[RowAnswers]] = {}
    for answers in found.values():
        by_key.setdefault(answers.key, []).append(answers)
    for sent in _sent(record, list(by_key), campaign, until):
        for answers in by_key[sent.key]:
            _note(record, answers, sent)
    return Progress(record, list(found.values()))


def _sent(
    record: Record, keys: list[str], campaign: Campaign, until: datetime.datetime | None
) -> Iterator[Submission]:
    """What was applied since it was opened, in that order, and then what waits."""
    applied = Q(status=SubmissionStatus.APPLIED, applied_at__gte=campaign.opened_at)
    waiting = Q(status=SubmissionStatus.WAITING, act="")
    if until is not None:
        applied &= Q(applied_at__lt=until)
        waiting &= Q(submitted_at__lt=until)
    rows = Submission.objects.filter(record=record.name, key__in=keys)
    rows = rows.only("key", "origin", "status", "act", "changes", "evidence", "decisions")
    yield from rows.filter(applied).exclude(origin=Origin.SEED).order_by("version", "pk")
    yield from rows.filter(waiting).order_by("pk")


def _note(record: Record, row: RowAnswers, sent: Submission) -> None:
    waits = sent.status == SubmissionStatus.WAITING
    for name in sent.undecided if waits else sent.fields:
        if name not in row.answers:
            continue
        answer = Answer.WAITS if waits else _answer(record, sent, name)
        row.answers[name] = answer.value
        if answer == Answer.CHANGED:
            before = row.changes.get(name, [sent.changes[name]["from"]])[0]
            row.changes[name] = [before, sent.changes[name]["to"]]
        elif answer != Answer.WAITS:
            row.changes.pop(name, None)


def _answer(record: Record, sent: Submission, name: str) -> Answer:
    """What an applied submission says of one figure; what it takes back is as if never said."""
    if sent.origin == Origin.REVERT:
        return Answer.MISSING
    if name in sent.changes:
        value = sent.changes[name]["to"]
        return Answer.CHANGED if is_known(record[name], value) else Answer.SAID
    states = {piece["state"] for piece in sent.evidence.get(name, ())}
    return Answer.SAID if states & set(NOT_SAID) else Answer.CONFIRMED
