"""The inputs of a form in the order and the groups in which a page shows them."""

import dataclasses
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.forms import BoundField
from django.utils.translation import get_language

from sez_portal.common.lists import listed
from sez_portal.languages import ENGLISH, LANGUAGES, column_suffix
from sez_portal.records.field_types.basic import Json
from sez_portal.records.present import Present, Waiting
from sez_portal.records.record import Field


@dataclass(frozen=True)
class InputRow:
    """A field with its input, the inputs about its evidence, and what is on the page now."""

    field: Field
    bound: BoundField
    about: dict[str, BoundField] = dataclasses.field(default_factory=dict)
    now: Present | None = None

    @property
    def parts(self) -> list[BoundField]:
        return list(self.about.values())

    @property
    def year(self) -> BoundField | None:
        return self.about.get("speaks_of")

    @property
    def source(self) -> list[BoundField]:
        return [self.about[part] for part in ("source", "url") if part in self.about]

    @property
    def nothing(self) -> list[BoundField]:
        """The inputs that say why there is none."""
        return [self.about[part] for part in ("state", "reason") if part in self.about]

    @property
    def has_source(self) -> bool:
        return any(bound.errors or bound.value() for bound in self.source)

    @property
    def is_without(self) -> bool:
        return any(bound.errors or bound.value() for bound in self.nothing)

    @property
    def is_about_open(self) -> bool:
        """Whether anything was said of its evidence, beyond the year that stands there first."""
        return self.has_source or self.is_without or bool(self.year and self.year.errors)

    @property
    def is_at_fault(self) -> bool:
        return any(bound.errors for bound in (self.bound, *self.parts))

    @property
    def words(self) -> str:
        """The value on the page, where it is one of those that the input offers."""
        return self._words(self.now.fact.value) if self.now and self.now.fact.is_known else ""

    @property
    def is_as_shown(self) -> bool:
        """Whether the input holds what is on the page."""
        return self.now is not None and str(self.bound.value() or "") == self.now.fact.shown

    @property
    def waiting(self) -> list[tuple[Waiting, str]]:
        """What waits, with its value in words."""
        return [
            (one, self._words(one.value) or self.field.kind.show(one.value))
            for one in (self.now.waiting if self.now else ())
        ]

    @property
    def native(self) -> str:
        """The name of the language in itself; of a text in one language."""
        return dict(LANGUAGES).get(self.field.language, "")

    def _words(self, value: Json) -> str:
        choices: Any = getattr(self.bound.field, "choices", None)
        if choices is None:
            return ""
        labels = {key: str(label) for key, label in choices}
        keys = value if isinstance(value, list) else [value]
        return listed(labels.get(key, str(key)) for key in keys if key)


@dataclass(frozen=True)
class TextRows:
    """A text in several languages: those that it has, and those in which it is missing."""

    title: str
    shown: list[InputRow]
    folded: list[InputRow]


def blocks(rows: Iterable[InputRow]) -> Iterator[InputRow | TextRows]:
    """The rows in their order, those of one text in several languages together."""
    for text, group in groupby(rows, key=_text):
        if not text:
            yield from group
            continue
        of_text = list(group)
        shown = [row for row in of_text if _is_wanted(row)]
        folded = [row for row in of_text if row not in shown]
        yield TextRows(str(of_text[0].field.text), shown, folded)


def _text(row: InputRow) -> str:
    """The text of which it is one language, "" for any other field."""
    language = row.field.language
    return row.field.key.removesuffix(f"_{column_suffix(language)}") if language else ""


def _is_wanted(row: InputRow) -> bool:
    """English, the language of who writes, and what is there or at fault."""
    is_own = row.field.language in (ENGLISH, get_language())
    return is_own or bool(row.bound.value()) or row.is_at_fault or bool(row.waiting)
