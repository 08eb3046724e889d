"""On PostgreSQL with threads: an edit against two acceptances, two baskets, a role that ends."""

from django.core.exceptions import PermissionDenied

from sez_portal.accounts import services as accounts
from sez_portal.accounts.models import Appointment
from sez_portal.records.choices import SubmissionStatus
from sez_portal.records.models import DataVersion, Submission
from sez_portal.records.services import decide as deciding
from sez_portal.records.services.decide import Ruling
from sez_portal.records.services.edit import edit
from sez_portal.records.services.propose import propose_all, withdraw
from sez_portal.records.services.statement import FormAnswer
from tests import cast
from tests.test_races import KEY, ROUNDS, _committed, adds_up, at_once, in_threads, live, propose
from zones.models import Zone
from zones.record import ZONE

__all__ = ["_committed"]  # a fixture of the decorator


def accept(sent: Submission, by, field: str) -> Submission:
    ruling = Ruling("accepted", seen=live()[field])
    return deciding.decide(submission=sent, by=by, rulings={field: ruling}, turn=sent.turn)


def answer(**values: object) -> FormAnswer:
    return FormAnswer(values, based_on=DataVersion.current())


@in_threads
def test_an_edit_and_two_acceptances_of_other_fields_all_stand():
    one, two = (cast.official(KEY, f"o{n}@sample.invalid") for n in range(2))
    moderators = [cast.moderator(f"m{n}@sample.invalid") for n in range(2)]
    focal = cast.focal_point("LA", "f@sample.invalid")
    for number in range(ROUNDS):
        firms, jobs = propose(one, firms=number + 10), propose(two, jobs=number + 20)
        for sent in (firms, jobs):
            deciding.remark(submission=sent, by=focal, kind="endorsed", text="", turn=sent.turn)
            sent.refresh_from_db()
        change = {"developer": f"Developer {number}"}
        results = at_once(
            lambda sent=firms: accept(sent, moderators[0], "firms"),
            lambda sent=jobs: accept(sent, moderators[1], "jobs"),
            lambda change=change: edit(
                record=ZONE, key=KEY, values=change, by=focal, office="F", note="n"
            ),
        )
        assert all(isinstance(result, Submission) for result in results), results
        now = live()
        told = (now["firms"], now["jobs"], now["developer"])
        assert told == (number + 10, number + 20, f"Developer {number}")
    adds_up()


@in_threads
def test_two_baskets_of_one_zone_are_two_proposals_with_all_their_fields():
    one, two = (cast.official(KEY, f"o{n}@sample.invalid") for n in range(2))
    for number in range(ROUNDS):
        results = at_once(
            lambda n=number: propose_all(
                record=ZONE,
                key=KEY,
                by=one,
                answers=[answer(firms=n + 10), answer(developer=f"D {n}")],
            ),
            lambda n=number: propose_all(
                record=ZONE, key=KEY, by=two, answers=[answer(firms=n + 11), answer(jobs=n + 12)]
            ),
        )
        assert all(isinstance(result, Submission) for result in results), results
        waiting = {row.author_id: row for row in Submission.objects.waiting().filter(key=KEY)}
        assert waiting[one.pk].changes["firms"]["to"] == number + 10
        assert waiting[one.pk].changes["developer"]["to"] == f"D {number}"
        assert waiting[two.pk].changes["firms"]["to"] == number + 11
        assert waiting[two.pk].changes["jobs"]["to"] == number + 12


@in_threads
def test_two_sections_of_one_author_sent_at_once_are_one_proposal():
    author = cast.official(KEY, "o@sample.invalid")
    for number in range(ROUNDS):
        at_once(
            lambda n=number: propose_all(
                record=ZONE, key=KEY, by=author, answers=[answer(firms=n + 10)]
            ),
            lambda n=number: propose_all(
                record=ZONE, key=KEY, by=author, answers=[answer(jobs=n + 10)]
            ),
        )
        sent = Submission.objects.get(key=KEY, author=author, status=SubmissionStatus.WAITING)
        told = {name: change["to"] for name, change in sent.changes.items()}
        assert told == {"firms": number + 10, "jobs": number + 10}
        withdraw(submission=sent, by=author)


@in_threads
def test_two_windows_of_one_author_sent_at_once_each_change_their_own_alone():
    author = cast.official(KEY, "o@sample.invalid")
    start = ZONE.read(Zone.objects.get(key=KEY), ["firms", "jobs"])
    for number in range(ROUNDS):
        first, second = (
            FormAnswer(start | own, based_on=DataVersion.current(), opened={})
            for own in ({"firms": number + 10}, {"jobs": number + 10})
        )
        at_once(
            lambda one=first: propose_all(record=ZONE, key=KEY, by=author, answers=[one]),
            lambda one=second: propose_all(record=ZONE, key=KEY, by=author, answers=[one]),
        )
        sent = Submission.objects.get(key=KEY, author=author, status=SubmissionStatus.WAITING)
        told = {name: change["to"] for name, change in sent.changes.items()}
        assert told == {"firms": number + 10, "jobs": number + 10}
        withdraw(submission=sent, by=author)


@in_threads
def test_a_role_that_ends_while_its_proposal_is_decided_leaves_no_half():
    moderator, focal = (
        cast.moderator("m@sample.invalid"),
        cast.focal_point("LA", "f@sample.invalid"),
    )
    for number in range(ROUNDS):
        author = cast.official(KEY, f"o{number}@sample.invalid")
        held = Appointment.objects.get(user=author)
        sent = propose(author, firms=number + 10)
        deciding.remark(submission=sent, by=focal, kind="endorsed", text="", turn=sent.turn)
        sent.refresh_from_db()
        results = at_once(
            lambda sent=sent: accept(sent, moderator, "firms"),
            lambda held=held: accounts.end_appointment(appointment=held, by=focal, note="left"),
            lambda author=author, n=number: propose(author, jobs=n + 10),
        )
        assert isinstance(results[0], (Submission, deciding.Overtaken)), results
        assert not isinstance(results[1], Exception), results
        assert isinstance(results[2], (Submission, PermissionDenied)), results
        sent.refresh_from_db()
        is_live = live()["firms"] == number + 10
        assert is_live == (sent.decisions.get("firms", {}).get("verdict") == "accepted")
        Submission.objects.filter(key=KEY, author=author).exclude(status="applied").delete()
    adds_up()
