"""One field of a proposal as whoever decides sees it: live now, at the start, proposed."""

import dataclasses
import datetime
import json
from typing import Any

from django.utils.translation import gettext as _

from sez_portal.common import dates
from sez_portal.common.lists import listed
from sez_portal.records import files
from sez_portal.records.choices import UNSAID, Finding, State, Verdict
from sez_portal.records.field_types.basic import Degrees, Json, Keys, Text, Words
from sez_portal.records.field_types.files import FileRows
from sez_portal.records.field_types.tables import Rows
from sez_portal.records.linked_names import Names
from sez_portal.records.models import Submission
from sez_portal.records.policy import Said
from sez_portal.records.record import JUMP, Field
from sez_portal.records.services.rivals import Rival
from sez_portal.records.text_diff import Worded, words
from sez_portal.records.value_diff import (
    FigureDiff,
    Item,
    RowDiff,
    figure_diff,
    item_diff,
    row_diff,
)


@dataclasses.dataclass(frozen=True)
class Former:
    """A decision on the field before its author sent it anew, in words."""

    before: str
    after: str
    is_accepted: bool
    reason: str
    day: datetime.date
    by: str


@dataclasses.dataclass
class FieldChange:
    """One field of a proposal in three ways: live now, live when the author started, proposed."""

    field: Field
    live: Json
    start: Json
    proposed: Json
    pieces: list[dict[str, Any]]
    check: str
    decision: dict[str, Any] | None
    names: Names = dataclasses.field(default_factory=dict)  # of the rows that its values point at
    word: Said | None = None  # of the country
    error: str = ""
    chosen: str = ""
    reason: str = ""
    instead: str = ""
    until: datetime.date | None = None  # the reader cannot accept it before: the country has time
    rivals: list[Rival] = dataclasses.field(default_factory=list)  # other proposals that wait
    former: list[dict[str, Any]] = dataclasses.field(default_factory=list)  # decisions of before
    back: Submission | None = None  # that took it back once it was accepted
    jump: int = JUMP  # from how many times as large or small on it is looked at
    live_unsaid: str = ""  # why nothing is live, where that is said
    is_past: bool = False  # decided, withdrawn or applied: what is live now is another story

    @property
    def before(self) -> Json:
        """What the proposal is compared with: what is live now, or once it is past, what stood
        there when it was sent."""
        return self.start if self.is_past else self.live

    @property
    def is_conflict(self) -> bool:
        """The page has moved since the author started, and not to what they propose."""
        has_moved = self.live not in (self.start, self.proposed) and not self.is_past
        return has_moved and not self.field.kind.merges

    @property
    def is_confirmation(self) -> bool:
        return self.start == self.proposed

    @property
    def has_finding(self) -> bool:
        """Whether somebody has to look: a check found something, the page moved meanwhile, or the
        country objects."""
        return bool(self.check) or self.is_conflict or self.is_objected

    @property
    def has_jump(self) -> bool:
        """Whether a figure of it is very far from the one before."""
        return self.check == Finding.JUMP.label

    @property
    def is_objected(self) -> bool:
        return self.word is not None and not self.word.is_endorsed

    @property
    def first_rival(self) -> Submission | None:
        """Another proposal on the field that was sent before this one, if any waits."""
        return next((one.submission for one in self.rivals if one.was_first), None)

    @property
    def rivals_told(self) -> list[tuple[Submission, str]]:
        """Who else proposes what here; "" where no line of words can tell the value."""
        in_words = self.form not in ("rows", "files")
        return [(one.submission, self.shown(one.value) if in_words else "") for one in self.rivals]

    @property
    def decided_before(self) -> list[Former]:
        """What was decided on the field before its author sent it anew, oldest first."""
        return [
            Former(
                self.shown(one["from"]),
                self.shown(one["to"]),
                one["verdict"] == Verdict.ACCEPTED,
                one["reason"],
                dates.day_of(datetime.datetime.fromisoformat(one["on"])),
                one["by"],
            )
            for one in self.former
        ]

    @property
    def goes_with_all(self) -> bool:
        """Whether one press may accept it with the others: what the country objects to, and what
        another proposal wants otherwise, is looked at by itself."""
        is_plain = not self.is_objected and not self.rivals
        return self.decision is None and self.until is None and is_plain

    @property
    def seen(self) -> str:
        return json.dumps(self.live)

    @property
    def template(self) -> str:
        """The way of comparing that fits the change."""
        if self.unsaid:
            return "desk/diff/whole.html"
        return f"desk/diff/{'still' if self.is_confirmation else self.form}.html"

    @property
    def form(self) -> str:
        """Of which form the value is; the ways of comparing are named for it."""
        kind = self.field.kind
        if isinstance(kind, FileRows):
            return "files"
        if isinstance(kind, Rows):
            return "rows"
        if isinstance(kind, (Keys, Words)):
            return "items"
        if self.field.is_number and not isinstance(kind, Degrees):
            return "figure"
        return "words" if isinstance(kind, Text) else "whole"

    def shown(self, value: Json) -> str:
        if value == self.field.kind.empty:
            return ""
        if isinstance(value, list) and self.form == "items":
            return listed(self._items(value))
        if self.names and isinstance(value, str):
            return self.names.get(value, value)
        told = self.field.kind.show(value)
        return f"{told} {self.field.unit}" if self.field.unit else told

    def _items(self, value: list[str]) -> list[str]:
        """The items of a list, each in words."""
        if self.names:
            return [self.names.get(key, key) for key in value]
        return [self.field.kind.show([item]) for item in value]

    @property
    def unsaid(self) -> str:
        """That there is to be no figure, and why; "" for any other change."""
        for piece in self.pieces:
            if piece["state"] in UNSAID:
                return unsaid_words(piece["state"], piece["note"])
        return ""

    @property
    def changed_files(self) -> list[files.Shown]:
        """What the proposal does to the photos or documents of the field."""
        return files.shown_change(self.field.kind, self.before, self.proposed)

    @property
    def live_files(self) -> list[files.Shown]:
        return files.shown_change(self.field.kind, self.live, self.live)

    @property
    def live_shown(self) -> str:
        return self.shown(self.live)

    @property
    def before_shown(self) -> str:
        return self.shown(self.before)

    @property
    def start_shown(self) -> str:
        return self.shown(self.start)

    @property
    def proposed_shown(self) -> str:
        return self.shown(self.proposed)

    @property
    def diff(self) -> list[Worded]:
        return words(self.before_shown, self.shown(self.proposed))

    @property
    def figure(self) -> FigureDiff:
        return figure_diff(self.before, self.proposed)

    @property
    def items(self) -> list[Item]:
        return item_diff(self._items(self.before), self._items(self.proposed))

    @property
    def rows(self) -> list[RowDiff]:
        """The rows of a table that differ."""
        return [row for row in self._rows if row.act != "same"]

    @property
    def rows_kept(self) -> int:
        return len(self._rows) - len(self.rows)

    @property
    def _rows(self) -> list[RowDiff]:
        assert isinstance(self.field.kind, Rows)  # noqa: S101  asked of tables alone
        return row_diff(self.field.kind, self.before, self.proposed)

    @property
    def live_rows(self) -> list[RowDiff]:
        """The rows that stand, for the column of what is live."""
        kind = self.field.kind
        return row_diff(kind, self.live, self.live) if isinstance(kind, Rows) else []

    @property
    def before_rows(self) -> list[RowDiff]:
        return self.start_rows if self.is_past else self.live_rows

    @property
    def start_rows(self) -> list[RowDiff]:
        kind = self.field.kind
        return row_diff(kind, self.start, self.start) if isinstance(kind, Rows) else []

    @property
    def language(self) -> str:
        return self.field.language or "en"

    @property
    def can_be_worded(self) -> bool:
        """A line or a paragraph can be accepted in the moderator's own wording."""
        return isinstance(self.field.kind, Text) and bool(self.proposed)


def unsaid_words(state: str, reason: str) -> str:
    """Why there is no figure, as a page tells it."""
    told = _("%(state)s: %(reason)s")
    return told % {"state": State(state).label, "reason": reason}
