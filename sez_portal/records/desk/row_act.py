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
from sez_portal.common.numbers import counter
from sez_portal.records import policy
from sez_portal.records.choices import RowAct
from sez_portal.records.desk.shared import hidden, signed_in, user_of
from sez_portal.records.models import Submission
from sez_portal.records.record import Record, get
from sez_portal.records.services import row_acts
from sez_portal.records.services.apply import title_of


class Line(NamedTuple):
    """One of the terms of an act, in words."""

    label: str
    words: str


def act_page(request: HttpRequest, sent: Submission, status: int = 200) -> HttpResponse:
    """What was asked, by whom and why; buttons for those who may decide."""
    record = get(sent.record)
    ruling, roles = sent.decisions.get("act", {}), roles_of(request.user)
    context = {
        "sent": sent,
        "lines": terms_in_words(record, sent),
        "row": record.model._default_manager.filter(key=sent.key).first(),
        "ruling": ruling,
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


def terms_in_words(record: Record, sent: Submission) -> list[Line]:
    """What is to be done, field by field."""
    terms = sent.typed
    lines = _of_the_act(record, sent)
    for name, value in {**terms.get("names", {}), **terms.get("values", {})}.items():
        if name in record.by_key:
            field = record[name]
            shown = f"{field.kind.show(value)} {field.unit}".strip()
            lines.append(Line(str(field.label), shown))
    taken = [str(record[name].label) for name in terms.get("take", []) if name in record.by_key]
    if taken:
        lines.append(Line(_("Taken over or copied"), ", ".join(taken)))
    sources = [one["title"] for one in (terms.get("piece") or {}).get("sources", [])]
    if sources:
        lines.append(Line(_("Source"), ", ".join(sources)))
    if terms.get("holders"):
        lines.append(Line(_("Who holds the old one"), terms["holders"]))
    return lines


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
