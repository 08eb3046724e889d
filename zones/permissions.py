"""Who may do what with zones: officials their own, focal points their country's, MI all."""

from typing import Any

from django.db.models import Q

from sez_portal.accounts.roles import roles_of
from sez_portal.common.access import ALL, NONE, rule
from zones.choices import ClaimStatus
from zones.models import Claim, CrossBorderZone, Zone


@rule(Zone, "view")
def view(user: Any) -> Q:
    held = roles_of(user)
    if held.is_staff:
        return ALL
    own = Q(key__in=held.zones) | Q(country__in=held.countries)
    return Zone.shown() | own


@rule(Zone, "propose", "confirm")
def propose(user: Any) -> Q:
    held = roles_of(user)
    return ALL if held.is_staff else Q(key__in=held.zones) | Q(country__in=held.countries)


@rule(Zone, "change", "publish")
def change(user: Any) -> Q:
    """At once, in the administration."""
    held = roles_of(user)
    return ALL if held.is_staff else Q(country__in=held.countries)


@rule(CrossBorderZone, "change", "propose", "confirm")
def change_pair(user: Any) -> Q:
    """Either side's focal point keeps what both sides share."""
    held = roles_of(user)
    if held.is_staff:
        return ALL
    if not held.countries:
        return NONE
    return Q(zone_a__country__in=held.countries) | Q(zone_b__country__in=held.countries)


@rule(CrossBorderZone, "publish")
def publish_pair(user: Any) -> Q:
    """Neither side takes it from the public pages alone."""
    return ALL if roles_of(user).is_staff else NONE


@rule(CrossBorderZone, "view")
def view_pair(user: Any) -> Q:
    return CrossBorderZone.shown() | change_pair(user)


@rule(Claim, "view")
def view_claim(user: Any) -> Q:
    held = roles_of(user)
    mine = Q(user=user.pk) if user.is_authenticated else NONE
    return ALL if held.is_staff else mine | Q(zone__country__in=held.countries)


@rule(Claim, "decide")
def decide_claim(user: Any) -> Q:
    """The focal point of the country and MI; nobody their own."""
    held = roles_of(user)
    waiting = Q(status=ClaimStatus.OPEN) & ~Q(user=user.pk)
    return waiting if held.is_staff else waiting & Q(zone__country__in=held.countries)
