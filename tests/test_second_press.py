"""The second press of an answer or a decision changes nothing, and is told what the first did."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.formats import date_format

from investors.alerts import services as alerts
from investors.enquiries import links
from investors.enquiries import services as enquiries
from investors.models import Ended, Message
from sez_portal.accounts.models import Appointment
from sez_portal.records.choices import FlagStatus, Origin, Verdict
from sez_portal.records.models import Flag, Remark
from sez_portal.records.services.apply import apply
from sez_portal.records.services.decide import Overtaken, Ruling, decide, remark
from sez_portal.records.services.flags import answer
from sez_portal.records.services.propose import propose
from tests import cast
from tests.investor import sent, thread_of
from tests.pages import text
from tests.searches import saved
from zones import claims
from zones.models import Claim, Zone
from zones.record import ZONE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_counters")]
KEY = "la-savan-seno"
CLAIM = reverse_lazy("zone-claim", args=[KEY])
SAID = {"office": "Zone office", "position": "Head", "note": ""}


def told(moment) -> str:
    return date_format(timezone.localtime(moment), "DATETIME_FORMAT")


def test_a_stopped_alert_s_link_says_when(client):
    search = saved()
    address = reverse("alert-stop", args=[alerts.token_of(search, alerts.STOP)])
    by_program = client.post(address, {"List-Unsubscribe": "One-Click"})
    moment = Ended.objects.get().ended_at
    for answered in (by_program, client.post(address, {"do": "stop"}), client.get(address)):
        assert f"were deleted on {told(moment)}" in text(answered)
    other = saved(email="other@investor.test")
    address = reverse("alert-stop", args=[alerts.token_of(other, alerts.STOP)])
    other.delete()  # by another way, such as with its account
    assert "The search and your address for it are deleted." in text(client.get(address))


def test_a_deleted_enquiry_s_links_say_when(client):
    enquiry = sent()
    read, verify = links.token_of(enquiry), links.token_of(enquiry, links.VERIFY)
    client.post(reverse("enquiry-delete", args=[read]))
    moment = Ended.objects.get().ended_at
    for name, token in (("link", read), ("verify", verify), ("delete", read)):
        page = text(client.get(reverse(f"enquiry-{name}", args=[token])))
        assert f"It was deleted on {told(moment)}." in page
    assert "mai@" not in str(Ended.objects.values())


def test_the_same_claim_is_one(client, commit):
    cast.sign_in(client, cast.person())
    places = []
    with commit():
        for _press in range(2):
            pressed = client.post(CLAIM, SAID)
            assert pressed.status_code == 302
            places.append(pressed["Location"])
    assert len(set(places)) == Claim.objects.count() == 1
    other = client.post(CLAIM, SAID | {"note": "And more"})
    assert (other.status_code, Claim.objects.count()) == (422, 1)
    assert "waiting already" in text(other)


def test_a_claim_decided_twice_is_decided_once(client, commit):
    zone, author = Zone.objects.get(key=KEY), cast.person()
    claim = claims.claim(zone=zone, by=author, **SAID)
    moderator = cast.moderator()
    cast.sign_in(client, moderator)
    with commit():
        for _press in range(2):
            pressed = client.post(claim.get_absolute_url(), {"do": "accept"})
            assert pressed.status_code == 302
            assert "Decided. The author gets a mail." in text(client.get(pressed["Location"]))
    assert Appointment.objects.filter(user=author).count() == 1
    assert [letter.to for letter in mail.outbox].count([author.email]) == 1
    late = client.post(claim.get_absolute_url(), {"do": "decline", "reason": "No letter"})
    claim.refresh_from_db()
    assert f"{moderator} decided it on {told(claim.decided_at)}: accepted." in text(late)
    assert claim.status == "accepted"


def test_an_answer_to_a_report_is_one(client, commit):
    flag = Flag.objects.create(
        record="zone", key=KEY, title="Z", country="LA", text="It is 130.", email="a@b.test"
    )
    apply(record=ZONE, key=KEY, values={"firms": 130}, origin=Origin.ADMIN)
    cast.sign_in(client, cast.moderator())
    said = {"status": FlagStatus.ACCEPTED, "text": "It is now."}
    with commit():
        for _press in range(2):
            assert client.post(f"/desk/flags/{flag.pk}/", said).status_code == 302
    assert [letter.to for letter in mail.outbox] == [["a@b.test"]]
    other = cast.moderator("other@sample.invalid")
    told = "was faster and answered in the meantime: corrected. “It is now.”"
    with pytest.raises(ValidationError, match=told):
        answer(flag=flag, by=other, status=FlagStatus.DECLINED, text="No")


def test_a_decision_on_a_proposal_is_one(commit):
    official, moderator = cast.official(KEY), cast.moderator()
    proposal = propose(record=ZONE, key=KEY, by=official, values={"firms": 148})
    turn = proposal.turn
    firms = {"firms": Ruling(Verdict.ACCEPTED, seen=129)}
    with commit():
        first = decide(submission=proposal, by=moderator, rulings=firms, turn=turn)
        again = decide(submission=proposal, by=moderator, rulings=firms, turn=turn)
    assert (again.pk, again.turn, again.parts.count()) == (first.pk, turn + 1, 1)
    assert [letter.to for letter in mail.outbox].count([official.email]) == 1
    other = {"firms": Ruling(Verdict.DECLINED, reason="No", seen=129)}
    for by, rulings in ((moderator, other), (cast.moderator("o@sample.invalid"), firms)):
        with pytest.raises(Overtaken):
            decide(submission=proposal, by=by, rulings=rulings, turn=turn)


def test_a_word_on_a_proposal_is_one():
    proposal = propose(record=ZONE, key=KEY, by=cast.official(KEY), values={"firms": 148})
    word = {"kind": "comment", "text": "Since when?", "turn": proposal.turn}
    moderator = cast.moderator()
    said = [remark(submission=proposal, by=moderator, **word).pk for _press in range(2)]
    assert len(set(said)) == Remark.objects.count() == 1
    proposal.refresh_from_db()
    remark(submission=proposal, by=moderator, seen=said[0], **word | {"turn": proposal.turn})
    assert Remark.objects.count() == 2  # the page was opened anew: it is meant


def test_a_word_in_an_enquiry_is_one(client, commit):
    enquiry = sent()
    thread, official = thread_of(enquiry), cast.official(KEY)
    with commit():
        for _press in range(2):
            enquiries.note(thread=thread, by=official, text="Who knows?")
        for _press in range(2):
            enquiries.answer(thread=thread, by=official, text="Four dollars.")
        for _press in range(2):
            enquiries.reply(thread=thread, text="And water?")
    assert Message.objects.filter(thread=thread).count() == 3
    assert [letter.to for letter in mail.outbox].count([enquiry.email]) == 1
    enquiries.reply(thread=thread, text="And power?")
    enquiries.reply(thread=thread, text="And water?")
    assert Message.objects.filter(thread=thread).count() == 5
