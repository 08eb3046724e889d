"""What was accepted and taken back since: told where its author reads that it was accepted."""

from collections.abc import Collection, Iterable
from typing import NamedTuple

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sez_portal.common.lists import listed
from sez_portal.records.choices import Origin, SubmissionStatus, Verdict
from sez_portal.records.models import Submission
from sez_portal.records.record import Record

TakenBack = dict[str, Submission]  # by field, the latest taking back that stands

ALL_BACK = {
    SubmissionStatus.APPLIED: _("applied, and taken back since"),
    SubmissionStatus.ACCEPTED: _("accepted, and taken back since"),
    SubmissionStatus.PARTLY: _("partly accepted, and taken back since"),
    SubmissionStatus.WITHDRAWN: _("accepted in part and taken back since, the rest withdrawn"),
}
PART_BACK = {
    SubmissionStatus.APPLIED: _("applied, and taken back in part since"),
    SubmissionStatus.ACCEPTED: _("accepted, and taken back in part since"),
    SubmissionStatus.PARTLY: _("partly accepted, and of that some taken back since"),
    SubmissionStatus.WITHDRAWN: _("accepted in part, some taken back since, the rest withdrawn"),
}


def taken_back(submissions: Collection[Submission]) -> dict[int, TakenBack]:
    """Of each submission the fields that went live and were taken back; two queries and one for
    each time that a taking back was taken back itself."""
    pks = {sent.pk for sent in submissions}
    parts: dict[int, int] = {sent.pk: sent.pk for sent in submissions if sent.applied_at}
    live = Submission.objects.applied().filter(proposal__in=pks).exclude(origin=Origin.REVERT)
    parts |= {part.pk: part.proposal_id or 0 for part in live}
    found: dict[int, TakenBack] = {pk: {} for pk in pks}
    for back, stands in _reverts(parts):
        for name in stands:
            found[parts[back.proposal_id or 0]][name] = back
    return found


def _reverts(of: Iterable[int]) -> list[tuple[Submission, set[str]]]:
    """The takings back of these, oldest first, with the fields in which each still stands."""
    rows = list(
        Submission.objects.applied()
        .filter(origin=Origin.REVERT, proposal__in=list(of))
        .order_by("version", "pk")
    )
    if not rows:
        return []
    undone: dict[int, set[str]] = {row.pk: set() for row in rows}
    for again, stands in _reverts(undone):
        undone[again.proposal_id or 0] |= stands
    return [(row, set(row.fields) - undone[row.pk]) for row in rows]


def status_told(sent: Submission, back: TakenBack) -> str:
    """Where it stands, in words that hide neither half: what was accepted stays told as accepted
    when the rest is withdrawn, and as taken back when it was."""
    accepted = {n for n, told in sent.decisions.items() if told["verdict"] == Verdict.ACCEPTED}
    accepted |= {one["field"] for one in sent.earlier if one["verdict"] == Verdict.ACCEPTED}
    live = accepted or set(sent.fields)
    if live & back.keys() and sent.status in ALL_BACK:
        return str((ALL_BACK if live <= back.keys() else PART_BACK)[sent.status])
    if sent.status != SubmissionStatus.WITHDRAWN or not (sent.decisions or sent.earlier):
        return str(sent.get_status_display())
    if not accepted:
        return gettext("declined in part, the rest withdrawn")
    return gettext("accepted in part, the rest withdrawn")


def undoing_of(sent: Submission) -> Submission | None:
    """What undid the act on a whole row that this is, or that was agreed to with it, if any did."""
    acts = [sent, *sent.parts.exclude(act="")] if sent.act else []
    pk = next((one.typed["undone"] for one in acts if "undone" in one.typed), None)
    return Submission.objects.filter(pk=pk).first() if pk else None


class Told(NamedTuple):
    """One taking back, and the fields that it took back."""

    made: Submission
    fields: str


def told_of(record: Record, sent: Submission, back: TakenBack) -> list[Told]:
    """Each taking back once, with its fields by their names, in the order of the record; of an
    act on a whole row, what undid it."""
    found: dict[int, list[str]] = {}
    for name in record.by_key:
        if name in back:
            found.setdefault(back[name].pk, []).append(str(record[name].label))
    made = {one.pk: one for one in back.values()}
    told = [Told(made[pk], listed(labels)) for pk, labels in found.items()]
    undoing = undoing_of(sent)
    return [*told, Told(undoing, "")] if undoing else told
