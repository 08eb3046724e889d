"""Rivals: proposals that wait at the same time and want different things of the same field."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from sez_portal.common.lists import listed
from sez_portal.records.field_types.basic import Json
from sez_portal.records.models import Submission
from sez_portal.records.record import Record


@dataclass(frozen=True)
class Rival:
    """Another proposal about the same field, what it wants there, and whether it was sent first."""

    submission: Submission
    value: Json
    was_first: bool


Rivals = dict[int, dict[str, list[Rival]]]  # by proposal and field


def rivals_of(submissions: Collection[Submission]) -> Rivals:
    """What else waits and wants another value of the same fields; one query, however many."""
    found: Rivals = {sent.pk: defaultdict(list) for sent in submissions}
    open_ones = [sent for sent in submissions if sent.is_waiting and not sent.act]
    others: dict[tuple[str, str], list[Submission]] = defaultdict(list)
    for other in _waiting_on({(sent.record, sent.key) for sent in open_ones}):
        others[other.record, other.key].append(other)
    for sent in open_ones:
        for other in others[sent.record, sent.key]:
            for name in _contested(sent, other) if other.pk != sent.pk else ():
                was_first = _turn_of(other) < _turn_of(sent)
                found[sent.pk][name].append(Rival(other, other.proposed(name), was_first))
    return found


def held_back(record: Record, names: Iterable[str], rival: Submission) -> str:
    """That these fields wait until somebody looked at what the rival wants, who is named."""
    words = {
        "author": rival.author_name or _("The author"),
        "office": rival.office_told,
        "fields": listed(str(record[name].label) for name in names),
    }
    if rival.office:
        told = _("%(author)s (%(office)s) sent another proposal on the same: %(fields)s.")
    else:
        told = _("%(author)s sent another proposal on the same: %(fields)s.")
    return _("%(rival)s Look at both, one beside the other.") % {"rival": told % words}


def _waiting_on(pages: Collection[tuple[str, str]]) -> Iterable[Submission]:
    keys = {key for _record, key in pages}
    rows = Submission.objects.waiting().filter(act="", key__in=keys) if keys else ()
    return [row for row in rows if (row.record, row.key) in pages]


def _contested(one: Submission, other: Submission) -> list[str]:
    """The fields that neither is decided on, and of which they want different things."""
    names = [name for name in one.undecided if name in other.undecided]
    return [name for name in names if _wanted(one, name) != _wanted(other, name)]


def _wanted(sent: Submission, name: str) -> tuple[Json, bool]:
    return sent.proposed(name), name in sent.unsaid


def _turn_of(sent: Submission) -> tuple[Any, int]:
    return sent.submitted_at, sent.pk
