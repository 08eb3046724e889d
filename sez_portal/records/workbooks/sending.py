"""A workbook that came back: taken in, judged anew whenever it is looked at, sent as a whole."""

import datetime
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sez_portal.accounts.models import User
from sez_portal.accounts.roles import speaker_of
from sez_portal.common import background
from sez_portal.common.access import may
from sez_portal.records.models import DataVersion, SentWorkbook, Submission, WorkbookState
from sez_portal.records.models.workbook import KEPT_DAYS, MOST_KEPT
from sez_portal.records.record import Record, get
from sez_portal.records.services.apply import side_of
from sez_portal.records.services.confirm import confirm, fields_waiting
from sez_portal.records.services.edit import edit
from sez_portal.records.services.propose import Unchanged, propose_all
from sez_portal.records.services.statement import FormAnswer
from sez_portal.records.workbooks.answers import judged
from sez_portal.records.workbooks.foreign import How, read_list
from sez_portal.records.workbooks.layout import LIST, Stamp
from sez_portal.records.workbooks.newcomers import newcomers_of
from sez_portal.records.workbooks.plan import Plan
from sez_portal.records.workbooks.reading import SheetRow, read_workbook
from sez_portal.records.workbooks.told import Judged, RowAnswer


@dataclass(frozen=True)
class Choices:
    """What its sender chose on the page: names are "key field" pairs, as `named` makes them.

    `left_out` are not sent; of what others changed meanwhile `mine` takes the place of theirs;
    `odd` is sent although a check found something.
    """

    left_out: Collection[str] = ()
    mine: Collection[str] = ()
    odd: Collection[str] = ()
    note: str = ""
    seen: Mapping[str, Any] = field(default_factory=dict)  # what was live, where it was a clash


def named(key: str, name: str) -> str:
    return f"{key} {name}"


def take_in(*, name: str, data: bytes, by: User, record: str = "") -> SentWorkbook:
    """Keep the file and begin to read it; the oldest ones of its sender are forgotten.

    A list that was not made here comes with the `record` that its rows are.
    """
    forget_old(by)
    book = SentWorkbook.objects.create(author=by, name=name[:200], file=data, record=record)
    background.start(_read, book.pk)
    return SentWorkbook.objects.get(pk=book.pk)


def forget_old(by: User) -> None:
    """Forget what was kept long enough, and more than anybody needs. What was sent is history."""
    mine = SentWorkbook.objects.filter(author=by)
    since = timezone.now() - datetime.timedelta(days=KEPT_DAYS)
    mine.filter(created_at__lt=since).delete()
    keep = mine.order_by("-pk").values_list("pk", flat=True)[: MOST_KEPT - 1]
    mine.exclude(pk__in=list(keep)).exclude(state=WorkbookState.SENDING).delete()


def _read(pk: int) -> None:
    book = SentWorkbook.objects.get(pk=pk)
    with translation.override(book.author.language):
        try:
            if book.record:
                _read_list(book, How())
            else:
                _read_workbook(book)
        except ValidationError as error:
            book.refusal = " ".join(error.messages)
    book.state = WorkbookState.LOOKED_THROUGH
    book.save()


def _read_workbook(book: SentWorkbook) -> None:
    stamp, rows = read_workbook(bytes(book.file))
    book.record, book.stamp = stamp.record, vars(stamp)
    book.rows = [[row.sheet, row.number, row.cells] for row in rows]


def _read_list(book: SentWorkbook, how: How) -> None:
    """The rows of a list; what its columns mean is asked on the page."""
    found = read_list(bytes(book.file), how)
    sheets = {LIST: found.how.sheet}
    version = book.stamp.get("version") or DataVersion.current()
    language = book.stamp.get("language") or book.author.language
    book.stamp = vars(Stamp(book.record, version, language, sheets))
    book.rows = [[row.sheet, row.number, row.cells] for row in found.rows]
    book.plan = {"head": found.head, "how": vars(found.how), "sheets": found.sheets}
    book.put_right = {}


def plan_columns(book: SentWorkbook) -> dict[str, Any]:
    """What its sender said of a list of the same record with the same headings before."""
    mine = SentWorkbook.objects.filter(author=book.author, record=book.record).exclude(pk=book.pk)
    for plan in mine.order_by("-pk").values_list("plan", flat=True):
        if plan.get("head") == book.plan["head"] and "columns" in plan:
            return dict(plan)
    return {}


def read_again(book: SentWorkbook, how: How) -> None:
    """Read a list in another way. Raises ValidationError where that cannot be."""
    _read_list(book, how)
    book.save()


def rows_of(book: SentWorkbook) -> list[SheetRow]:
    """Its lines, with the cells that were corrected on the page."""
    rows = [SheetRow(*told) for told in book.rows]
    if not book.put_right:
        return rows
    place = {(row.sheet, row.number): at for at, row in enumerate(rows)}
    for name, text in book.put_right.items():
        sheet, number, column = name.split("!")
        at = place.get((sheet, int(number)))
        if at is not None:
            cells = {**rows[at].cells, column: text}
            rows[at] = replace(rows[at], cells={c: told for c, told in cells.items() if told})
    return [row for row in rows if row.says_something]


def judge(book: SentWorkbook) -> Judged:
    """What it says as things stand now, in the language it was written in."""
    stamp = Stamp(**book.stamp)
    with translation.override(stamp.language):
        plan = Plan.of(book.plan)
        return judged(get(book.record), stamp, rows_of(book), book.author, plan)


def decide(book: SentWorkbook, decided: Mapping[str, str]) -> None:
    """Keep which records its rows are."""
    book.plan = {**book.plan, "decided": {**book.plan.get("decided", {}), **decided}}
    book.save()


def put_right(book: SentWorkbook, cells: Mapping[str, str]) -> None:
    """Keep the cells that were corrected on the page."""
    book.put_right = {**book.put_right, **cells}
    book.save()


def send(book: SentWorkbook, chosen: Choices) -> SentWorkbook:
    """Begin to send what was chosen; a second press finds it sent already."""
    told = {**vars(chosen), **{n: list(getattr(chosen, n)) for n in ("left_out", "mine", "odd")}}
    begun = SentWorkbook.objects.filter(pk=book.pk, state=WorkbookState.LOOKED_THROUGH).update(
        state=WorkbookState.SENDING, chosen=told, refusal="", touched_at=timezone.now()
    )
    if begun:
        background.start(_send, book.pk)
    book.refresh_from_db()
    return book


def begin_again(book: SentWorkbook) -> None:
    """Of one whose work was ended with its process: nothing was sent, so look through it again."""
    book.state = WorkbookState.LOOKED_THROUGH
    book.refusal = _("It was interrupted, and nothing of it was sent. Send it again.")
    book.save()


def _send(pk: int) -> None:
    """All of it in one transaction, or nothing and a sentence why."""
    book = SentWorkbook.objects.select_related("author").get(pk=pk)
    with translation.override(book.author.language):
        try:
            with transaction.atomic():
                made, left = _send_all(book, Choices(**book.chosen))
                if not SentWorkbook.objects.filter(pk=pk, state=WorkbookState.SENDING).exists():
                    raise _Refused(_("It was taken up anew meanwhile. Send it again."))
                book.submissions = list(dict.fromkeys(one.pk for one, _names in made))
                brought = {str(one.pk): names for one, names in made}
                book.chosen = {**book.chosen, "sent": brought, "not_sent": left}
                book.state = WorkbookState.SENT
                book.save()
        except _Refused as refused:
            book.state, book.submissions = WorkbookState.LOOKED_THROUGH, []
            book.refusal = str(refused)
            book.save()


class _Refused(Exception):
    """Why nothing was sent, in a sentence."""


Made = list[tuple[Submission, list[str]]]  # what came of it, and the fields that it brought


def _send_all(book: SentWorkbook, chosen: Choices) -> tuple[Made, list[list[str]]]:
    """What came of it, and what was not sent: pairs of a record's key and a field."""
    record, found = get(book.record), judge(book)
    if found.faults:
        raise _Refused(_("Some cells need a change first."))
    if found.open_doubts:
        raise _Refused(_("Say first of some rows which record they are."))
    made: Made = []
    left: list[list[str]] = []
    for answer in found.answers:
        if answer.is_new:
            sent = _send_new(record, answer, chosen, book)
            is_out = [n for n in answer.values if not (sent and is_sent(answer, n, chosen))]
            made, left = [*made, *sent], [*left, *([answer.title, name] for name in is_out)]
            continue
        made += _send_one(record, answer, chosen, book)
        left += [[answer.key, name] for name in answer.changed if not is_sent(answer, name, chosen)]
        confirmed = {name for one, names in made if one.key == answer.key for name in names}
        left += [[answer.key, name] for name in answer.still if name not in confirmed]
    if not made:
        raise _Refused(_("Nothing was changed, so nothing was sent and nothing was refreshed."))
    return made, left


def _send_one(record: Record, answer: RowAnswer, chosen: Choices, book: SentWorkbook) -> Made:
    by = book.author
    obj = record.model.objects.get(key=answer.key)
    names = [name for name in answer.changed if is_sent(answer, name, chosen)]
    if any(was_not_shown(answer, name, chosen) for name in answer.changed):
        told = _("%(title)s was changed a moment ago. Look through it again.")
        raise _Refused(told % {"title": answer.title})
    still = set(answer.still) - fields_waiting(record, answer.key)
    still = {name for name in still if named(answer.key, name) not in chosen.left_out}
    made: Made = []
    try:
        if names and (sent := _change(record, obj, answer, names, chosen.note, book)):
            made.append((sent, names))
    except Unchanged:
        pass
    except (ValidationError, PermissionDenied) as error:
        raise _refused(answer, error) from error
    with suppress(ValidationError):  # confirmed today already
        if still:
            done = confirm(record=record, key=answer.key, names=sorted(still), by=by)
            made.append((done, done.fields))
    return made


def _send_new(record: Record, answer: RowAnswer, chosen: Choices, book: SentWorkbook) -> Made:
    """The proposal of a new row; none where a field without which nobody could accept it is left
    out: then all of it is."""
    rules = newcomers_of(record.name)
    names = [name for name in answer.values if is_sent(answer, name, chosen)]
    values = {name: answer.values[name] for name in names}
    if rules is None or rules.lacks(values):
        return []
    values = rules.said(values)
    pieces = {name: told for name, told in answer.pieces.items() if name in names}
    said = FormAnswer(values, pieces, chosen.note, 0, answer.typed)
    key = rules.free_key(values)
    try:
        sent = propose_all(record=record, key=key, by=book.author, answers=[said])
    except (ValidationError, PermissionDenied) as error:
        raise _refused(answer, error) from error
    return [(sent, names)]


def _refused(answer: RowAnswer, error: ValidationError | PermissionDenied) -> _Refused:
    """Why a record of the file cannot be, and with it the whole file."""
    why = " ".join(getattr(error, "messages", [])) or _("It is not yours to change.")
    return _Refused(_("%(title)s: %(why)s Nothing was sent.") % {"title": answer.title, "why": why})


def was_not_shown(answer: RowAnswer, name: str, chosen: Choices) -> bool:
    """Whether somebody has to choose about the change, and what stood there was not shown."""
    one = named(answer.key, name)
    if one in chosen.left_out or not needs_a_choice(answer, name):
        return False
    return one not in chosen.seen or chosen.seen[one] != answer.live[name]


def needs_a_choice(answer: RowAnswer, name: str) -> bool:
    """Whether others changed the figure meanwhile, or a check found something."""
    return answer.is_clash(name) or name in answer.findings


def is_sent(answer: RowAnswer, name: str, chosen: Choices) -> bool:
    """Whether a change is to be sent: not left out, and chosen where somebody has to choose."""
    one = named(answer.key, name)
    if one in chosen.left_out:
        return False
    if answer.is_clash(name) and one not in chosen.mine:
        return False
    return name not in answer.findings or one in chosen.odd


def _change(
    record: Record,
    obj: Any,
    answer: RowAnswer,
    names: Collection[str],
    note: str,
    book: SentWorkbook,
) -> Submission | None:
    """Live at once where it is theirs to change, else a proposal."""
    by = book.author
    values = {name: answer.values[name] for name in names if name in answer.values}
    pieces = {name: answer.pieces[name] for name in names if name in answer.pieces}
    if may(by, "change", obj):
        office = speaker_of(by, country=side_of(record, obj, by), key=record.kept_key(obj.key))
        return edit(
            record=record,
            key=answer.key,
            values=values,
            evidence=pieces,
            by=by,
            office=office.office,
            note=note,
        )
    wanted = {*names}
    typed = {n: v for n, v in answer.typed.items() if n.partition("__")[0] in wanted}
    said = FormAnswer(values, pieces, note, 0, typed)
    return propose_all(record=record, key=answer.key, by=by, answers=_by_basis(said, answer))


def _by_basis(said: FormAnswer, answer: RowAnswer) -> list[FormAnswer]:
    """In two parts: what is compared with the page of the download, so that whoever decides sees
    what others changed since, and what others changed and the file has as it was: with today's."""
    back = {name for name in said.values if said.values[name] == answer.start.get(name)}
    parts = []
    for names, version in (
        ((said.values.keys() | said.evidence.keys()) - back, answer.version),
        (
            back,
            0,
        ),
    ):
        if names:
            values = {name: said.values[name] for name in names if name in said.values}
            pieces = {name: said.evidence[name] for name in names if name in said.evidence}
            typed = {n: v for n, v in said.typed.items() if n.partition("__")[0] in names}
            parts.append(FormAnswer(values, pieces, said.note, version, typed))
    return parts
