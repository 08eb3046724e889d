"""An official edits a record by section: saved in their basket, or sent as a proposal."""

from collections.abc import Collection
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sez_portal.accounts.models import User
from sez_portal.accounts.roles import speaker_of
from sez_portal.common.numbers import counter
from sez_portal.records.choices import Verdict
from sez_portal.records.desk.questions import ask_in
from sez_portal.records.desk.refusals import shown_again, tell_refusal
from sez_portal.records.desk.shared import record_of, row_for, signed_in, user_of
from sez_portal.records.evidence.facts import evidence_of
from sez_portal.records.field_types.basic import Json
from sez_portal.records.form_evidence import preset_years
from sez_portal.records.forms import (
    RecordForm,
    as_opened,
    country_of,
    retyped,
    typed_of,
)
from sez_portal.records.models import DataVersion, Draft, Submission
from sez_portal.records.present import present
from sez_portal.records.record import Field, Record, get
from sez_portal.records.sections import fields_of, sections
from sez_portal.records.services import basket
from sez_portal.records.services.apply import side_of, title_of, waits_for_other_side
from sez_portal.records.services.propose import open_submission, propose_all, would_be
from sez_portal.records.services.retyping import OPENED, paper_of
from sez_portal.records.services.statement import FormAnswer, SentElsewhere


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, name: str, key: str, section: str = "") -> HttpResponse:
    """One section of a record as a form: saved it stays in the basket, sent it is a proposal."""
    record = record_of(name)
    obj = row_for(request, record, key, "propose")
    all_sections = sections(record)
    section = section or next(iter(all_sections))
    if section not in all_sections:
        raise Http404
    user = user_of(request)
    drafts = basket.drafts_of(record, key, user)
    mine, draft = open_submission(record, key, user), drafts.get(section)
    if request.method == "POST" and request.POST.get("do") == "remove":
        basket.throw_away(record, key, section, user)
        messages.success(request, _("Removed. The form shows what stands there now."))
        return redirect("propose-section", name, key, section)
    form = form_for(request, record, obj, fields_of(record, section), mine, draft)
    if request.method == "POST" and (done := _act(request, form, record, obj, section)):
        return done
    if request.method != "POST":
        _look_over(request, form, record, obj, draft)
    question = ask_in(form, mine)
    context = {
        "record": record,
        "title": title_of(obj),
        "key": key,
        "sections": all_sections,
        "section": section,
        "form": form,
        "mine": mine,
        "drafts": drafts,
        "draft": draft,
        "window": draft.revision if draft else 0,
        "question": question,
        "declined": declined_of(record, draft),
        "at_once": [one for one in form.record_fields if one.low_risk],
        "waits_for_other_side": waits_for_other_side(record, obj, user),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "desk/edit.html", context, status=status)


def _look_over(
    request: HttpRequest, form: RecordForm, record: Record, obj: Any, draft: Draft | None
) -> None:
    """Say at its fields what a saved form lacks, and why it was not taken a moment ago."""
    if draft and form.is_valid():
        form.look_twice(obj.key, record.read(obj))
    tell_refusal(request, form)


def declined_of(record: Record, draft: Draft | None) -> list[tuple[str, str]]:
    """Of what came back into this draft: each declined field that is still in it, and why."""
    if draft is None or draft.came_back is None:
        return []
    return [
        (str(record[name].label), told["reason"])
        for name, told in draft.came_back.decisions.items()
        if told["verdict"] == Verdict.DECLINED
        and name in record.by_key
        and basket.holds(draft, record[name])
    ]


def _act(
    request: HttpRequest, form: RecordForm, record: Record, obj: Any, section: str
) -> HttpResponse | None:
    """Save or send what was typed; what is refused is saved too, and shown on the page of the form.

    None where nothing of it was kept: another window saved the section.
    """
    act, user = request.POST.get("do", "send"), user_of(request)
    revision = _revision(request)
    is_untouched = form.says_nothing()
    if act == "send" and form.is_valid() and not form.look_twice(obj.key, record.read(obj)):
        if sent := send(request, form, record, obj.key, user):
            _forget(record, obj.key, section, user, revision)
            return redirect(sent)
    if is_untouched:
        _forget(record, obj.key, section, user, revision)
        for error in form.non_field_errors():
            messages.warning(request, error)
        return redirect(*_after("save" if act == "send" else act, record, obj.key, section))
    try:
        basket.save(
            record=record,
            key=obj.key,
            section=section,
            by=user,
            typed=typed_by(request, form),
            revision=revision,
        )
    except basket.SavedElsewhere as error:
        form.add_error(None, error)
        return None
    if act == "send":
        return shown_again(request, form)
    messages.success(request, _("Saved in your basket. Nobody else sees it."))
    at_fault = {name.partition("__")[0] for name in form.errors}
    if labels := [str(one.label) for one in form.record_fields if one.key in at_fault]:
        told = _("To be put right before it is sent: %(fields)s.")
        messages.warning(request, told % {"fields": get_text_list(labels, _("and"))})
    return redirect(*_after(act, record, obj.key, section))


def _forget(record: Record, key: str, section: str, user: User, revision: int | None) -> None:
    """Throw the draft of the section away, unless another window saved it since."""
    draft = basket.drafts_of(record, key, user).get(section)
    if draft and revision in (None, draft.revision):
        draft.delete()


def _revision(request: HttpRequest) -> int | None:
    """The revision of the draft that the form knew of."""
    return counter(request.POST["window"]) if "window" in request.POST else None


def _after(act: str, record: Record, key: str, section: str) -> tuple[str, ...]:
    """Where one goes on after saving: the next section, the whole basket, or the same form."""
    if act == "through":
        return ("basket", record.name, key)
    names = list(sections(record))
    place = names.index(section) + (act == "next")
    return ("propose-section", record.name, key, names[place % len(names)])


def typed_by(request: HttpRequest, form: RecordForm) -> basket.Typed:
    """All that the form holds, to be kept; a paper that came with it is stored."""
    return basket.Typed(
        typed_of(request.POST) | {OPENED: [form.data.get(OPENED, "")]},
        request.POST.get("note", ""),
        counter(request.POST.get("based_on", "")),
        form.paper,
    )


def form_for(
    request: HttpRequest,
    record: Record,
    obj: Any,
    fields: list[Field],
    mine: Submission | None,
    draft: Draft | None = None,
    by: User | None = None,
) -> RecordForm:
    """What was typed now, else what the draft holds, else what was sent, else what is live."""
    by = by or user_of(request)
    if request.method == "POST":
        drops = "remove_paper" in request.POST
        paper = ("", "") if drops else _paper(draft, mine, fields)
        data, files = request.POST, request.FILES
        form = section_form(record, obj, fields, mine, by, data, files=files, kept_paper=paper)
        form.drops_paper = mine.undecided if drops and mine else ()
        form.waiting_paper = ("", "") if draft else paper
        return form
    return saved_form(record, obj, fields, mine, by, draft)


def saved_form(
    record: Record,
    obj: Any,
    fields: list[Field],
    mine: Submission | None,
    by: User,
    draft: Draft | None,
) -> RecordForm:
    """The form as its draft, or else the author's own proposal, was typed."""
    keys, data = [field.key for field in fields], None
    if draft:
        data = retyped(draft.typed, note=draft.note, based_on=draft.based_on)
    elif mine and (typed := _undecided(mine, fields)):
        based_on = mine.based_on or DataVersion.current()
        data = retyped(typed, note=mine.reason_for(keys), based_on=based_on)
        data[OPENED] = as_opened(_waiting(record, obj, mine, keys))
    if data is not None:
        preset_years(data, fields)
    paper = _paper(draft, mine, fields)
    return section_form(record, obj, fields, mine, by, data, kept_paper=paper)


def _undecided(mine: Submission, fields: list[Field]) -> dict[str, Any]:
    """What was typed for the fields that still wait: what was declined is not sent again."""
    waiting = [field for field in fields if field.key in mine.undecided]
    return basket.typed_for(mine.typed, waiting) if waiting else {}


def _paper(draft: Draft | None, mine: Submission | None, fields: list[Field]) -> tuple[str, str]:
    """The paper that is kept with the form: of its draft, else of what its author sent and nobody
    decided, which goes on to be the source when the figures are put right."""
    if draft is not None:
        return draft.paper, draft.paper_title
    if mine is None:
        return "", ""
    return paper_of(mine, [field for field in fields if field.key in mine.undecided])


def section_form(
    record: Record,
    obj: Any,
    fields: list[Field],
    mine: Submission | None,
    by: User,
    data: Any,
    **more: Any,
) -> RecordForm:
    """The form of these fields; it opens with what is live, or waits as this author sent it."""
    keys = [field.key for field in fields]
    found = evidence_of(record, [obj.key], keys, sources=True)
    live, wanted = record.read(obj, keys), _wanted(record, obj, mine, keys)
    waiting = _waiting(record, obj, mine, keys)
    dated = {  # a figure that waits is not the one of that date
        name: pieces[0].speaks_of for (_key, name), pieces in found.items() if name not in wanted
    }
    form = RecordForm(
        data,
        takes_paper=True,
        record=record,
        fields=fields,
        values=live | wanted | {"based_on": DataVersion.current(), OPENED: as_opened(waiting)},
        dated=dated,
        country=country_of(record, obj),
        **more,
    )
    form.now = present(record, obj, live, found, by)
    return form


def _wanted(record: Record, obj: Any, mine: Submission | None, keys: list[str]) -> dict[str, Json]:
    """What this author sent for these fields and nobody decided: the form goes on from there."""
    if mine is None:
        return {}
    wanted, undecided = would_be(record, mine, obj), set(mine.undecided)
    return {name: value for name, value in wanted.items() if name in undecided and name in keys}


def _waiting(record: Record, obj: Any, mine: Submission | None, keys: list[str]) -> dict[str, Json]:
    """What the form opens with of all that waits of its author: also what was only said of it."""
    typed = mine.typed if mine else {}
    said = [name for name in keys if mine and name in mine.undecided]
    said = [name for name in said if any(typed.get(f"{name}__state", ()))]
    return record.read(obj, said) | _wanted(record, obj, mine, keys)


def send(
    request: HttpRequest,
    form: RecordForm,
    record: Record,
    key: str,
    user: User,
    values: dict[str, Any] | None = None,
) -> Submission | None:
    """Send what the form says; None when it was refused, which the form then tells."""
    values = form.values if values is None else values
    obj = record.model._default_manager.filter(key=key).first()
    country = side_of(record, obj, user) if obj else values.get("country") or ""
    try:
        answer = answer_of(form, record, key, user, country, values, typed_of(request.POST))
        sent = propose_all(record=record, key=key, by=user, answers=[answer])
    except ValidationError as error:
        if isinstance(error, SentElsewhere):
            form.opens_with(error.waiting)
        form.take_errors(error)
        return None
    tell_sent(request, sent, {*form.changed_data, *answer.evidence})
    return sent


def answer_of(
    form: RecordForm,
    record: Record,
    key: str,
    user: User,
    country: str,
    values: dict[str, Json],
    typed: dict[str, Any],
) -> FormAnswer:
    """What the form says in the name of this person's office."""
    speaker = speaker_of(user, country=country, key=record.kept_key(key))
    return FormAnswer(
        values,
        form.evidence(speaker.office, confirms=speaker.confirms),
        form.cleaned_data["note"],
        form.cleaned_data["based_on"] or 0,
        form.with_sources(typed),
        form.cleaned_data["opened"],
    )


def tell_sent(request: HttpRequest, sent: Submission, names: Collection[str]) -> None:
    """Say what became of the fields that were sent just now: on the page at once, or waiting."""
    record, told = get(sent.record), (set(names) & set(sent.fields)) - set(sent.taken_out)
    if sent.taken_out:
        labels = [str(record[name].label) for name in sent.taken_out]
        words = _("Taken out of what waits: %(fields)s.")
        messages.success(request, words % {"fields": get_text_list(labels, _("and"))})
        if not told:
            return
    live = [one for one in record.fields if one.key in told and one.key not in sent.undecided]
    if not live:
        messages.success(request, _("Sent. You get a mail when it is decided."))
    elif len(live) == len(told):
        messages.success(request, _("It is on the page now."))
    else:
        fields = get_text_list([str(one.label) for one in live], _("and"))
        words = _("On the page now: %(fields)s. You get a mail when the rest is decided.")
        messages.success(request, words % {"fields": fields})
