"""Taking back one applied change, keeping later edits of other fields."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from sez_portal.accounts.models import User
from sez_portal.accounts.roles import office_of
from sez_portal.common.access import require
from sez_portal.records import notifications
from sez_portal.records.choices import Origin
from sez_portal.records.evidence.citation import Piece
from sez_portal.records.evidence.writing import pieces_before
from sez_portal.records.field_types.basic import Json, Kind
from sez_portal.records.models import Evidence, Submission
from sez_portal.records.record import get
from sez_portal.records.services.apply import apply, locked


@transaction.atomic
def revert(*, submission: Submission, by: User, note: str) -> Submission:
    """Put back what stood before this change, in the fields that nobody changed since.

    What stood before comes back with its values; what was said with the change is withdrawn.
    Raises ValidationError when nothing is left to put back, no reason is given or a field is
    guarded; PermissionDenied to strangers.
    """
    require(by, "revert", submission)
    if not note.strip():
        raise ValidationError({"note": _("Write why the change is taken back.")})
    record = get(submission.record)
    locked(record, submission.key)
    values = _values_back(submission)
    if not (values or _confirmed_last(submission)) or submission.is_new:
        raise ValidationError(_("Every field of this change was edited again since."))
    if record.guarded & set(values):
        raise ValidationError(
            _(
                "A caution changes only when another person of the Mekong Institute decides so: "
                "change it in the administration."
            )
        )
    made = take_back(submission, by=by, note=note)
    assert made is not None  # noqa: S101  the values differ from the live ones
    notifications.reverted(made)
    return made


def take_back(submission: Submission, *, by: User, note: str) -> Submission | None:
    """Put back what stood before, as a part of an undoing that was asked for already.

    None when every field was edited again since.
    """
    values = _values_back(submission)
    evidence = {name: pieces for name in values if (pieces := pieces_before(submission, name))}
    evidence |= {name: _before(submission, name) for name in _confirmed_last(submission)}
    if not (values or evidence):
        return None
    return apply(
        record=get(submission.record),
        key=submission.key,
        values=values,
        evidence=evidence,
        origin=Origin.REVERT,
        by=by,
        office=office_of(by, country=submission.country),
        note=note,
        proposal=submission,
    )


def _values_back(submission: Submission) -> dict[str, Json]:
    """What would be written, without the fields that somebody edited since."""
    record = get(submission.record)
    obj = locked(record, submission.key)
    own = {n: c for n, c in submission.changes.items() if n in record.by_key}
    live = record.read(obj, own)
    back = {n: _put_back(record[n].kind, live[n], change) for n, change in own.items()}
    return {name: value for name, value in back.items() if value != live[name]}


def edited_since(submission: Submission) -> list[str]:
    """The fields that somebody edited since the change: they would stay as they are."""
    changed = {n for n in submission.changes if n in get(submission.record).by_key}
    return sorted(changed - set(_values_back(submission)))


def _confirmed_last(submission: Submission) -> set[str]:
    """The figures that it dated or confirmed, where nothing newer took the place of that."""
    rows = Evidence.objects.filter(record=submission.record, key=submission.key, is_shown=True)
    names = set(submission.evidence) - set(submission.changes)
    of_it = rows.filter(field__in=names, since=submission.version)
    return set(of_it.values_list("field", flat=True))


def _before(submission: Submission, name: str) -> list[Piece]:
    """What the figure rested on before it was confirmed; nothing but itself where that is none."""
    live = submission.evidence[name][0]["value"]
    return pieces_before(submission, name) or [Piece(value=live)]


def _put_back(kind: Kind, live: Json, change: dict[str, Json]) -> Json:
    """What stood before the change, unless somebody edited the field since."""
    if live == change["to"]:
        return change["from"]
    return kind.merged(live, change["to"], change["from"]) if kind.merges else live
