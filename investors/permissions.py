"""Who sees what investors wrote: those it was sent to, once it reached them, and nobody else.

An administrator's account opens nothing here; a moderator's does from the day an enquiry reached
the Mekong Institute.
"""

from typing import Any

from django.db.models import Q

from investors.choices import ThreadStatus
from investors.models import AnswerTemplate, SavedSearch, Thread
from sez_portal.accounts.roles import roles_of
from sez_portal.common.access import NONE, rule

UNDER_WAY = Q(enquiry__isnull=False, sent_at__isnull=False)


@rule(Thread, "view")
def view(user: Any) -> Q:
    roles = roles_of(user)
    reached = Q(zone__key__in=roles.zones)
    reached |= Q(zone__country__in=roles.countries, country_at__isnull=False)
    if roles.is_moderator:
        reached |= Q(mi_at__isnull=False)
    return UNDER_WAY & reached


@rule(Thread, "note", "close")
def note(user: Any) -> Q:
    return view(user) & ~Q(status=ThreadStatus.CLOSED)


@rule(Thread, "answer", "read")
def answer(user: Any) -> Q:
    """Let nobody answer what they asked: the public answer time would be theirs to set."""
    return note(user) & ~Q(enquiry__user=user.pk) if user.is_authenticated else NONE


@rule(SavedSearch, "view", "change")
def own_search(user: Any) -> Q:
    return Q(user=user.pk) if user.is_authenticated else NONE


@rule(AnswerTemplate, "view", "change")
def of_my_office(user: Any) -> Q:
    roles = roles_of(user)
    of_office = Q(zone__key__in=roles.zones) | Q(country__in=roles.countries)
    return of_office | Q(zone=None, country="") if roles.is_moderator else of_office
