"""What somebody asks to be done to a whole row: told in words, agreed to or declined."""

from typing import Any, NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from sez_portal.accounts.roles import roles_of
from sez_portal.common import dates
from sez_portal.common.access import may
from sez_portal.common.dates import spell
from sez_portal.common.lists import listed
from sez_portal.common.numbers import counter
from sez_portal.records import policy
from sez_portal.records.choices import RowAct
from sez_portal.records.desk.row_sides import Compared, along, compared
from sez_portal.records.desk.shared import hidden, signed_in, user_of
from sez_portal.records.models import Submission
from sez_portal.records.record import Record, get
from sez_portal.records.services import row_acts
from sez_portal.records.services.apply import title_of
from sez_portal.records.taken_back import undoing_of


class Line(NamedTuple):
    """One of the terms of an act, in words, with what the row says now where that is replaced."""

    label: str
    words: str
    before: str = ""


class Merge(NamedTuple):
    """Two rows that are to be made one: side by side, and what comes along with the one."""

    goes: Any
    stays: Any
    fields: list[Compared]
    along: list[str]


def act_page(request: HttpRequest, sent: Submission, status: int = 200) -> HttpResponse:
    """What was asked, by whom and why; buttons for those who may decide."""
    record = get(sent.record)
    ruling, roles = sent.decisions.get("act", {}), roles_of(request.user)
    row = record.model._default_manager.filter(key=sent.key).first()
    context = {
        "sent": sent,
        "lines": terms_in_words(record, sent, row if sent.is_waiting else None),
        "merge": _merge_of(record, sent, row) if sent.is_waiting else None,
        "row": row,
        "ruling": ruling,
        "undone": undoing_of(sent),
        "remarks": sent.remarks.all(),
        "may_decide": may(request.user, "decide", sent),
        "decides": roles.is_staff or bool(roles.countries),
        "may_withdraw": may(request.user, "withdraw", sent),
        "until": policy.silent_until(sent),
        "today": dates.today(),
        "typed": request.POST.get("reason", ""),
    }
    return render(request, "desk/row_act.html", context, status=status)


@signed_in
@require_POST
def decide_act(request: HttpRequest, pk: int) -> HttpResponse:
    """Agree, upon which it is done, or decline with a reason."""
    sent = Submission.objects.allowed(request.user, "view").filter(pk=pk).exclude(act="").first()
    if sent is None:
        raise hidden(request, "submission", pk)
    told: dict[str, Any] = {
        "submission": sent,
        "by": user_of(request),
        "turn": counter(request.POST.get("turn", ""), -1),
    }
    try:
        if request.POST.get("do") == "agree":
            row_acts.agree(**told)
            messages.success(request, _("Done, and live now. The author gets a mail."))
        elif request.POST.get("do") == "decline":
            row_acts.refuse(**told, reason=request.POST.get("reason", "")[:2000])
            messages.success(request, _("Declined. The author gets a mail with the reason."))
        else:
            raise Http404
    except ValidationError as error:
        for words in error.messages:
            messages.error(request, words)
        return act_page(request, Submission.objects.get(pk=pk), status=422)
    return redirect(sent)


def _merge_of(record: Record, sent: Submission, row: Any) -> Merge | None:
    """Both rows side by side, while they are two."""
    if sent.act != RowAct.MERGE or row is None:
        return None
    other = record.model._default_manager.filter(key=sent.typed["into"]).first()
    if other is None:
        return None
    fields = compared(record, row, other, sent.typed.get("take", ()))
    return Merge(row, other, fields, along(record, row))


def terms_in_words(record: Record, sent: Submission, row: Any = None) -> list[Line]:
    """What is to be done, field by field; with `row`, beside what it says now."""
    terms = sent.typed
    lines = _of_the_act(record, sent)
    replaced = sent.act in (RowAct.RENAME, RowAct.REPLACE)
    for name, value in {**terms.get("names", {}), **terms.get("values", {})}.items():
        if name in record.by_key:
            now = _shown(record, name, record.read(row, [name])[name]) if row and replaced else ""
            shown = _shown(record, name, value)
            lines.append(Line(str(record[name].label), shown, now if now != shown else ""))
    lines += _taken(record, sent, row)
    sources = [one["title"] for one in (terms.get("piece") or {}).get("sources", [])]
    if sources:
        lines.append(Line(_("Source"), listed(sources)))
    if terms.get("holders"):
        lines.append(Line(_("Who holds the old one"), terms["holders"]))
    return lines


def _taken(record: Record, sent: Submission, row: Any) -> list[Line]:
    """What is taken over or copied: by name, and what a new row begins with, by its value."""
    names = [name for name in sent.typed.get("take", []) if name in record.by_key]
    labels = listed(str(record[name].label) for name in names)
    lines = [Line(_("Taken over or copied"), labels)] if names else []
    if row is None or sent.act == RowAct.MERGE:  # its values stand side by side
        return lines
    values = record.read(row, names)
    told = _("Copied: %(field)s")
    return lines + [
        Line(told % {"field": record[name].label}, _shown(record, name, values[name]))
        for name in names
    ]


def _shown(record: Record, name: str, value: Any) -> str:
    field = record[name]
    return f"{field.kind.show(value)} {field.unit}".strip() if value != field.kind.empty else ""


def _of_the_act(record: Record, sent: Submission) -> list[Line]:
    terms = sent.typed
    if sent.act == RowAct.MERGE:
        other = record.model._default_manager.filter(key=terms["into"]).first()
        words = title_of(other) if other else terms["into"]
        return [Line(_("It becomes one with"), words)]
    lines = (
        [Line(pgettext("key of a record", "Key"), terms["new_key"])] if terms.get("new_key") else []
    )
    if sent.act == RowAct.REPLACE:
        lines.append(Line(_("Replaced from"), spell(terms["day"])))
    return lines
