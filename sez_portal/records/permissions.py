"""Who may see and decide submissions and flags. Nobody decides what they sent themselves."""

from typing import Any

from django.db.models import Q

from sez_portal.accounts.roles import held_by
from sez_portal.common.access import NONE, rule
from sez_portal.records.choices import OPEN, FlagStatus, Origin, SubmissionStatus
from sez_portal.records.models import Flag, Submission

WAITING = Q(status=SubmissionStatus.WAITING)


def _mine(user: Any) -> Q:
    return Q(author=user.pk) if user.is_authenticated else NONE


@rule(Submission, "view")
def view(user: Any) -> Q:
    held = held_by(user)
    if held.is_staff:
        return ~Q(status=SubmissionStatus.DRAFT) | _mine(user)
    sent = ~Q(status=SubmissionStatus.DRAFT)
    own_zones = Q(record="zone", key__in=held.zones)
    return _mine(user) | (sent & (Q(country__in=held.countries) | own_zones))


@rule(Submission, "edit", "withdraw")
def edit(user: Any) -> Q:
    return _mine(user) & Q(status__in=OPEN)


@rule(Submission, "endorse", "ask")
def endorse(user: Any) -> Q:
    """The focal point of the country, and MI: a word on what waits."""
    held = held_by(user)
    waiting = WAITING & ~_mine(user)
    return waiting if held.is_staff else waiting & Q(country__in=held.countries)


@rule(Submission, "decide", "assign")
def decide(user: Any) -> Q:
    """MI, and of what MI itself changed the focal point of the country too."""
    held = held_by(user)
    waiting = WAITING & ~_mine(user)
    return waiting if held.is_staff else waiting & Q(country__in=held.countries, origin=Origin.MI)


@rule(Submission, "confirm")
def confirm(user: Any) -> Q:
    """The word of the country on what went live without it."""
    live = Q(status=SubmissionStatus.APPLIED, awaits_country=True)
    return live & Q(country__in=held_by(user).countries)


@rule(Submission, "revert")
def revert(user: Any) -> Q:
    held = held_by(user)
    applied = Q(status=SubmissionStatus.APPLIED)
    return applied if held.is_staff else applied & Q(country__in=held.countries)


@rule(Flag, "view")
def view_flag(user: Any) -> Q:
    held = held_by(user)
    if held.is_staff:
        return ~NONE
    return Q(country__in=held.countries) | Q(record="zone", key__in=held.zones)


@rule(Flag, "decide")
def decide_flag(user: Any) -> Q:
    held = held_by(user)
    waiting = Q(status=FlagStatus.OPEN)
    return waiting if held.is_staff else waiting & Q(country__in=held.countries)
