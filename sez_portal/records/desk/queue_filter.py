"""What somebody asked of the queue: kept in the address, also through a review and a decision."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, NamedTuple
from urllib.parse import urlencode

from django.db.models import BooleanField, Case, Count, Q, TextField, Value, When
from django.db.models.functions import Cast
from django.db.models.lookups import Contains
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from sez_portal.accounts.roles import roles_of
from sez_portal.common import dates
from sez_portal.records import policy
from sez_portal.records.choices import Finding
from sez_portal.records.linked_names import Names, country_names
from sez_portal.records.models import Submission
from sez_portal.records.models.submission import SubmissionQuerySet, looked_since
from sez_portal.records.permissions import kept_by
from sez_portal.records.record import every

LONGEST = 80  # characters of a search
NO_CHOICE = 2  # all, and one that is all
UNSAID = "none"  # of the word of the country
NOTHING, SOMETHING = "nothing", "something"  # of what checks found
FINDINGS = {
    Finding.JUMP: _("10 times larger or smaller"),
    Finding.NOUGHT: _("zero"),
    Finding.AHEAD: _("a day to come"),
    Finding.ABROAD: _("outside the country"),
    Finding.TOO_MUCH_FREE: _("more free land than land"),
    Finding.DOUBLE: _("perhaps a double"),
    Finding.DEAD_LINK: _("a dead address"),
    Finding.UNSEEN_LINK: _("an address not seen"),
}


class Option(NamedTuple):
    """One value of a dimension, what it is called and which rows it stands for."""

    value: str
    label: str | Promise
    rows: Q


class Shown(NamedTuple):
    """An option as the page offers it: how many rows it has, and the address that sets it."""

    label: str | Promise
    number: int
    query: str
    is_set: bool


class Dimension(NamedTuple):
    """One way in which the rows differ, such as their country."""

    name: str
    label: str | Promise
    options: tuple[Option, ...]


class Choices(NamedTuple):
    """A dimension as the page offers it; the first option is all."""

    label: str | Promise
    shown: list[Shown]
    is_set: bool


@dataclass(frozen=True)
class QueueFilter:
    """The parameters of the queue. Values that nothing stands for are dropped by `of`."""

    q: str = ""
    country: str = ""
    kind: str = ""
    finding: str = ""
    age: str = ""
    may: str = ""
    seen: str = ""
    said: str = ""

    @classmethod
    def of(cls, asked: QueryDict) -> "QueueFilter":
        """The filter that an address asks for."""
        given = {name: asked.get(name, "")[:LONGEST].strip() for name in cls.__annotations__}
        return cls(**given)

    def __bool__(self) -> bool:
        return self != QueueFilter()

    @property
    def query(self) -> str:
        """It as the end of an address: "?country=LA", or nothing."""
        return f"?{urlencode(self.given)}" if self.given else ""

    @property
    def given(self) -> list[tuple[str, str]]:
        """All that is set, for the hidden inputs of a form."""
        return [(name, value) for name, value in self.__dict__.items() if value]

    @property
    def others(self) -> list[tuple[str, str]]:
        """What is set besides the search."""
        return [(name, value) for name, value in self.__dict__.items() if value and name != "q"]

    def without(self, name: str) -> "QueueFilter":
        return replace(self, **{name: ""})


class Queue:
    """The queue of one person within a filter, on one day."""

    def __init__(self, user: Any, asked: QueueFilter) -> None:
        self.user, self.asked, self.calendar = user, asked, policy.calendar()
        self.countries = country_names()
        self.dimensions = _dimensions(user, self.calendar, self.countries)
        rows = (
            Submission.objects.waiting()
            .allowed(user, "endorse")
            .annotate(
                is_awaited=_is(
                    policy.awaiting_answer(dates.today(), self.calendar) & ~own_countries(user)
                ),
                is_answered=_is(Q(policy.has_answer())),
            )
        )
        for word in asked.q.split():
            named = ("title", "author_name", "office", "key")
            found = Q()
            for column in named:
                found |= Q(**{f"{column}__icontains": word})
            rows = rows.filter(found)
        self.found: SubmissionQuerySet = rows

    @property
    def rows(self) -> SubmissionQuerySet:
        """The rows of the filter: those that may be decided now first, longest waiting first."""
        rows = self.found
        for condition in self._conditions().values():
            rows = rows.filter(condition)
        return rows.order_by("is_awaited", "submitted_at", "pk")

    def choices(self) -> list[Choices]:
        """Each dimension with its options and their rows, the others being as they are set.

        One query for all of them. Only what occurs is offered, where there is a choice.
        """
        counts = self.found.aggregate(**dict(self._counts()))
        offered = []
        for dimension in self.dimensions:
            chosen = getattr(self.asked, dimension.name)
            free = self.asked.without(dimension.name)
            shown = [
                Shown(
                    pgettext("choice of a filter", "all"),
                    counts[f"{dimension.name}_"],
                    free.query,
                    not chosen,
                )
            ]
            for option in dimension.options:
                count = counts[f"{dimension.name}_{option.value}"]
                query = replace(free, **{dimension.name: option.value}).query
                if count or option.value == chosen:
                    shown.append(Shown(option.label, count, query, option.value == chosen))
            if chosen or len(shown) > NO_CHOICE:
                offered.append(Choices(dimension.label, shown, bool(chosen)))
        return offered

    def _conditions(self) -> dict[str, Q]:
        """The condition that each dimension sets; a value that nothing stands for sets none."""
        return {
            dimension.name: option.rows
            for dimension in self.dimensions
            for option in dimension.options
            if option.value == getattr(self.asked, dimension.name)
        }

    def _counts(self) -> Iterable[tuple[str, Count]]:
        conditions = self._conditions()
        for dimension in self.dimensions:
            others = Q()
            for name, condition in conditions.items():
                others &= condition if name != dimension.name else Q()
            yield f"{dimension.name}_", Count("pk", filter=others or None)
            for option in dimension.options:
                name = f"{dimension.name}_{option.value}"
                yield name, Count("pk", filter=others & option.rows)


def own_countries(user: Any) -> Q:
    """What nobody waits for: the reader speaks for its country."""
    return kept_by(roles_of(user).countries)


def _is(condition: Q) -> Case:
    return Case(When(condition, then=Value(True)), default=False, output_field=BooleanField())


def _dimensions(user: Any, calendar: policy.Calendar, names: Names) -> tuple[Dimension, ...]:
    late = policy.overdue(dates.today(), calendar.days_off)
    nobody = Q(assigned_to=None) | Q(assigned_at=None) | Q(assigned_at__lte=looked_since())
    mine = Q(assigned_to=user.pk)
    countries = [Option(code, name, Q(country=code)) for code, name in names.items()]
    kinds = [Option(record.name, record.label, Q(record=record.name)) for record in every()]
    awaited = Q(is_awaited=True)
    return (
        Dimension("country", _("Country"), tuple(countries)),
        Dimension("kind", _("Kind"), tuple(kinds)),
        Dimension("finding", _("A check found"), tuple(_findings())),
        Dimension(
            "age",
            _("Waits"),
            (
                Option("late", _("longer than the house rule"), late),
                Option("fresh", _("not yet as long"), ~late),
            ),
        ),
        Dimension(
            "may",
            _("May be decided"),
            (Option("now", _("now"), ~awaited), Option("later", _("country has time"), awaited)),
        ),
        Dimension(
            "said",
            _("Word of the country"),
            (
                Option(UNSAID, _("none yet"), Q(is_answered=False)),
                Option("given", _("given"), Q(is_answered=True)),
            ),
        ),
        Dimension(
            "seen",
            _("Looked at by"),
            (
                Option("me", _("me"), mine & ~nobody),
                Option("others", _("others"), ~nobody & ~mine),
                Option("nobody", _("nobody"), nobody),
            ),
        ),
    )


def _findings() -> list[Option]:
    """A check that found nothing, anything, or just this."""
    options = [
        Option(NOTHING, _("nothing"), Q(checks={})),
        Option(SOMETHING, _("something"), ~Q(checks={})),
    ]
    told = Cast("checks", TextField())
    return options + [
        Option(one.value, FINDINGS.get(one, one.label), _told(told, one)) for one in Finding
    ]


def _told(checks: Cast, finding: Finding) -> Q:
    """That some field has this finding, in whichever way the database spells the mapping."""
    return Q(Contains(checks, f': "{finding.value}"'))
