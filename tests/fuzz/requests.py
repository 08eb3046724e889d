"""Random requests to every address as every role, from a fixed seed."""

import random
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import quote, urlencode

from django.core import mail

from tests.addresses import filled, templates
from tests.fuzz import values
from tests.fuzz.people import Cast, all_back

SEED = 20261130
# Signing out or taking the own factor away would end the role of the run.
LEFT_OUT = {"account_logout", "mfa_deactivate_totp", "usersessions_list", "admin:logout"}
LONGEST = (3_000, 3_000, 9_000)  # of a query: gunicorn takes 4 kB, the portal 8
SAFE, ODD = 0.75, 0.06  # shares: places filled with what is there; an odd method


class Told(NamedTuple):
    role: str
    method: str
    path: str
    status: int
    seconds: float


def run(people: Cast, count: int = 5_000, seed: int = SEED) -> Iterator[Told]:
    """Each request with its answer."""
    dice = random.Random(seed)  # noqa: S311  not for secrets
    patterns = [pair for pair in templates() if pair[0] not in LEFT_OUT]
    roles = list(people.clients)
    for number in range(count):
        if number % 50 == 0:
            all_back(people)  # the limits of attempts are not what is tested
            mail.outbox.clear() if hasattr(mail, "outbox") else None
        name, template = patterns[number % len(patterns)]
        role = dice.choice(roles)
        yield _ask(people, role, dice, _path(people, name, template, dice))


def _path(people: Cast, name: str, template: str, dice: random.Random) -> str:
    def given(_name: str, place: str) -> str | None:
        if dice.random() > SAFE:
            return quote(values.value(dice)[:300], safe="") or "x"
        acts = ("confirm", "status", "publish", "unpublish", "merge", "part", "rename")
        act = dice.choice(acts) if name.endswith("_act") else None
        return people.places[name].get(place) or act

    path = filled(template, name, given)
    prefix = dice.choice(("", "", "", "/km", "/vi", "/zh-hans"))
    return path if path.startswith(("/admin", "/media")) or not prefix else prefix + path


def _ask(people: Cast, role: str, dice: random.Random, path: str) -> Told:
    client = people.clients[role]
    if role == "visitor":
        client.cookies.clear()  # each a new one, whom the kept pages are for
    query = urlencode(values.fields(dice, 4), doseq=True)[: dice.choice(LONGEST)]
    address = f"{path}?{query}" if query else path
    draw = dice.random()
    if draw < ODD:
        method = dice.choice(("put", "delete", "options", "head", "patch"))
    else:
        method = "get" if draw < 0.5 else "post"  # about a half of each
    fields = values.fields(dice) if method == "post" else None
    answer = people.ask(client, method, address, fields)
    return Told(role, method, address[:300], answer.status, answer.seconds)
