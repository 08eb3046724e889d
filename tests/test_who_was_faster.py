"""Two at the same thing: the second is told who was faster and what they did, and loses no word."""

import json

import pytest
from django.urls import reverse

from sez_portal.records.choices import Origin, RemarkKind, Verdict
from sez_portal.records.models import Flag, Remark, Submission
from sez_portal.records.services.apply import apply
from sez_portal.records.services.decide import Overtaken, Ruling, decide, remark
from sez_portal.records.services.flags import answer
from sez_portal.records.services.propose import propose, withdraw
from tests import cast
from tests.pages import in_one_line as text
from zones import claims
from zones.models import Zone
from zones.record import ZONE

pytestmark = pytest.mark.django_db
KEY = "la-savan-seno"


def send(by=None, **values) -> Submission:
    by = by or cast.official(KEY)
    return propose(record=ZONE, key=KEY, by=by, values=values or {"firms": 148, "jobs": 6250})


def one_and_two() -> tuple:
    return cast.moderator("first@sample.invalid"), cast.moderator("second@sample.invalid")


def ruled(sent: Submission, by, **verdicts: Ruling) -> Submission:
    return decide(submission=sent, by=by, rulings=verdicts, turn=sent.turn)


def test_the_second_moderator_reads_who_decided_what_and_their_own_words(client):
    sent = send()
    first, second = one_and_two()
    declined = Ruling(Verdict.DECLINED, reason="No source.")
    ruled(sent, first, firms=Ruling(Verdict.ACCEPTED, seen=129), jobs=declined)
    cast.sign_in(client, second)
    typed = {"verdict-jobs": "declined", "reason-jobs": "Which month?", "seen-jobs": "4681"}
    answered = client.post(sent.get_absolute_url(), {"turn": sent.turn, **typed})
    assert answered.status_code == 409
    page = text(answered)
    assert "first was faster and decided: Firms: accepted; Jobs: declined (No source.)" in page
    assert "Which month?" in page.partition("What you had chosen")[2].partition("</dl>")[0]


def test_what_the_author_changed_meanwhile_is_not_ticked_again(client):
    author, moderator = cast.official(KEY), cast.moderator()
    sent = send(author)
    send(author, firms=150)
    cast.sign_in(client, moderator)
    typed = {"verdict-firms": "accepted", "verdict-jobs": "declined", "reason-jobs": "Which month?"}
    seen = {"seen-firms": json.dumps(129), "seen-jobs": json.dumps(4681)}
    page = text(client.post(sent.get_absolute_url(), {"turn": sent.turn, **typed, **seen}))
    assert "official sent more to it since you opened the page." in page
    assert 'name="verdict-firms" value="accepted" checked' not in page
    assert 'name="verdict-jobs" value="declined" checked' in page
    assert "Which month?</textarea>" in page


def test_each_way_of_being_faster_is_told():
    author, (first, second) = cast.official(KEY), one_and_two()
    sent = send(author)
    remark(submission=sent, by=first, kind=RemarkKind.RETURNED, text="Of when?", turn=sent.turn)
    firms = Ruling(Verdict.ACCEPTED, seen=129)
    with pytest.raises(Overtaken, match="first was faster and sent it back: “Of when[?]”"):
        ruled(sent, second, firms=firms)
    withdraw(submission=sent, by=author)
    with pytest.raises(Overtaken, match="official took it back"):
        ruled(sent, second, firms=firms)


def test_a_comment_collides_with_nothing():
    sent, (first, second) = send(), one_and_two()
    for by in (first, second):
        remark(submission=sent, by=by, kind=RemarkKind.COMMENT, text="Hm.", turn=sent.turn)
    assert Remark.objects.count() == 2
    assert ruled(sent, second, firms=Ruling(Verdict.ACCEPTED, seen=129)).decisions
    remark(submission=sent, by=first, kind=RemarkKind.COMMENT, text="And jobs?", turn=sent.turn)
    assert Remark.objects.count() == 3


@pytest.mark.parametrize("kind", ["endorsed", "comment", "returned"])
def test_a_word_on_what_is_decided_is_refused_and_kept(client, kind: str):
    sent, focal = send(), cast.focal_point("LA")
    remark(submission=sent, by=focal, kind=RemarkKind.ENDORSED, text="", turn=sent.turn)
    sent.refresh_from_db()
    no = Ruling(Verdict.DECLINED, reason="No source.")
    ruled(sent, cast.moderator(), firms=no, jobs=no)
    cast.sign_in(client, focal)
    data = {"kind": kind, "text": "It is so.", "turn": sent.turn}
    answered = client.post(reverse("submission-remark", args=[sent.pk]), data)
    assert answered.status_code == 409
    assert "moderator was faster and decided: Firms: declined (No source.)" in text(answered)
    assert "It is so." in text(answered)
    assert "Noted" not in text(answered)


def test_endorsed_again_after_the_decision_is_not_noted_again(client):
    sent, focal = send(), cast.focal_point("LA")
    cast.sign_in(client, focal)
    address, data = reverse("submission-remark", args=[sent.pk]), {"kind": "endorsed", "text": ""}
    data["turn"] = sent.turn
    for _press in range(2):
        assert "Noted" in text(client.post(address, data, follow=True))
    assert Remark.objects.count() == 1
    sent.refresh_from_db()
    no = Ruling(Verdict.DECLINED, reason="No source.")
    ruled(sent, cast.moderator(), firms=no, jobs=no)
    page = text(client.post(address, data, follow=True))
    assert "moderator was faster and decided" in page
    assert "Noted" not in page


def test_the_second_answer_to_a_report_is_kept_and_told_who_was_faster(client):
    flag = Flag.objects.create(record="zone", key=KEY, title="Z", country="LA", text="It is 130.")
    first, second = one_and_two()
    apply(record=ZONE, key=KEY, values={"firms": 130}, origin=Origin.ADMIN)
    answer(flag=flag, by=first, status="accepted", text="Corrected.")
    cast.sign_in(client, second)
    answered = client.post(f"/desk/flags/{flag.pk}/", {"status": "declined", "text": "It is so."})
    assert answered.status_code == 409
    page = text(answered)
    assert "first was faster and answered in the meantime: corrected. “Corrected.”" in page
    assert "It is so." in page


def test_the_second_decision_on_a_claim_is_kept_and_told_who_was_faster(client):
    zone, author = Zone.objects.get(key=KEY), cast.person()
    claim = claims.claim(zone=zone, by=author, office="Office", position="Head")
    first, second = one_and_two()
    claims.decide(claim=claim, by=first, is_accepted=True, reason="")
    cast.sign_in(client, second)
    answered = client.post(claim.get_absolute_url(), {"do": "decline", "reason": "No letter."})
    assert answered.status_code == 409
    assert "first decided it on" in text(answered)
    assert "No letter." in text(answered)


@pytest.mark.parametrize("what", ["claim", "flag", "submission"])
def test_what_has_to_be_written_is_asked_for_at_its_place(client, what: str):
    sent, zone = send(), Zone.objects.get(key=KEY)
    claim = claims.claim(zone=zone, by=cast.person(), office="Office", position="Head")
    flag = Flag.objects.create(record="zone", key=KEY, title="Z", country="LA", text="It is 130.")
    cast.sign_in(client, cast.moderator())
    address, data, field = {
        "claim": (claim.get_absolute_url(), {"do": "decline"}, "reason"),
        "flag": (f"/desk/flags/{flag.pk}/", {"status": "declined", "text": " "}, "text"),
        "submission": (
            sent.get_absolute_url(),
            {"turn": sent.turn, "verdict-firms": "declined"},
            "reason-firms",
        ),
    }[what]
    page = text(client.post(address, data))
    place = page.partition(f'<label for="{field}">')[2].partition("</div>")[0]
    assert 'class="msg"' in place
    assert 'aria-invalid="true"' in place
    assert " required" not in place
