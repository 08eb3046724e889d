"""What somebody chose in a review and has not decided: kept for them alone until they decide."""

from collections.abc import Mapping

from sez_portal.accounts.models import User
from sez_portal.common.access import require
from sez_portal.records.models import Draft, Submission

RECORD, SECTION = "submission", "review"  # of the drafts that are reviews
OF_FIELDS = ("verdict-", "reason-", "instead-", "seen-")  # inputs, each followed by a field


def keep(submission: Submission, by: User, typed: Mapping[str, str]) -> Draft | None:
    """Keep what the form of a review holds; None when nothing is chosen there. Raises
    PermissionDenied for who has no word in it."""
    require(by, "ask", submission)
    kept = {
        name: [value]
        for name, value in typed.items()
        if name in ("turn", "text") or name.startswith(OF_FIELDS)
    }
    if not _holds_anything(kept):
        forget(submission, by)
        return None
    of = {"author": by, "record": RECORD, "key": str(submission.pk), "section": SECTION}
    return Draft.objects.update_or_create(**of, defaults={"typed": kept})[0]


def _holds_anything(kept: Mapping[str, list[str]]) -> bool:
    chosen = ("verdict-", "reason-", "text")
    return any(value[0].strip() for name, value in kept.items() if name.startswith(chosen))


def draft_of(submission: Submission, by: User) -> Draft | None:
    """What this person chose and did not decide; nobody else is shown it."""
    rows = Draft.objects.filter(author=by, record=RECORD, section=SECTION)
    return rows.filter(key=str(submission.pk)).first()


def typed_of(draft: Draft) -> dict[str, str]:
    """The form as it was kept."""
    return {name: value[0] for name, value in draft.typed.items()}


def forget_text(submission: Submission, by: User) -> None:
    """Forget what was written beside the fields, since it was said; what is chosen stays."""
    draft = draft_of(submission, by)
    if draft is None:
        return
    draft.typed = {**draft.typed, "text": [""]}
    if _holds_anything(draft.typed):
        draft.save(update_fields=["typed"])
    else:
        draft.delete()


def forget(submission: Submission, by: User) -> None:
    """Forget what this person chose: it is decided, or they do not want it any more."""
    Draft.objects.filter(author=by, record=RECORD, key=str(submission.pk), section=SECTION).delete()
