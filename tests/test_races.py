"""On PostgreSQL with threads: no lost update, exactly one decision, history adds up."""

import threading
from collections.abc import Callable, Iterator
from functools import partial

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, OperationalError, connection
from django.test import Client

from sez_portal.accounts.models import User
from sez_portal.records.choices import Verdict
from sez_portal.records.models import DataVersion, Evidence, Submission
from sez_portal.records.past import values_at
from sez_portal.records.services import decide as deciding
from sez_portal.records.services import propose as proposals
from sez_portal.records.services.apply import apply
from sez_portal.records.services.decide import Ruling
from sez_portal.records.services.edit import edit
from sez_portal.records.services.merge import merge, unmerge
from sez_portal.records.services.told import Told
from tests import cast
from zones.models import Zone
from zones.record import ZONE

ROUNDS = 50
KEY, OTHER = "la-races", "la-races-two"
VALUES = {
    "name_en": "Races",
    "country": "LA",
    "type": "special_economic_zone",
    "status": "planned",
    "management": "unknown",
    "lat": "17.97",
    "lon": "102.6",
    "coord_precision": "province",
    "firms": 1,
    "jobs": 1,
}


def in_threads(test: Callable[[], None]) -> Callable[[], None]:
    return pytest.mark.postgres(pytest.mark.usefixtures("_committed")(test))


@pytest.fixture
def _committed(django_db_setup, django_db_blocker) -> Iterator[None]:
    """A zone and people that other connections see; taken away again afterwards."""
    with django_db_blocker.unblock():
        apply(record=ZONE, key=KEY, values=VALUES, origin="seed")
        try:
            yield
        finally:
            for model in (Submission, Evidence):
                model.objects.filter(key=KEY).delete()
            Zone.objects.filter(key=KEY).delete()
            User.objects.filter(email__endswith="@sample.invalid").delete()
            connection.close()


def at_once(*acts: Callable[[], object]) -> list[object]:
    """What each of the acts, begun at the same moment, returned or raised."""
    barrier, results = threading.Barrier(len(acts)), [None] * len(acts)

    def run(number: int) -> None:
        barrier.wait()
        try:
            results[number] = acts[number]()
        except Exception as error:  # noqa: BLE001  looked at below
            results[number] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[number]) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert not any(isinstance(result, OperationalError) for result in results), results
    return results


def live() -> dict:
    return ZONE.read(Zone.objects.get(key=KEY))


def adds_up() -> None:
    assert values_at(ZONE, KEY, DataVersion.current()) == live()


def propose(by: User, **values: object) -> Submission:
    return proposals.propose(
        record=ZONE, key=KEY, by=by, values=values, based_on=DataVersion.current()
    )


def decide(sent: Submission, by: User, verdict: str, seen: object) -> Submission:
    ruling = Ruling(verdict, reason="no", seen=seen)
    return deciding.decide(submission=sent, by=by, rulings={"firms": ruling}, turn=sent.turn)


@in_threads
def test_two_moderators_decide_at_once_and_exactly_one_wins():
    author = cast.official(KEY, "o@sample.invalid")
    one, two = cast.moderator("a@sample.invalid"), cast.moderator("b@sample.invalid")
    for number in range(ROUNDS):
        before = live()["firms"]
        sent = propose(author, firms=number + 10)
        results = at_once(
            lambda sent=sent, before=before: decide(sent, one, Verdict.ACCEPTED, before),
            lambda sent=sent, before=before: decide(sent, two, Verdict.DECLINED, before),
        )
        overtaken = [result for result in results if isinstance(result, deciding.Overtaken)]
        assert len(overtaken) == 1, results
        sent.refresh_from_db()
        accepted = sent.decisions["firms"]["verdict"] == Verdict.ACCEPTED
        assert live()["firms"] == (number + 10 if accepted else before)
    adds_up()


@in_threads
def test_an_approval_races_an_edit_in_the_administration():
    author, moderator = cast.official(KEY, "o@sample.invalid"), cast.moderator("a@sample.invalid")
    focal = cast.focal_point("LA", "f@sample.invalid")
    for number in range(ROUNDS):
        sent = propose(author, firms=number + 1000)
        deciding.remark(submission=sent, by=focal, kind="endorsed", text="", turn=sent.turn)
        sent.refresh_from_db()
        before = live()["firms"]
        change = {"firms": number + 5000}
        results = at_once(
            lambda sent=sent, before=before: decide(sent, moderator, Verdict.ACCEPTED, before),
            lambda change=change: edit(
                record=ZONE, key=KEY, values=change, by=focal, office="F", note="n"
            ),
        )
        assert not isinstance(results[1], Exception), results
        first = results[0]
        # Whoever saw an old value was refused; otherwise the edit came after, and stands.
        assert isinstance(first, (deciding.Moved, Submission)), results
        assert live()["firms"] == number + 5000
        adds_up()
        if isinstance(first, deciding.Moved):
            proposals.withdraw(submission=sent, by=author)


@in_threads
def test_two_officials_propose_at_once_and_nothing_is_lost():
    people = [cast.official(KEY, f"o{n}@sample.invalid") for n in range(2)]
    for number in range(ROUNDS):
        results = at_once(
            lambda number=number: propose(people[0], firms=number + 50),
            lambda number=number: propose(people[1], jobs=number + 50),
        )
        assert all(isinstance(result, Submission) for result in results), results
    rows = Submission.objects.open().filter(key=KEY)
    found = [(row.author_id, row.changes[name]["to"]) for row in rows for name in row.changes]
    assert sorted(found) == [
        (people[0].pk, ROUNDS + 49),
        (people[1].pk, ROUNDS + 49),
    ]


@in_threads
def test_one_author_in_two_tabs_leaves_one_submission():
    author = cast.official(KEY, "o@sample.invalid")
    for number in range(ROUNDS):
        results = at_once(
            lambda number=number: propose(author, firms=number + 70),
            lambda number=number: propose(author, firms=number + 70),
        )
        assert any(isinstance(result, Submission) for result in results), results
        assert Submission.objects.open().filter(key=KEY, author=author).count() == 1
        refused = (IntegrityError, ValidationError, PermissionDenied, Submission)
        assert all(isinstance(result, refused) for result in results)


@pytest.mark.django_db
def test_what_is_sent_again_overtakes_whoever_looks_at_it():
    apply(record=ZONE, key=KEY, values=VALUES, origin="seed")
    author, moderator = cast.official(KEY, "o@sample.invalid"), cast.moderator()
    seen = propose(author, firms=2)
    propose(author, firms=3)
    with pytest.raises(deciding.Overtaken):
        decide(seen, moderator, Verdict.ACCEPTED, 1)


@in_threads
def test_a_new_zone_that_is_sent_twice_at_the_same_moment_is_one():
    cache.clear()  # no attempt of an earlier test counts
    user = cast.person("twice@sample.invalid")
    clients = [Client(), Client(), Client()]
    for client in clients:
        cast.sign_in(client, user)
    told = {name: VALUES[name] for name in ("country", "type", "status", "management")}
    rows = Submission.objects.filter(title__startswith="Pressed Zone")
    try:
        for number in range(5):
            said = told | {"name_en": f"Pressed Zone {number}", "note": "It opened in June."}
            acts = [partial(client.post, "/desk/zones/new/", said) for client in clients]
            assert [answer.status_code for answer in at_once(*acts)] == [302, 302, 302]
            assert rows.count() == number + 1
    finally:
        rows.delete()


@in_threads
def test_a_merging_races_a_decision_on_the_zone_that_goes():
    apply(record=ZONE, key=OTHER, values=VALUES | {"name_en": "Race Two"}, origin="seed")
    author, moderator = cast.official(KEY, "o@sample.invalid"), cast.moderator("a@sample.invalid")
    focal = cast.focal_point("LA", "f@sample.invalid")
    told = Told(focal, "F", "One")
    try:
        for number in range(ROUNDS):
            before, there = live()["firms"], firms_of(OTHER)
            sent = propose(author, firms=number + 3000)
            deciding.remark(submission=sent, by=focal, kind="endorsed", text="", turn=sent.turn)
            sent.refresh_from_db()
            decided, head = at_once(
                lambda sent=sent, before=before: decide(sent, moderator, Verdict.ACCEPTED, before),
                lambda: merge(record=ZONE, key=KEY, into=OTHER, take=["firms"], told=told),
            )
            assert isinstance(head, Submission), head
            sent.refresh_from_db()
            if isinstance(decided, Submission):  # decided first: the figure was taken over
                assert (sent.key, firms_of(OTHER)) == (KEY, number + 3000)
            else:  # merged first: it waits there, and whoever was slower is told so
                assert isinstance(decided, deciding.Overtaken), decided
                assert (sent.key, sent.status, firms_of(OTHER)) == (OTHER, "waiting", before)
            unmerge(record=ZONE, key=KEY, told=told)
            sent.refresh_from_db()
            assert (sent.key, firms_of(OTHER)) == (KEY, there)
            assert live()["firms"] == (before if sent.is_waiting else number + 3000)
            adds_up()
            if sent.is_waiting:
                proposals.withdraw(submission=sent, by=author)
    finally:
        for model in (Submission, Evidence):
            model.objects.filter(key=OTHER).delete()
        Zone.objects.filter(key=OTHER).delete()


def firms_of(key: str) -> int:
    return Zone.objects.get(key=key).firms
