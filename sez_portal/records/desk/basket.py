"""The basket of an official: what they saved of a record, looked through once more and sent."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from sez_portal.accounts.models import User
from sez_portal.common.unsent_forms import comes_back
from sez_portal.records import files, policy
from sez_portal.records.choices import UNSAID, State
from sez_portal.records.desk.propose import answer_of, saved_form, tell_sent
from sez_portal.records.desk.shared import hidden, record_of, row_for, signed_in, user_of
from sez_portal.records.field_types.basic import Json
from sez_portal.records.field_types.files import FileRows
from sez_portal.records.forms import RecordForm
from sez_portal.records.models import DataVersion, Draft, Submission
from sez_portal.records.past import values_at
from sez_portal.records.record import Field, Record
from sez_portal.records.sections import fields_of, sections
from sez_portal.records.services import basket as baskets
from sez_portal.records.services.apply import side_of, title_of
from sez_portal.records.services.propose import open_submission, propose_all
from sez_portal.records.services.statement import FormAnswer, SentElsewhere

NOTHING_SAID = ("", State.UNKNOWN)  # about a figure that stays
TICKS = "send"  # the boxes of what is to be sent


@dataclass(frozen=True)
class Line:
    """One change that is ready to be sent: what stands there, what is to, and what it rests on."""

    field: Field
    before: str
    after: str
    unsaid: str
    year: str
    source: str
    is_confirmation: bool
    is_at_once: bool
    is_taken_out: bool = False  # it waits, and is put back to what stands


@dataclass
class Section:
    """One saved section: what can be sent, and what has to be put right first."""

    name: str
    label: str
    draft: Draft
    form: RecordForm | None
    lines: list[Line] = field(default_factory=list)
    faults: list[tuple[str, str]] = field(default_factory=list)  # label, sentence

    @property
    def paper(self) -> str:
        """The address of the paper that is kept with it, "" without one."""
        return default_storage.url(self.draft.paper) if self.draft.paper else ""

    @property
    def at_once(self) -> list[Line]:
        return [line for line in self.lines if line.is_at_once]

    @property
    def waits(self) -> list[Line]:
        return [line for line in self.lines if not line.is_at_once]


def _as_ticked(request: HttpRequest) -> str:
    """The page of the basket with the ticks that were sent."""
    return f"{request.path}?{urlencode({TICKS: request.POST.getlist(TICKS) or ['']}, doseq=True)}"


@comes_back(_as_ticked)
@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def basket(request: HttpRequest, name: str, key: str) -> HttpResponse:
    """All that somebody saved of one record; what is ticked is sent as one proposal."""
    record = record_of(name)
    obj = row_for(request, record, key, "propose")
    user = user_of(request)
    mine = open_submission(record, key, user)
    drafts = baskets.drafts_of(record, key, user)
    labels = sections(record)
    saved = [
        _opened(record, obj, mine, user, drafts[section], label)
        for section, label in labels.items()
        if section in drafts
    ]
    if request.method == "POST":
        try:
            sent = _send(request, record, obj, saved)
            tell_sent(request, sent, request.POST.getlist(TICKS))
            return redirect(sent)
        except ValidationError as refused:
            if isinstance(refused, SentElsewhere):
                baskets.opens_with(drafts.values(), refused.waiting)
            for told in refused.messages:
                messages.error(request, told)
            return redirect(_as_ticked(request))
    context = {
        "record": record,
        "key": key,
        "title": title_of(obj),
        "saved": saved,
        "lists": _files(record, obj, drafts.get(baskets.FILES)),
        "ready": sum(len(section.lines) for section in saved),
        "mine": mine,
        "ticked": request.GET.getlist(TICKS) if TICKS in request.GET else None,
    }
    return render(request, "desk/basket.html", context)


def _files(record: Record, obj: Any, draft: Draft | None) -> list[tuple[str, list[files.Shown]]]:
    """The photos and documents that are kept to be sent, by the list that they are of."""
    kept = [record[name] for name in draft.typed if name in record.by_key] if draft else []
    live = record.read(obj, [one.key for one in kept])
    return [
        (str(one.label), files.shown_change(one.kind, live[one.key], _with_files(one, draft)))
        for one in kept
        if draft
    ]


def _with_files(field: Field, draft: Draft) -> Json:
    """The kept rows of which the file was taken; one without a caption is called so."""
    kind = field.kind
    if not isinstance(kind, FileRows):
        return []
    rows = [row for row in draft.typed[field.key] if row[kind.of_file]]
    return [row | {kind.of_title: row[kind.of_title] or _("Not named yet")} for row in rows]


def _opened(
    record: Record, obj: Any, mine: Submission | None, by: User, draft: Draft, label: str
) -> Section:
    """The section with what can be sent of it: a field that is at fault stays in the basket."""
    fields = fields_of(record, draft.section)
    form = saved_form(record, obj, fields, mine, by, draft)
    section = Section(draft.section, label, draft, form)
    if not form.is_valid() or form.look_twice(obj.key, record.read(obj)):
        section.faults = _faults(form)
        at_fault = {name.partition("__")[0] for name in form.errors}
        sound = [one for one in fields if one.key not in at_fault]
        draft_of_sound = Draft(typed=baskets.typed_for(draft.typed, sound), note=draft.note)
        draft_of_sound.based_on, draft_of_sound.paper = draft.based_on, draft.paper
        form = saved_form(record, obj, sound, mine, by, draft_of_sound)
        section.form = form if form.is_valid() else None
    section.lines = list(_lines(record, obj, section.form)) if section.form else []
    return section


def _faults(form: RecordForm) -> list[tuple[str, str]]:
    labels = {one.key: str(one.label) for one in form.record_fields}
    return [
        (labels.get(name.partition("__")[0], ""), " ".join(errors))
        for name, errors in form.errors.items()
    ]


def _lines(record: Record, obj: Any, form: RecordForm) -> Iterable[Line]:
    """A line for each figure or text that sending would change or confirm; not for what waits
    already just so."""
    keys = [one.key for one in form.record_fields]
    live, values, evidence = record.read(obj, keys), form.values, form.evidence("")
    state = {key: given[0].state for key, given in evidence.items()}
    told = [key for key in keys if key not in _left_as_opened(record, obj, form)]
    changed = [key for key in told if values[key] not in (live[key], form.initial[key])]
    same = [key for key in told if values[key] == live[key]]
    out = [key for key in same if live[key] != form.initial[key] and state.get(key) not in UNSAID]
    confirmed = [key for key in same if key not in out and state.get(key, "") not in NOTHING_SAID]
    unfounded = [key for key in state if state[key] in UNSAID]
    now, _waits = policy.split(record, changed, confirmed, form.findings, unfounded)
    for one in form.record_fields:
        if one.key in {*changed, *confirmed, *out}:
            piece = evidence[one.key][0] if one.key in evidence else None
            yield Line(
                one,
                _told(one, (form.initial if one.key in out else live)[one.key]),
                _told(one, values[one.key]),
                piece.note if piece else "",
                piece.speaks_of if piece else "",
                form.source_told(one),
                one.key in confirmed,
                one.key in now,
                one.key in out,
            )


def _left_as_opened(record: Record, obj: Any, form: RecordForm) -> set[str]:
    """The fields that the form left as it opened with, and that its author sent otherwise since."""
    opened = form.cleaned_data["opened"]
    if opened is None:
        return set()
    start = values_at(record, obj.key, form.cleaned_data["based_on"] or DataVersion.current())
    base = {key: opened.get(key, start[key]) for key in form.values}
    return {key for key, told in form.values.items() if told == base[key] != form.initial[key]}


def _told(field: Field, value: Json) -> str:
    if value == field.kind.empty:
        return ""
    told = field.kind.show(value)
    return f"{told} {field.unit}" if field.unit else told


@transaction.atomic
def _send(request: HttpRequest, record: Record, obj: Any, saved: list[Section]) -> Submission:
    """One proposal of all that is ticked; the rest stays in the basket.

    Raises ValidationError when nothing is ticked, or the row would not be valid.
    """
    ticked, user = set(request.POST.getlist(TICKS)), user_of(request)
    country, answers, rest = side_of(record, obj, user), [], []
    for section in saved:
        names = [line.field.key for line in section.lines if line.field.key in ticked]
        if names and section.form:
            answers.append(_ticked(record, obj, user, country, section, names))
            rest.append((section.draft, _left(record, section, names)))
    if not answers:
        raise ValidationError(_("Tick what is to be sent. What is not ticked stays here."))
    sent = propose_all(record=record, key=obj.key, by=user, answers=answers)
    for draft, fields in rest:
        baskets.keep_the_rest(draft, fields)
    return sent


def _ticked(
    record: Record, obj: Any, user: User, country: str, section: Section, names: list[str]
) -> FormAnswer:
    form = section.form
    assert form  # noqa: S101  only what is ready has lines to tick
    values = {name: value for name, value in form.values.items() if name in names}
    typed = baskets.typed_for(section.draft.typed, [record[name] for name in names])
    answer = answer_of(form, record, obj.key, user, country, values, typed)
    evidence = {name: given for name, given in answer.evidence.items() if name in names}
    return replace(answer, evidence=evidence)


def _left(record: Record, section: Section, sent: list[str]) -> list[Field]:
    """The fields that stay: those at fault, and those not ticked."""
    ready = {line.field.key for line in section.lines}
    sound = {one.key for one in section.form.record_fields} if section.form else set()
    return [
        one
        for one in fields_of(record, section.name)
        if one.key not in sent and (one.key in ready or one.key not in sound)
    ]


@signed_in
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Put what was withdrawn or declined back into its author's basket, to be sent again."""
    sent = Submission.objects.allowed(request.user, "reopen").filter(pk=pk).first()
    if sent is None:
        raise hidden(request, "submission", pk)
    made = baskets.reopen(sent, user_of(request))
    if not made:
        messages.info(request, _("Nothing of it is left to be sent again."))
        return redirect(sent)
    return redirect(address_of(made[0]) if len(made) == 1 else basket_of(made[0]))


def address_of(draft: Draft) -> str:
    """The form of a saved section."""
    if draft.section == baskets.NEW:
        return reverse("propose-new")
    if draft.section == baskets.FILES:
        return reverse("zone-files", args=[draft.key])
    return reverse("propose-section", args=[draft.record, draft.key, draft.section])


def basket_of(draft: Draft) -> str:
    return reverse("basket", args=[draft.record, draft.key])
