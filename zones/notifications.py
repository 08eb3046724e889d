"""Mails about claims: after the commit, one function a message."""

from typing import Any

from sez_portal.accounts.choices import Role
from sez_portal.accounts.models import User
from sez_portal.accounts.roles import holders
from sez_portal.common.mail import send
from sez_portal.common.quotas import left_today
from sez_portal.common.tokens import address_of
from zones.models import Claim

OF_ONE_AUTHOR = 3  # mails a day to one person about the claims of one author


def claimed(claim: Claim) -> None:
    """Tell the focal points of the country, or where it has none, the moderators."""
    focal = holders(role=Role.FOCAL_POINT, country=claim.zone.country_id)
    for person in focal or holders(role=Role.MODERATOR):
        if left_today("claim", claim.user_id, person.pk, most=OF_ONE_AUTHOR) < 0:
            continue  # it waits on the desk all the same
        send("claim_sent", to=person.email, language=person.language, **_about(claim, person))


def claim_decided(claim: Claim) -> None:
    """Tell its author: accepted or declined, and why."""
    person = claim.user
    send("claim_decided", to=person.email, language=person.language, **_about(claim, person))


def _about(claim: Claim, person: User) -> dict[str, Any]:
    return {
        "claim": claim,
        "person": person,
        "link": lambda: address_of(claim),
    }
