"""Accepting many proposals at once: just what was shown, each by itself, as one by one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied, ValidationError
from django.utils.translation import gettext as _

from sez_portal.accounts.models import User
from sez_portal.records.choices import Verdict
from sez_portal.records.field_types.basic import Json
from sez_portal.records.models import Submission
from sez_portal.records.record import get
from sez_portal.records.services.decide import Ruling, decide
from sez_portal.records.services.rivals import Rival, held_back, rivals_of


@dataclass(frozen=True)
class ShownProposal:
    """A proposal as somebody saw it: its turn, and the live value of each field to accept."""

    submission: Submission
    turn: int
    seen: Mapping[str, Json]


@dataclass(frozen=True)
class LeftOut:
    """A proposal of which nothing was accepted, and why."""

    submission: Submission
    why: str


@dataclass(frozen=True)
class Outcome:
    accepted: list[Submission]
    fields: int
    left_out: list[LeftOut]


def accept_many(*, shown: Iterable[ShownProposal], by: User) -> Outcome:
    """Accept the fields that were shown, as they were shown.

    What was decided, sent anew, opened by somebody else or changed on the page in between is left
    out whole and named, and so is what a rival sent first speaks of; the others are accepted all
    the same. Each is a transaction of its own.
    """
    shown = list(shown)
    rivals = rivals_of([one.submission for one in shown])
    accepted, fields, left_out = [], 0, []
    for one in shown:
        why = _looked_at(one.submission, by) or _contested(one, rivals[one.submission.pk])
        if why:
            left_out.append(LeftOut(one.submission, why))
            continue
        rulings = {name: Ruling(Verdict.ACCEPTED, seen=live) for name, live in one.seen.items()}
        try:
            decide(submission=one.submission, by=by, rulings=rulings, turn=one.turn)
        except PermissionDenied:
            left_out.append(LeftOut(one.submission, _("It is not yours to decide.")))
        except ValidationError as error:
            left_out.append(LeftOut(one.submission, " ".join(error.messages)))
        else:
            accepted.append(one.submission)
            fields += len(rulings)
    return Outcome(accepted, fields, left_out)


def _contested(one: ShownProposal, rivals: Mapping[str, list[Rival]]) -> str:
    """That somebody else sent another value of these fields first, accepted in between or not."""
    names = [n for n in one.seen if any(rival.was_first for rival in rivals.get(n, ()))]
    if not names:
        return ""
    first = next(rival.submission for rival in rivals[names[0]] if rival.was_first)
    return held_back(get(one.submission.record), names, first)


def _looked_at(submission: Submission, by: User) -> str:
    """That somebody else looks at it now; "" when nobody does."""
    looker = submission.looked_at_by
    if looker is None or looker.pk == by.pk:
        return ""
    return _("%(name)s looks at it now.") % {"name": looker}
