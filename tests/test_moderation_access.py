"""Roles × acts × states: a table of who may do what with a submission, a flag and a claim."""

import pytest
from django.contrib.auth.models import AnonymousUser

from sez_portal.common.access import may
from sez_portal.records.choices import SubmissionStatus
from sez_portal.records.models import Flag, Submission
from tests import cast
from zones.models import Claim, Zone

pytestmark = pytest.mark.django_db
KEY = "la-savan-seno"

ROLES = {
    "nobody": AnonymousUser,
    "person": lambda: cast.person("person@sample.invalid"),
    "author": lambda: cast.official(KEY, "author@sample.invalid"),
    "colleague": lambda: cast.official(KEY, "colleague@sample.invalid"),
    "official elsewhere": lambda: cast.official("la-boten", "elsewhere@sample.invalid"),
    "focal point": lambda: cast.focal_point("LA"),
    "focal point elsewhere": lambda: cast.focal_point("KH", "kh@sample.invalid"),
    "moderator": cast.moderator,
    "administrator": cast.administrator,
}
SENT = ("waiting", "returned", "accepted", "partly", "declined", "withdrawn")
MI = {"moderator", "administrator"}
COUNTRY = MI | {"focal point"}
# act: {state: who may}; states that are not named: nobody.
SUBMISSIONS = {
    "view": dict.fromkeys(SENT, COUNTRY | {"author", "colleague"}),
    "edit": dict.fromkeys(("waiting", "returned"), {"author"}),
    "withdraw": dict.fromkeys(("waiting", "returned"), {"author"}),
    "reopen": dict.fromkeys(("partly", "declined", "withdrawn"), {"author"}),
    "ask": {"waiting": COUNTRY},
    "endorse": {"waiting": COUNTRY},
    "decide": {"waiting": MI},
    "assign": {"waiting": MI},
    "revert": {"applied": COUNTRY},
}
SUBMISSIONS["view"]["applied"] = COUNTRY | {"author", "colleague"}


@pytest.fixture
def people() -> dict:
    return {role: make() for role, make in ROLES.items()}


@pytest.mark.parametrize("act", SUBMISSIONS)
@pytest.mark.parametrize("state", SubmissionStatus.values)
def test_submissions(people: dict, act: str, state: str):
    moment = "2026-11-01T00:00:00Z"
    row = Submission.objects.create(
        record="zone",
        key=KEY,
        country="LA",
        title="t",
        origin="proposal",
        status=state,
        author=people["author"],
        submitted_at=moment,
        applied_at=moment,
    )
    allowed = {role for role, user in people.items() if may(user, act, row)}
    assert allowed == SUBMISSIONS[act].get(state, set())


@pytest.mark.parametrize("role", ["moderator", "administrator", "focal point"])
def test_nobody_decides_or_endorses_what_they_sent(people: dict, role: str):
    moment = "2026-11-01T00:00:00Z"
    row = Submission.objects.create(
        record="zone",
        key=KEY,
        country="LA",
        title="t",
        origin="proposal",
        status="waiting",
        author=people[role],
        submitted_at=moment,
    )
    assert not any(may(people[role], act, row) for act in ("decide", "endorse", "ask"))


ZONES = {
    "propose": COUNTRY | {"author", "colleague"},
    "confirm": COUNTRY | {"author", "colleague"},
    "change": COUNTRY,
    "view": set(ROLES),
}


@pytest.mark.parametrize("act", [*ZONES, "delete", "anything"])
def test_zones(people: dict, act: str):
    zone = Zone.objects.get(key=KEY)
    allowed = {role for role, user in people.items() if may(user, act, zone)}
    assert allowed == ZONES.get(act, set())


def test_a_zone_that_is_not_published_is_seen_by_those_who_keep_it(people: dict):
    Zone.objects.filter(key=KEY).update(is_published=False)
    zone = Zone.objects.get(key=KEY)
    allowed = {role for role, user in people.items() if may(user, "view", zone)}
    assert allowed == COUNTRY | {"author", "colleague"}


@pytest.mark.parametrize(
    ("act", "state", "expected"),
    [
        ("view", "open", COUNTRY | {"author", "colleague"}),
        ("decide", "open", COUNTRY | {"author", "colleague"}),
        ("decide", "accepted", set()),
    ],
)
def test_flags(people: dict, act: str, state: str, expected: set):
    flag = Flag.objects.create(record="zone", key=KEY, country="LA", title="t", status=state)
    assert {role for role, user in people.items() if may(user, act, flag)} == expected


@pytest.mark.parametrize(
    ("act", "state", "expected"),
    [
        ("view", "open", COUNTRY | {"person"}),
        ("decide", "open", COUNTRY),
        ("decide", "declined", set()),
    ],
)
def test_claims(people: dict, act: str, state: str, expected: set):
    zone = Zone.objects.get(key=KEY)
    claim = Claim.objects.create(zone=zone, user=people["person"], status=state)
    assert {role for role, user in people.items() if may(user, act, claim)} == expected


@pytest.mark.parametrize("role", ["author", "focal point", "moderator"])
def test_an_appointment_that_ended_gives_nothing(people: dict, role: str):
    user = people[role]
    user.appointments.update(ends_on="2020-01-01")
    user = type(user).objects.get(pk=user.pk)
    assert not may(user, "propose", Zone.objects.get(key=KEY))
