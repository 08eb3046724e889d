"""What is done with a proposal that waits: endorse, ask back, decide field by field.

Whoever acts names the turn they saw. When somebody was faster, nothing happens and they are told
who (`Overtaken`); when the live figure has moved since the page was opened, `Moved`.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from sez_portal.accounts.models import User
from sez_portal.accounts.roles import office_of, roles_of
from sez_portal.common import dates
from sez_portal.common.access import require
from sez_portal.common.dates import spell
from sez_portal.common.lists import listed
from sez_portal.common.locks import just_now
from sez_portal.records import notifications, policy
from sez_portal.records.choices import (
    ANSWERS,
    CAME_BACK,
    RemarkKind,
    SubmissionStatus,
    Verdict,
)
from sez_portal.records.field_types.basic import Json, Text
from sez_portal.records.models import DataVersion, Remark, Submission
from sez_portal.records.models.submission import looked_since
from sez_portal.records.record import Record, get
from sez_portal.records.services import basket, review_drafts
from sez_portal.records.services.apply import locked
from sez_portal.records.services.country_words import Words, checked, note_answers
from sez_portal.records.services.overtaken import what_happened
from sez_portal.records.services.propose import accept_fields, status_of


@dataclass(frozen=True)
class Ruling:
    """The decision on one field. `seen` is the live value on the page it was made on;
    `override`, when given, is the moderator's own wording of an accepted value."""

    verdict: str
    reason: str = ""
    seen: Json = None
    override: Json = None


class Overtaken(ValidationError):
    """Somebody acted on the proposal after this page was opened."""


class Moved(ValidationError):
    """The live value of a field changed after this page was opened."""


class TooEarly(ValidationError):
    """The focal point of the country may still answer."""


@transaction.atomic
def decide(
    *, submission: Submission, by: User, rulings: Mapping[str, Ruling], turn: int, said: str = ""
) -> Submission:
    """Accept some fields, decline others with a reason; the rest goes on waiting. `said` goes
    along as a comment.

    All or nothing: an accepted value that the record refuses raises ValidationError and
    nothing is decided. Raises Overtaken, Moved, TooEarly or PermissionDenied.
    """
    record = get(submission.record)
    locked(record, submission.key)  # the row first, then the proposal: as in `propose`
    if same := _decided_so(submission, by, rulings, turn):
        return same
    proposal = claimed(submission, by, "decide", turn)
    wanted = {name: ruling for name, ruling in rulings.items() if name in proposal.undecided}
    if not wanted:
        raise ValidationError(_("Decide at least one field."))
    _refuse_without_reason(record, wanted)
    _refuse_own_words(record, by, wanted)
    _say_along(proposal, by, said.strip())
    accepted = [n for n, ruling in wanted.items() if ruling.verdict == Verdict.ACCEPTED]
    awaits = awaits_country(proposal, by, accepted) if accepted else False
    _refuse_moved(record, proposal, {name: wanted[name] for name in accepted})
    if accepted:
        overrides = {n: wanted[n].override for n in accepted if wanted[n].override is not None}
        part = accept_fields(
            record, proposal, accepted, decided_by=by, overrides=overrides, awaits_country=awaits
        )
        if part and part.awaits_country:
            notifications.awaits_country(part)
    proposal.decisions |= {name: _kept(ruling) for name, ruling in wanted.items()}
    proposal.decided_at, proposal.decided_by, proposal.decided_by_name = timezone.now(), by, str(by)
    proposal.status = status_of(proposal)
    proposal.set_clocks(proposal.clocks)
    proposal.assigned_to = proposal.assigned_at = None  # nobody looks at it any more
    proposal.save()
    note_answers(proposal)
    review_drafts.forget(proposal, by)
    if proposal.status in CAME_BACK and proposal.author:
        basket.reopen(proposal, proposal.author)
    notifications.decided(proposal, list(wanted))
    return proposal


def _kept(ruling: Ruling) -> dict[str, Json]:
    return {"verdict": ruling.verdict, "reason": ruling.reason, "instead": ruling.override}


def _decided_so(
    submission: Submission, by: User, rulings: Mapping[str, Ruling], turn: int
) -> Submission | None:
    """The proposal, when this person decided just this already: the button was pressed twice."""
    now = Submission.objects.get(pk=submission.pk)
    told = {name: _kept(one) for name, one in rulings.items()}
    is_so = bool(told) and all(now.decisions.get(name) == one for name, one in told.items())
    return now if is_so and now.turn != turn and now.decided_by_id == by.pk else None


def claimed(submission: Submission, by: User, act: str, turn: int) -> Submission:
    """The proposal, held by us until the transaction ends. Raises Overtaken."""
    waiting = Submission.objects.filter(
        pk=submission.pk, turn=turn, status=SubmissionStatus.WAITING
    )
    if not waiting.update(turn=F("turn") + 1):
        raise Overtaken(what_happened(Submission.objects.get(pk=submission.pk)))
    proposal = Submission.objects.get(pk=submission.pk)
    require(by, act, proposal)
    return proposal


def _refuse_without_reason(record: Record, rulings: Mapping[str, Ruling]) -> None:
    for name, ruling in rulings.items():
        if ruling.verdict == Verdict.DECLINED and not ruling.reason.strip():
            raise ValidationError(
                {name: _("Write a reason. A field cannot be declined without one.")}
            )
        if ruling.verdict not in Verdict.values:
            raise ValidationError({name: _("Accept, decline or leave for later.")})
        if ruling.override is not None and not isinstance(record[name].kind, Text):
            told = _("Only a text can be put in other words. Accept the figure, or decline it.")
            raise ValidationError({name: told})
        if ruling.override is not None and not ruling.override.strip():
            raise ValidationError({name: _("Write the wording, or accept the author's.")})


def _refuse_own_words(record: Record, by: User, rulings: Mapping[str, Ruling]) -> None:
    """Words that neither the other side nor MI has read are no agreement of both sides."""
    if not record.shared or roles_of(by).is_staff:
        return
    told = _("Accept the words of the other side, or decline them and send your own.")
    worded = [name for name, ruling in rulings.items() if ruling.override is not None]
    if worded:
        raise ValidationError(dict.fromkeys(worded, told))


def awaits_country(proposal: Submission, by: User, names: Collection[str] = ()) -> bool:
    """Whether these fields, or the whole, go live without a word of the country.

    Raises TooEarly before they may.
    """
    if policy.countries_of(proposal) & roles_of(by).countries:
        return False
    until = policy.silent_until(proposal, names)
    if until and dates.today() < until:
        raise TooEarly(
            _("The focal point may answer until %(day)s. After that you can go on.")
            % {"day": spell(until.isoformat())}
        )
    return until is not None


def _refuse_moved(record: Record, proposal: Submission, accepted: Mapping[str, Ruling]) -> None:
    if proposal.is_new:
        return
    row = record.model.objects.select_for_update().get(key=proposal.key)
    live = record.read(row, accepted)
    moved = [name for name, ruling in accepted.items() if ruling.seen != live[name]]
    if moved:
        labels = listed(str(record[name].label) for name in moved)
        raise Moved(_("Changed since you opened the page: %(fields)s.") % {"fields": labels})


@transaction.atomic
def remark(
    *,
    submission: Submission,
    by: User,
    kind: str,
    text: str,
    turn: int,
    seen: int = 0,
    words: Words | None = None,
) -> Remark:
    """Endorse, comment, or send back with a question; or for the country `words` on single fields.

    Raises Overtaken, PermissionDenied, or ValidationError where something is still to be written.

    A comment overtakes nobody and is overtaken by nobody, while it waits; the other two speak of
    what was seen at that turn. `seen` is the last remark on the page: the same word sent again
    without having seen it is a second press.
    """
    Submission.objects.select_for_update().filter(pk=submission.pk).first()
    if said := _said_so(submission, by, kind, text.strip(), seen, words or {}):
        return said
    if kind == RemarkKind.RETURNED:
        proposal = claimed(submission, by, "ask", turn)
    else:
        proposal = Submission.objects.get(pk=submission.pk)
        is_as_seen = kind == RemarkKind.COMMENT or proposal.turn == turn
        if not (proposal.is_waiting and is_as_seen):
            raise Overtaken(what_happened(proposal))
        require(by, "ask", proposal)
    _refuse_unsaid(proposal, by, kind, text.strip())
    told = checked(proposal, words or {}) if kind == RemarkKind.WORDS else None
    said = _written(proposal, by, kind, text.strip(), told)
    if kind == RemarkKind.RETURNED:
        proposal.status = SubmissionStatus.RETURNED
        proposal.save()
    elif kind in ANSWERS:
        _answer(proposal, by, kind)
    notifications.remarked(said)
    return said


def _refuse_unsaid(proposal: Submission, by: User, kind: str, text: str) -> None:
    if kind in ANSWERS and not policy.countries_of(proposal) & roles_of(by).countries:
        raise PermissionDenied("only the country endorses")
    if kind not in ANSWERS and not text:
        raise ValidationError({"text": _("Write what you want to say.")})


def _answer(proposal: Submission, by: User, kind: str) -> None:
    """What follows from a word of the country; of the whole, that nothing awaits it any more."""
    review_drafts.forget(proposal, by)
    awaited = proposal.parts.filter(awaits_country=True)
    if kind == RemarkKind.ENDORSED and awaited.update(awaits_country=False):
        DataVersion.bump()  # pages say no longer that the country is awaited


def _say_along(proposal: Submission, by: User, text: str) -> None:
    if text:
        require(by, "ask", proposal)
        notifications.remarked(_written(proposal, by, RemarkKind.COMMENT, text))


def _written(
    proposal: Submission, by: User, kind: str, text: str, words: Words | None = None
) -> Remark:
    return Remark.objects.create(
        submission=proposal,
        kind=kind,
        text=text,
        words=words or {},
        answers=bool(words),
        author=by,
        author_name=str(by),
        office=office_of(by, country=proposal.country),
    )


def _said_so(
    submission: Submission, by: User, kind: str, text: str, seen: int, words: Words
) -> Remark | None:
    """What this person said just so already, unless it was decided or sent anew since."""
    rows = Remark.objects.filter(submission=submission, author=by, kind=kind, text=text)
    said = rows.filter(created_at__gt=just_now(), pk__gt=seen).last()
    if said is None or said.words != words:
        return None
    now = Submission.objects.get(pk=submission.pk)
    is_open = now.is_waiting or (kind == now.status == RemarkKind.RETURNED)
    later = [moment for moment in (now.sent_last, now.decided_at) if moment is not None]
    return said if is_open and all(moment <= said.created_at for moment in later) else None


@transaction.atomic
def confirm_for_country(*, submission: Submission, by: User) -> None:
    """Say for the country that what went live without it is right. Raises PermissionDenied.

    A second press finds nothing awaited any more, and changes nothing.
    """
    part = Submission.objects.select_for_update().get(pk=submission.pk)
    if not part.awaits_country and part.country in roles_of(by).countries:
        return
    require(by, "confirm", part)
    part.awaits_country = False
    part.save()
    DataVersion.bump()  # pages say no longer that the country is awaited
    if part.proposal is not None:
        Remark.objects.create(
            submission=part.proposal,
            kind=RemarkKind.ENDORSED,
            author=by,
            author_name=str(by),
            office=office_of(by, country=part.country),
        )


@transaction.atomic
def assign(*, submission: Submission, by: User, to: User | None) -> None:
    """Say who looks at it. Raises PermissionDenied."""
    require(by, "assign", submission)
    moment = timezone.now() if to else None
    Submission.objects.filter(pk=submission.pk).update(assigned_to=to, assigned_at=moment)


def look_at(*, submission: Submission, by: User) -> None:
    """Mark that this person opened it, where nobody else looks at it: others keep their mark."""
    rows = Submission.objects.filter(pk=submission.pk, status=SubmissionStatus.WAITING)
    free = Q(assigned_to=None) | Q(assigned_at=None) | Q(assigned_at__lte=looked_since())
    rows.filter(free | Q(assigned_to=by)).update(assigned_to=by, assigned_at=timezone.now())
