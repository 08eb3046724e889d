"""Who asks, and the rows they may ask about."""

from collections.abc import Callable
from typing import NamedTuple

from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from investors.models import Enquiry, Thread
from sez_portal.accounts.models import User
from sez_portal.records.models import Flag
from sez_portal.records.services.confirm import new_link
from sez_portal.records.services.propose import propose
from sez_portal.records.services.reminders import signed
from tests import cast
from tests.fuzz.asking import Answer, Fields, directly
from zones.models import Claim, Zone
from zones.record import ZONE

KEY = "la-savan-seno"


class Cast(NamedTuple):
    users: dict[str, User]
    clients: dict[str, Client]
    places: dict[str, dict[str, str]]  # of each pattern, what may stand in its places
    ask: Callable[[Client, str, str, Fields | None], Answer]


def assembled(ask: Callable = directly) -> Cast:
    """One person a role, signed in, and rows of every kind; `ask` takes what they ask along."""
    people = {
        "investor": cast.person("fuzz-investor@sample.invalid"),
        "official": cast.official(KEY, "fuzz-official@sample.invalid"),
        "focal point": cast.focal_point("LA", "fuzz-focal@sample.invalid"),
        "moderator": cast.moderator("fuzz-moderator@sample.invalid"),
        "administrator": cast.administrator("fuzz-administrator@sample.invalid"),
    }
    clients = {"visitor": Client(raise_request_exception=False)}
    for role, user in people.items():
        clients[role] = Client(raise_request_exception=False)
        cast.sign_in(clients[role], user)
    return Cast(people, clients, _places(people), ask)


def _places(people: dict) -> dict[str, dict[str, str]]:
    official, zone = people["official"], Zone.objects.get(key=KEY)
    values = {"firms": 148, "name_en": "Another name"}
    sent = propose(record=ZONE, key=KEY, by=official, values=values)
    flag = Flag.objects.create(record="zone", key=KEY, country="LA", title="t", text="t")
    claim = Claim.objects.create(zone=zone, user=people["investor"], office="o", position="p")
    enquiry = Enquiry.objects.create(need="land", questions="?", name="n", email="i@x.test")
    thread = Thread.objects.create(zone=zone, enquiry=enquiry, sent_at=timezone.now())
    token = new_link(user=official, record=ZONE, key=KEY, group="glance")
    names = ("submission", "submission-remark", "submission-assign", "submission-withdraw")
    rows: dict[str, dict[str, str]] = {
        name: {"pk": str(sent.pk)} for name in (*names, "submission-revert", "preview")
    }
    return rows | {
        "flag": {"pk": str(flag.pk)},
        "claim": {"pk": str(claim.pk)},
        "claim-letter": {"pk": str(claim.pk)},
        "enquiry-thread": {"pk": str(thread.pk)},
        "confirm-link": {"token": token},
        "change-link": {"token": token},
        "stop-reminders": {"signed": signed(official)},
    }


def all_back(people: Cast) -> None:
    """Sign in whom a request signed out, and lift the limits of attempts."""
    cache.clear()
    for role, user in people.users.items():
        if not _is_signed_in(people.clients[role], user):
            User.objects.filter(pk=user.pk).update(is_active=True)
            user.refresh_from_db()
            cast.sign_in(people.clients[role], user)


def _is_signed_in(client: Client, user: User) -> bool:
    cookie = client.cookies.get("sessionid")
    row = Session.objects.filter(session_key=cookie.value).first() if cookie else None
    user.refresh_from_db()
    told = row.get_decoded() if row else {}
    mine = str(user.pk), user.get_session_auth_hash()
    return user.is_active and (told.get("_auth_user_id"), told.get("_auth_user_hash")) == mine
