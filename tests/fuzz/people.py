"""Who asks, and the rows they may ask about."""

from collections.abc import Callable
from typing import NamedTuple

from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client

from sez_portal.accounts.models import User
from tests import cast
from tests.every_row import Places, places
from tests.fuzz.asking import Answer, Fields, directly

KEY = "la-savan-seno"


class Cast(NamedTuple):
    users: dict[str, User]
    clients: dict[str, Client]
    places: Places
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
    rows = places(KEY, people["official"], people["moderator"], people["investor"])
    return Cast(people, clients, rows, ask)


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
