"""Facts as the cells of a workbook: numbers as numbers, and every blank with its reason."""

from decimal import Decimal as Number

from django.utils.translation import gettext as _

from sez_portal.common.lists import in_one, in_parts
from sez_portal.common.stored_words import in_words
from sez_portal.common.text import in_one_line
from sez_portal.common.workbooks import Cell, Year
from sez_portal.records.choices import State
from sez_portal.records.evidence.facts import Fact, Notes
from sez_portal.records.field_types.basic import Decimal, Email, Url, Whole
from sez_portal.records.models import Source


def value_of(fact: Fact) -> Cell:
    """The value alone: its unit stands in a column of its own."""
    if not fact.is_known:
        return str(State(fact.state).label)
    kind = fact.field.kind
    if isinstance(kind, Decimal):
        return Number(fact.value)
    if isinstance(kind, Whole):
        return int(fact.value)
    if isinstance(kind, Url | Email):
        return str(fact.value)
    return fact.shown


def as_of(fact: Fact) -> Cell:
    """The year, month or day it speaks of; a bare year as a number."""
    if not fact.is_known or fact.mark is None:
        return None
    return partial(fact.mark.shown.speaks_of if fact.mark.shown else "")


def partial(date: str) -> Cell:
    return Year(date) if len(date) == 4 else date or _("undated")  # noqa: PLR2004  YYYY


def confirmed(fact: Fact) -> str:
    """The day and the office; who compiled what no office confirmed is the same in every row."""
    if not fact.is_known or fact.mark is None:
        return ""
    shown = fact.mark.shown
    return fact.mark.confirmed if shown and shown.confirmed_on else _("Not yet by its office")


def named(numbers: list[int], notes: Notes) -> str:
    """The sources by number and title: the sheet of sources says the rest."""
    return in_parts(f"[{number}] {in_words(notes.sources[number - 1].title)}" for number in numbers)


def cited(numbers: list[int], notes: Notes) -> str:
    """The sources by number, title, publisher and date."""
    return in_parts(f"[{number}] {_title(notes.sources[number - 1])}" for number in numbers)


def _title(source: Source) -> str:
    dated = in_one((source.publisher, source.published))
    title = in_words(source.title)
    return f"{title} ({dated})" if dated else title


def source_rows(notes: Notes) -> list[list[Cell]]:
    """Number, title, publisher, date, address."""
    return [
        [
            number,
            in_words(source.title),
            source.publisher,
            partial_or_none(source.published),
            source.url,
        ]
        for number, source in enumerate(notes.sources, start=1)
    ]


def partial_or_none(date: str) -> Cell:
    return partial(date) if date else None


def remarks(fact: Fact, notes: Notes) -> str:
    """Why it is withheld or cannot apply, and what other sources say."""
    sentences = [sentence for sentence in (fact.reason, fact.remark) if sentence]
    for other in fact.others:
        source = f": {cited(other.notes, notes)}" if other.notes else ""
        sentences.append(f"{other.said}{source}")
    return in_one_line(sentences)
