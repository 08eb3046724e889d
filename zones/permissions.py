"""Who may do what with zones: officials their own, focal points their country's, MI all."""

from typing import Any

from django.db.models import Q

from sez_portal.accounts.roles import roles_of
from sez_portal.common.access import ALL, NONE, rule
from zones.choices import ClaimStatus
from zones.models import Claim, CrossBorderZone, Zone


@rule(Zone, "view")
def view(user: Any) -> Q:
    roles = roles_of(user)
    if roles.is_staff:
        return ALL
    kept_here = Q(key__in=roles.zones) | Q(country__in=roles.countries)
    return Zone.shown() | kept_here


@rule(Zone, "propose", "confirm")
def propose(user: Any) -> Q:
    roles = roles_of(user)
    return ALL if roles.is_staff else Q(key__in=roles.zones) | Q(country__in=roles.countries)


@rule(Zone, "change", "publish")
def change(user: Any) -> Q:
    """Return the zones they may change at once, in the administration."""
    roles = roles_of(user)
    return ALL if roles.is_staff else Q(country__in=roles.countries)


@rule(CrossBorderZone, "change", "propose", "confirm")
def change_pair(user: Any) -> Q:
    """Let either side's focal point keep what both sides share."""
    roles = roles_of(user)
    if roles.is_staff:
        return ALL
    if not roles.countries:
        return NONE
    return Q(zone_a__country__in=roles.countries) | Q(zone_b__country__in=roles.countries)


@rule(CrossBorderZone, "publish")
def publish_pair(user: Any) -> Q:
    """Let neither side take it from the public pages alone."""
    return ALL if roles_of(user).is_staff else NONE


@rule(CrossBorderZone, "view")
def view_pair(user: Any) -> Q:
    return CrossBorderZone.shown() | change_pair(user)


@rule(Claim, "view")
def view_claim(user: Any) -> Q:
    roles = roles_of(user)
    authored = Q(user=user.pk) if user.is_authenticated else NONE
    return ALL if roles.is_staff else authored | Q(zone__country__in=roles.countries)


@rule(Claim, "decide")
def decide_claim(user: Any) -> Q:
    """Return the claims of their country, or for MI all; nobody decides their own."""
    roles = roles_of(user)
    waiting = Q(status=ClaimStatus.OPEN) & ~Q(user=user.pk)
    return waiting if roles.is_staff else waiting & Q(zone__country__in=roles.countries)
