"""Who may see and decide submissions and flags. Nobody decides what they sent themselves."""

from collections.abc import Collection
from typing import Any

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.db.models.lookups import Contains

from sez_portal.accounts.roles import Roles, roles_of
from sez_portal.common.access import ALL, NONE, rule, rule_of
from sez_portal.common.fields import wrapped
from sez_portal.records.choices import (
    CAME_BACK,
    OPEN,
    Audience,
    FlagStatus,
    Origin,
    SubmissionStatus,
    Verdict,
)
from sez_portal.records.models import Campaign, Flag, FormerKey, PublicNotice, Submission
from sez_portal.records.record import every

WAITING = Q(status=SubmissionStatus.WAITING)


def _mine(user: Any) -> Q:
    return Q(author=user.pk) if user.is_authenticated else NONE


def _of_a_side(countries: Collection[str]) -> Q:
    """Submissions about rows across a border, of which one side lies in one of these countries."""
    found = NONE
    for one in every():
        if one.shared and countries:
            rows = one.model._default_manager.order_by().filter(one.rows_with_side_in(countries))
            found |= Q(record=one.name, key__in=rows.values("key"))
    return found


def kept_by(countries: Collection[str]) -> Q:
    """Submissions about rows of these countries, or with a side there."""
    return Q(country__in=countries) | _of_a_side(countries)


def _appointed_to(held: Roles) -> Q:
    """What is about the rows to which they are appointed as an official."""
    kept = [one.name for one in every() if one.has_keepers]
    return Q(record__in=kept, key__in=held.kept_keys)


@rule(Submission, "view")
def view(user: Any) -> Q:
    held = roles_of(user)
    if held.is_staff:
        return ALL
    return _mine(user) | kept_by(held.countries) | _appointed_to(held)


@rule(Submission, "read")
def read(user: Any) -> Q:
    """Of what was applied: changes of rows that the reader may see, made while visitors saw them.

    Who keeps a row reads all its history, also of the time when it was hidden.
    """
    held = roles_of(user)
    if held.is_staff:
        return ALL
    readable = NONE
    for one in every():
        rows = one.model._default_manager.order_by().filter(rule_of(user, one.model, "view"))
        of_rows = Q(audience=Audience.EVERYBODY, key__in=rows.values("key"))
        if held:
            kept = one.model._default_manager.order_by()
            kept = kept.filter(rule_of(user, one.model, "propose"))
            of_rows |= Q(key__in=kept.values("key"))
        readable |= Q(record=one.name) & of_rows
    return readable


def of_hidden_rows() -> Q:
    """Submissions about rows that stand, and that visitors do not see."""
    found = NONE
    for one in every():
        rows = one.model._default_manager.order_by()
        shown = rows.filter(one.model.shown()).values("pk")
        found |= Q(record=one.name, key__in=rows.exclude(pk__in=shown).values("key"))
    return found


def removed() -> Q:
    """That a row was taken from the public pages where it had been and is no longer: one line
    for everybody, without its name, link or reason."""
    return Q(audience=Audience.REMOVAL) & of_hidden_rows()


@rule(Submission, "edit", "withdraw")
def edit(user: Any) -> Q:
    return _mine(user) & Q(status__in=OPEN)


@rule(Submission, "reopen")
def reopen(user: Any) -> Q:
    """The author, of what was withdrawn or not accepted, also while the rest still waits."""
    declined = Q(Contains(Cast("decisions", TextField()), f'"{Verdict.DECLINED.value}"'))
    rest_waits = Q(status__in=OPEN, is_new=False) & declined
    return _mine(user) & (Q(status__in=CAME_BACK) | rest_waits)


@rule(Submission, "endorse", "ask")
def endorse(user: Any) -> Q:
    """The focal points of the country or of either side, and MI: a word on what waits."""
    held = roles_of(user)
    waiting = WAITING & ~_mine(user)
    return waiting if held.is_staff else waiting & kept_by(held.countries)


@rule(Submission, "decide", "assign")
def decide(user: Any) -> Q:
    """MI; but for guarded fields also the focal point, of what MI itself changed, and of what
    the other side sent about a row that both share."""
    held = roles_of(user)
    waiting = WAITING & ~_mine(user)
    if held.is_staff:
        return waiting
    guarded = sorted({name for record in every() for name in record.guarded})
    of_mi = Q(origin=Origin.MI) & kept_by(held.countries)
    of_the_other = ~Q(country__in=held.countries) & _of_a_side(held.countries)
    return waiting & (of_mi | of_the_other) & ~Q(changes__has_any_keys=guarded)


@rule(Submission, "confirm")
def confirm(user: Any) -> Q:
    """The word of the country on what went live without it."""
    live = Q(status=SubmissionStatus.APPLIED, awaits_country=True)
    return live & Q(country__in=roles_of(user).countries)


@rule(Submission, "revert")
def revert(user: Any) -> Q:
    """MI, and the focal point; of a row that two countries share neither side by itself. Whoever
    confirmed figures by mistake takes that back themselves."""
    held = roles_of(user)
    applied = Q(status=SubmissionStatus.APPLIED)
    if held.is_staff:
        return applied
    shared = [one.name for one in every() if one.shared]
    of_country = Q(country__in=held.countries) & ~Q(record__in=shared)
    return applied & (of_country | (_mine(user) & Q(origin=Origin.CONFIRMATION)))


@rule(Flag, "view")
def view_flag(user: Any) -> Q:
    held = roles_of(user)
    if held.is_staff:
        return ~NONE
    return kept_by(held.countries) | _appointed_to(held)


@rule(Flag, "decide")
def decide_flag(user: Any) -> Q:
    """MI, the country, and the officials of the row, who are asked first."""
    held = roles_of(user)
    waiting = Q(status=FlagStatus.OPEN)
    if held.is_staff:
        return waiting
    return waiting & (Q(country__in=held.countries) | _appointed_to(held))


@rule(Campaign, "change")
def change_campaign(user: Any) -> Q:
    """MI; and the focal points those of their country that MI did not open."""
    held = roles_of(user)
    own = Q(country__in=held.countries, is_of_institute=False)
    return ALL if held.is_staff else own


@rule(Campaign, "follow")
def follow_campaign(user: Any) -> Q:
    """Who sees how far others are: MI, and the focal points of the countries that it asks."""
    held = roles_of(user)
    if held.is_staff:
        return ALL
    asked = NONE
    for code in held.countries:
        asked |= Q(countries__contains=wrapped(code))
    return change_campaign(user) | (Q(opened_at__isnull=False) & asked)


@rule(Campaign, "view")
def view_campaign(user: Any) -> Q:
    """Also the officials whose rows it asks, under whatever key."""
    keys = set(roles_of(user).kept_keys)
    if not keys:
        return follow_campaign(user)
    keys |= set(FormerKey.objects.filter(key__in=keys).values_list("former", flat=True))
    mine = Q(opened_at__isnull=False) & Q(asked__has_any_keys=sorted(keys))
    return follow_campaign(user) | mine


@rule(PublicNotice, "view", "change")
def change_notice(user: Any) -> Q:
    """MI writes the notices; what visitors see of them is `PublicNotice.objects.shown()`."""
    return ALL if roles_of(user).is_staff else NONE
