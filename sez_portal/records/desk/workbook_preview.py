"""What a workbook that came back would change, as its sender looks through it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sez_portal.accounts.models import User
from sez_portal.common.access import rule_of
from sez_portal.records import policy
from sez_portal.records.choices import UNSAID, Finding, Origin
from sez_portal.records.desk.field_change import FieldChange, unsaid_words
from sez_portal.records.desk.figures import proposed_words
from sez_portal.records.field_types.basic import Json
from sez_portal.records.linked_names import Names, names_of, target_of
from sez_portal.records.models import SentWorkbook, Submission
from sez_portal.records.record import Record, get
from sez_portal.records.services.apply import origin_of, side_of, waits_for_other_side
from sez_portal.records.workbooks.sending import named, needs_a_choice
from sez_portal.records.workbooks.told import Fault, Judged, RowAnswer

FAULTS_SHOWN = 200


@dataclass
class PreviewChange:
    """A change in the preview: its comparison, its cell, and what has to be chosen."""

    name: str
    change: FieldChange
    address: str
    is_clash: bool
    finding: str
    waits: str  # what its sender proposed before, and this takes the place of
    is_at_once: bool  # a proposal, and yet on the page before anybody decides


@dataclass
class PreviewBox:
    """A record in the preview."""

    title: str
    key: str
    changes: list[PreviewChange]
    still: list[tuple[str, str, str]]  # name, label, cell
    waits: list[str]  # labels of what was sent before just so
    is_new: bool = False


def preview(book: SentWorkbook, found: Judged) -> dict[str, Any]:
    record, chosen = get(book.record), book.chosen
    names = _names(record, found.answers)
    waiting = _waiting(book)
    theirs = _theirs(record, found.answers, book.author)
    boxes = [_box(record, answer, names, waiting, theirs) for answer in found.answers]
    changes = [one for box in boxes for one in box.changes]
    dated = sum(one.change.is_confirmation for one in changes)  # the figure that stands, anew
    return {
        "book": book,
        "boxes": boxes,
        "changes": len(changes) - dated,
        "still": dated + sum(len(box.still) for box in boxes),
        "seen": json.dumps(_seen(found.answers)),
        "clashes": [(b, c) for b in boxes for c in b.changes if c.is_clash],
        "findings": sum(bool(one.finding) for one in changes),
        "left_out": chosen.get("left_out", []),
        "mine": chosen.get("mine", []),
        "odd": chosen.get("odd", []),
        "note": chosen.get("note", ""),
        "new": sum(box.is_new for box in boxes),
        "doubts": len(found.doubts),
        "is_live_at_once": bool(theirs) and theirs >= _standing(found.answers),
        "is_some_at_once": any(one.is_at_once for one in changes),
    }


def _seen(answers: Iterable[RowAnswer]) -> dict[str, Json]:
    """What stands on the pages now, of all changes about which somebody has to choose."""
    return {
        named(answer.key, name): answer.live[name]
        for answer in answers
        for name in answer.changed
        if needs_a_choice(answer, name)
    }


def _theirs(record: Record, answers: Iterable[RowAnswer], by: User) -> set[str]:
    """The keys of those that are theirs to change at once, as a focal point's are: the institute
    changes nothing alone, nor does one side what two countries share."""
    rows: Any = record.model._default_manager.filter(key__in=_standing(answers))
    return {
        row.key
        for row in rows.filter(rule_of(by, record.model, "change"))
        if origin_of(by, side_of(record, row, by)) != Origin.MI
        and not waits_for_other_side(record, row, by)
    }


def _standing(answers: Iterable[RowAnswer]) -> set[str]:
    return {answer.key for answer in answers if not answer.is_new}


def _at_once(record: Record, answer: RowAnswer) -> list[str]:
    """The fields of a proposal that go live before anybody decides."""
    if answer.is_new:
        return []
    unsaid = [n for n, told in answer.pieces.items() if any(one.state in UNSAID for one in told)]
    dated = [name for name in answer.pieces if name not in answer.values]
    now, _waits = policy.split(record, answer.values, dated, answer.findings, unsaid)
    return now


def _names(record: Record, answers: Iterable[RowAnswer]) -> dict[str, Names]:
    """The names of the rows that changed values point at, by field."""
    targets = {one.key: target_of(record, one) for one in record.fields}
    pairs = [
        (target, value)
        for answer in answers
        for told in (answer.live, answer.start, answer.values)
        for name, value in told.items()
        if (target := targets[name]) is not None
    ]
    found = names_of(pairs)
    return {name: found.get(t, {}) for name, t in targets.items() if t is not None}


def _waiting(book: SentWorkbook) -> dict[tuple[str, str], str]:
    """What the sender proposed for a figure before, and nobody decided."""
    record = get(book.record)
    mine = Submission.objects.open().filter(record=record.name, author=book.author, act="")
    return {
        (sent.key, name): proposed_words(record[name], sent.proposed(name))
        for sent in mine
        for name in sent.undecided
        if name in record.by_key
    }


def _box(
    record: Record,
    answer: RowAnswer,
    names: dict[str, Names],
    waiting: dict[tuple[str, str], str],
    theirs: set[str],
) -> PreviewBox:
    at_once = [] if answer.key in theirs else _at_once(record, answer)
    changes = []
    for name in answer.changed:
        one, live, finding = record[name], answer.live[name], answer.findings.get(name, "")
        wanted = answer.values.get(name, live)
        pieces = [piece.as_json() for piece in answer.pieces.get(name, ())]
        start = answer.start[name] if name in answer.values else wanted
        change = FieldChange(one, live, start, wanted, pieces, "", None, names.get(name, {}))
        if name in answer.unsaid:
            change.live_unsaid = unsaid_words(*answer.unsaid[name])
        told = str(Finding(finding).label) if finding else ""
        changes.append(
            PreviewChange(
                named(answer.key, name),
                change,
                answer.addresses.get(name, ""),
                answer.is_clash(name),
                told,
                waiting.get((answer.key, name), ""),
                name in at_once,
            )
        )
    still = [
        (named(answer.key, name), str(record[name].label), answer.addresses[name])
        for name in answer.still
    ]
    key = answer.key.replace("!", "-")
    waits = [str(record[name].label) for name in answer.waits]
    return PreviewBox(answer.title, key, changes, still, waits, answer.is_new)


def faults_page(book: SentWorkbook, found: Judged) -> dict[str, Any]:
    sheets = book.stamp["sheets"]
    return {
        "book": book,
        "doubts": len(found.doubts),
        "faults": [(one, sheets.get(one.sheet, ""), cell_name(one)) for one in found.faults][
            :FAULTS_SHOWN
        ],
        "count": len(found.faults),
        "many_sheets": len({one.sheet for one in found.faults}) > 1,
    }


def cell_name(fault: Fault) -> str:
    """The name of the input that corrects a cell."""
    return f"{fault.sheet}!{fault.row}!{fault.column}"
