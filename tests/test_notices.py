"""Mails that tell: which fields, from what, to what; one a person an hour; for every act that
concerns somebody; none when nothing waits."""

import datetime

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from sez_portal.common.mail import EmailMessage
from sez_portal.records.choices import NoticeKind
from sez_portal.records.digests import KEPT, deliver, forget_old
from sez_portal.records.models import Flag, Notice, Submission
from sez_portal.records.services.apply import publish
from sez_portal.records.services.decide import Ruling, decide, remark
from sez_portal.records.services.flags import take_in
from sez_portal.records.services.propose import propose, withdraw
from sez_portal.records.services.revert import revert
from tests import cast
from zones.models import Zone
from zones.record import ZONE

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("no_counters"),
    pytest.mark.one_database,  # mails
]
KEY = "la-savan-seno"
HOUR = datetime.timedelta(minutes=61)


def send(author, note: str = "counted in June", **values) -> Submission:
    return propose(record=ZONE, key=KEY, by=author, values=values, note=note)


def letters_to(person) -> list:
    return [letter for letter in mail.outbox if letter.to == [person.email]]


def test_what_waits_is_told_field_by_field(commit):
    author, focal = cast.official(KEY), cast.focal_point("LA")
    with commit():
        send(author, firms=148, jobs=46810, name_lo="ຊື່")
    (letter,) = letters_to(focal)
    assert letter.subject.startswith("Savan-Seno")
    for told in (
        "Firms: 129 → 148",
        "Jobs: 4,681 → 46,810 (a check found: Very far from the figure before",
        "Name in Lao: ເຂດເສດຖະກິດພິເສດ ສະຫວັນ-ເຊໂນ → ຊື່",
        "“counted in June”",
        "The focal point may answer until",
        "/desk/submissions/",
    ):
        assert told in letter.body, letter.body
    assert letters_to(author) == []


def test_what_comes_within_an_hour_is_one_mail(commit):
    author, moderator = cast.official(KEY), cast.moderator()
    with commit():
        send(author, firms=148)
    with commit():
        propose(record=ZONE, key="la-boten", by=moderator, values={"jobs": 7})
        propose(record=ZONE, key="la-vita-park", by=cast.focal_point("LA"), values={"jobs": 9})
    assert len(letters_to(moderator)) == 1
    assert deliver(moderator) is False
    assert deliver(moderator, timezone.now() + HOUR)
    assert len(letters_to(moderator)) == 2
    assert deliver(moderator, timezone.now() + 2 * HOUR) is False


def test_what_no_longer_waits_is_not_told(commit):
    author, moderator = cast.official(KEY), cast.moderator()
    with commit():
        send(author, firms=148)
    with commit():
        second = propose(
            record=ZONE,
            key="la-boten",
            by=cast.official("la-boten", "b@x.example"),
            values={"jobs": 7},
        )
    withdraw(submission=second, by=second.author)
    assert deliver(moderator, timezone.now() + HOUR) is False
    assert not Notice.objects.filter(sent_at=None, person=moderator).exists()


def test_the_author_hears_what_was_decided_and_where_it_is(commit):
    author, moderator = cast.official(KEY), cast.moderator()
    sent = send(author, firms=148, jobs=4700)
    rulings = {
        "firms": Ruling("accepted", seen=129),
        "jobs": Ruling("declined", "Of which year?", seen=4681),
    }
    with commit():
        decide(submission=sent, by=moderator, rulings=rulings, turn=sent.turn)
    (letter,) = letters_to(author)
    assert "partly accepted" in letter.subject
    for told in (
        "Firms: 129 → 148. Accepted.",
        "Jobs: 4,681 → 4,700. Declined: Of which year?",
        "What was accepted is on the page now.",
        "in your basket as you typed it",
    ):
        assert told in letter.body, letter.body


def test_of_a_page_that_nobody_sees_it_does_not_say_that_it_is_there(commit):
    author, moderator = cast.official(KEY), cast.moderator()
    Zone.objects.filter(key=KEY).update(is_published=False)
    sent = send(author, firms=148)
    rulings = {"firms": Ruling("accepted", seen=129)}
    with commit():
        decide(submission=sent, by=moderator, rulings=rulings, turn=sent.turn)
    (letter,) = letters_to(author)
    assert "on the page now" not in letter.body
    assert "as soon as the page is published" in letter.body
    assert "basket" not in letter.body


def test_a_question_brings_its_words_and_its_fields(commit):
    author, moderator, second = cast.official(KEY), cast.moderator(), cast.moderator("m@x.example")
    sent = send(author, firms=148)
    with commit():
        remark(submission=sent, by=moderator, kind="returned", text="Of which month?", turn=1)
    (letter,) = letters_to(author)
    assert "Of which month?" in letter.body
    assert "Firms: 129 → 148" in letter.body
    assert letters_to(second) == []


def test_a_question_goes_out_at_once_with_all_that_is_pending(commit):
    author, moderator = cast.official(KEY), cast.moderator()
    sent = send(author, firms=148)
    for kind, letters in (("comment", 1), ("comment", 1), ("returned", 2)):
        with commit():
            said = f"Word {Notice.objects.count()}"
            remark(submission=sent, by=moderator, kind=kind, text=said, turn=1)
        assert len(letters_to(author)) == letters
    told = letters_to(author)[-1].body
    words = Notice.objects.filter(person=author).values_list("remark__text", flat=True)
    assert [word in told for word in words.order_by("pk")] == [False, True, True]


def test_a_change_taken_back_is_told_to_who_made_it(commit):
    author, moderator = cast.official(KEY), cast.moderator()
    sent = send(author, firms=148)
    decide(submission=sent, by=moderator, rulings={"firms": Ruling("accepted", seen=129)}, turn=1)
    with commit():
        revert(submission=sent.parts.get(), by=moderator, note="It was of 2024.")
    told = letters_to(author)[-1]
    assert "took a change back" in told.body
    assert "Firms: 148 → 129" in told.body
    assert "It was of 2024." in told.body


def test_a_page_taken_from_the_public_is_told_to_its_keepers(commit):
    official, focal = cast.official(KEY), cast.focal_point("LA")
    with commit():
        publish(
            record=ZONE,
            key=KEY,
            is_published=False,
            by=cast.moderator(),
            office="MI",
            note="Its law is looked at.",
        )
    for person in (official, focal):
        assert "taken from the public pages" in letters_to(person)[-1].subject
        assert "Its law is looked at." in letters_to(person)[-1].body


def test_a_reported_mistake_is_told_to_its_keepers_and_the_reader_is_thanked(client, commit):
    official, focal = cast.official(KEY), cast.focal_point("LA")
    with commit():
        take_in(
            Flag(
                record="zone",
                key=KEY,
                country="LA",
                title="Savan-Seno",
                field="jobs",
                text="It is 9,000.",
                source="A list of 2026",
                email="reader@x.example",
            )
        )
    (letter,) = letters_to(official)
    assert "wrong: Jobs" in letter.subject
    assert "It is 9,000." in letter.body
    assert "A list of 2026" in letter.body
    assert "reader@x.example" not in letter.body
    assert letters_to(focal) == []
    (thanks,) = [one for one in mail.outbox if one.to == ["reader@x.example"]]
    assert "It is 9,000." in thanks.body
    cast.sign_in(client, official)
    flag = Flag.objects.get()
    client.post(reverse("flag", args=[flag.pk]), {"status": "declined", "text": "It is 4,681."})
    flag.refresh_from_db()
    assert flag.answer == "It is 4,681."


def test_without_keepers_the_country_is_asked_and_then_the_institute(commit):
    focal, moderator = cast.focal_point("LA"), cast.moderator()
    for country, key in (("LA", "la-boten"), ("VN", "vn-no-keeper")):
        with commit():
            take_in(Flag(record="zone", key=key, country=country, title=key, text=key))
    assert len(letters_to(focal)) == len(letters_to(moderator)) == 1
    assert "vn-no-keeper" in letters_to(moderator)[0].body


def test_the_country_hears_what_went_live_without_it(commit):
    author, moderator = cast.official(KEY), cast.moderator()
    focal = cast.focal_point("LA")
    sent = send(author, firms=148)
    long_ago = timezone.now() - datetime.timedelta(days=40)
    Submission.objects.filter(pk=sent.pk).update(submitted_at=long_ago)
    with commit():
        decide(
            submission=sent, by=moderator, rulings={"firms": Ruling("accepted", seen=129)}, turn=1
        )
    assert Notice.objects.filter(person=focal, kind=NoticeKind.AWAITS).exists()
    deliver(focal, timezone.now() + HOUR)
    assert "awaiting the word of your country" in letters_to(focal)[-1].body


def test_a_mail_that_could_not_be_sent_is_tried_again(commit, monkeypatch):
    author, moderator = cast.official(KEY), cast.moderator()

    def fail(_letter) -> None:
        raise OSError("no server")

    with monkeypatch.context() as broken:
        broken.setattr(EmailMessage, "send", fail)
        with commit():
            send(author, firms=148)
    assert letters_to(moderator) == []
    call_command("send_notices")
    assert len(letters_to(moderator)) == 1
    call_command("send_notices")
    assert len(letters_to(moderator)) == 1


def test_old_notices_are_forgotten(commit):
    cast.moderator()
    with commit():
        send(cast.official(KEY), firms=148)
    assert forget_old() == 0
    assert forget_old(timezone.now() + KEPT + HOUR) == 1
