"""Mails about claims and keepers of pages: after the commit, one function a message."""

from typing import Any

from sez_portal.accounts.choices import Role
from sez_portal.accounts.models import Appointment, User
from sez_portal.accounts.roles import holders
from sez_portal.common.mail import send
from sez_portal.common.quotas import left_today
from sez_portal.common.tokens import address_of, whole_address
from zones.models import Claim, Zone

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


def unkept(row: Appointment) -> None:
    """Tell the focal points, or where there are none the moderators, that nobody keeps a page."""
    zone = Zone.objects.filter(key=row.zone_key).first()
    people = holders(role=Role.FOCAL_POINT, country=row.country) or holders(role=Role.MODERATOR)
    for person in people if zone else ():
        if left_today("unkept", row.zone_key, person.pk, most=OF_ONE_AUTHOR) >= 0:
            send(
                "zone_unkept",
                to=person.email,
                language=person.language,
                zone=zone,
                person=person,
                link=lambda: whole_address("zone-people", row.zone_key),
            )


def _about(claim: Claim, person: User) -> dict[str, Any]:
    return {
        "claim": claim,
        "person": person,
        "link": lambda: address_of(claim),
    }
