"""Rows that two countries share: what one side sends waits for the other side or the institute."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError

from sez_portal.accounts.choices import Role
from sez_portal.accounts.models import Appointment
from sez_portal.common.access import may
from sez_portal.records.choices import Origin, SubmissionStatus, Verdict
from sez_portal.records.models import Submission
from sez_portal.records.services.apply import apply, waits_for_other_side
from sez_portal.records.services.decide import Ruling, decide
from sez_portal.records.services.edit import edit
from sez_portal.records.services.merge import merge
from sez_portal.records.services.propose import propose
from sez_portal.records.services.revert import revert
from sez_portal.records.services.told import Told
from tests.administration import change, faults, url
from tests.cast import focal_point, moderator, sign_in
from zones.models import CrossBorderZone
from zones.record import PAIR

pytestmark = pytest.mark.django_db
KEY = "mukdahan-savan-seno"  # of Thailand and Lao PDR
WAITS = "Two countries share this row"
OFFICE = {"office": "An office", "note": "It is so"}
NEW = {"name_en": "Another name", "summary_en": "Other words", "status": "suspended"}


@pytest.fixture
def sides():
    lao, thai = focal_point("LA", "lao@sample.invalid"), focal_point("TH", "thai@sample.invalid")
    return {"LA": lao, "TH": thai}


def pair() -> CrossBorderZone:
    return CrossBorderZone.objects.get(key=KEY)


def sent_by(user, **values) -> Submission:
    made = edit(record=PAIR, key=KEY, values=values or NEW, by=user, **OFFICE)
    assert made is not None
    return made


def accept(sent: Submission, by, **more) -> Submission:
    live = PAIR.read(pair())
    names = {name: Ruling(Verdict.ACCEPTED, seen=live[name], **more) for name in sent.changes}
    return decide(submission=sent, by=by, rulings=names, turn=sent.turn)


@pytest.mark.parametrize(("own", "other"), [("LA", "TH"), ("TH", "LA")])
def test_what_one_side_changes_waits_for_the_other(sides, own, other):
    colleague = focal_point(own, "colleague@sample.invalid")
    abroad = focal_point("KH", "abroad@sample.invalid")
    before = PAIR.read(pair())
    sent = sent_by(sides[own])
    assert sent.is_waiting
    assert sent.country == own
    assert PAIR.read(pair()) == before
    people = [sides[own], colleague, abroad, sides[other], moderator()]
    assert [person for person in people if may(person, "decide", sent)] == people[3:]
    accept(sent, sides[other])
    assert {name: PAIR.read(pair())[name] for name in NEW} == NEW


def test_the_institute_decides_too_without_waiting_for_a_day(sides):
    accept(sent_by(sides["LA"]), moderator())
    assert pair().status == "suspended"


@pytest.mark.parametrize("side", ["LA", "TH"])
def test_either_side_decides_what_the_institute_changed(sides, side):
    sent = sent_by(moderator())
    assert sent.origin == Origin.MI
    accept(sent, sides[side])
    assert Submission.objects.get(proposal=sent).awaits_country is False


def test_the_other_side_is_told_and_sees_it_in_its_queue(
    client, sides, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        sent = sent_by(sides["LA"])
    assert "thai@sample.invalid" in {letter.to[0] for letter in mail.outbox}
    sign_in(client, sides["TH"])
    assert sent.get_absolute_url() in client.get("/desk/queue/").content.decode()
    page = " ".join(client.get(sent.get_absolute_url()).content.decode().split())
    assert 'name="verdict-name_en" value="accepted"' in page
    assert 'name="instead-name_en"' not in page


def test_the_other_side_puts_no_words_of_its_own_in_their_place(sides):
    sent = sent_by(sides["LA"], name_en="Another name")
    with pytest.raises(ValidationError, match="words of the other side"):
        accept(sent, sides["TH"], override="Our name")
    assert pair().name_en != "Our name"


@pytest.mark.parametrize("side", ["LA", "TH"])
def test_neither_side_takes_back_alone_what_both_agreed_on(sides, side):
    made = apply(record=PAIR, key=KEY, values={"status": "suspended"}, origin=Origin.ADMIN)
    with pytest.raises(PermissionDenied):
        revert(submission=made, by=sides[side], note="No")
    assert revert(submission=made, by=moderator(), note="No")


def test_neither_side_hides_it_by_saying_that_it_is_another(sides):
    merged = {"record": PAIR, "key": KEY, "into": "mae-sot-myawaddy"}
    both = focal_point("MM", "both@sample.invalid")
    for by in (sides["TH"], both):
        with pytest.raises(PermissionDenied):
            merge(told=Told(by, "O", "One"), **merged)
    assert pair().is_published


def test_whoever_speaks_for_both_sides_changes_it_at_once(sides):
    both = sides["LA"]
    Appointment.objects.create(user=both, role=Role.FOCAL_POINT, country="TH", office="O")
    assert sent_by(both).status == SubmissionStatus.APPLIED
    assert pair().name_en == "Another name"


@pytest.mark.parametrize("side", ["LA", "TH"])
def test_the_desk_says_before_sending_for_whom_it_waits(client, sides, side):
    sign_in(client, sides[side])
    page = f"/desk/edit/pair/{KEY}/identity/"
    answer = client.get(page)
    assert WAITS in answer.content.decode()
    form = answer.context["form"]
    data = {bound.html_name: bound.value() or "" for bound in form} | {"name_en": "Another name"}
    data.pop("paper", None)
    assert client.post(page, data).status_code == 302
    sent = Submission.objects.get(author=sides[side])
    assert (sent.is_waiting, sent.country) == (True, side)
    assert pair().name_en != "Another name"
    other = sides[{"LA": "TH", "TH": "LA"}[side]]
    assert may(other, "decide", sent)


@pytest.mark.parametrize("side", ["LA", "TH"])
def test_the_administration_says_before_saving_for_whom_it_waits(client, sides, side):
    sign_in(client, sides[side])
    address = url(CrossBorderZone, "change", pair().pk)
    assert WAITS in client.get(address).content.decode()
    answer = change(client, KEY, CrossBorderZone, name_en="Another name")
    assert answer.status_code == 302, faults(answer)
    assert "Another person decides about" in client.get(answer.url).content.decode()
    assert pair().name_en != "Another name"
    act = f"{url(CrossBorderZone, 'act', 'status')}?ids={pair().pk}"
    assert WAITS in client.get(act).content.decode()
    data = {"ids": pair().pk, "status": "suspended", "since": "2026", "note": "It closed"}
    assert client.post(act, data).status_code == 302
    assert pair().status != "suspended"


def test_one_side_that_stands_alone_changes_its_own(client):
    own = focal_point("VN")
    sign_in(client, own)
    row = CrossBorderZone.objects.get(key="lao-bao-densavan")
    assert WAITS not in client.get(url(CrossBorderZone, "change", row.pk)).content.decode()
    made = edit(record=PAIR, key=row.key, values={"name_en": "Another name"}, by=own, **OFFICE)
    assert made is not None
    assert made.status == SubmissionStatus.APPLIED


def test_the_institute_is_not_said_to_wait_for_a_side(sides):
    assert not waits_for_other_side(PAIR, pair(), moderator())
    assert waits_for_other_side(PAIR, pair(), sides["LA"])


def test_a_second_press_of_the_same_change_is_one_proposal(sides):
    sent = propose(record=PAIR, key=KEY, by=sides["TH"], values=NEW)
    assert propose(record=PAIR, key=KEY, by=sides["TH"], values=NEW).pk == sent.pk


def test_the_page_of_the_rules_says_so(client):
    page = client.get("/about/moderation/").content.decode()
    assert "what one side changes waits for the focal point of the other side" in page
