"""What a country says field by field: beside the field, for who decides; the decision is theirs."""

import datetime

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from sez_portal.common import dates
from sez_portal.records import policy
from sez_portal.records.choices import RemarkKind
from sez_portal.records.models import Remark, Submission
from sez_portal.records.services.decide import Ruling, TooEarly, decide, remark
from sez_portal.records.services.propose import propose
from tests import cast
from tests.pages import in_one_line as text
from zones.models import Zone
from zones.record import ZONE

pytestmark = pytest.mark.django_db
KEY = "la-savan-seno"
VALUES = {"firms": 148, "jobs": 6250}


@pytest.fixture
def focal():
    return cast.focal_point("LA")


def send(days: int = 0, **values) -> Submission:
    author = cast.official(KEY, office="Zone office")
    sent = propose(record=ZONE, key=KEY, by=author, values=values or VALUES)
    since = timezone.now() - datetime.timedelta(days=days)
    Submission.objects.filter(pk=sent.pk).update(submitted_at=since)
    return now(sent)


def now(sent: Submission) -> Submission:
    return Submission.objects.get(pk=sent.pk)


def word(word: str, reason: str = "") -> dict[str, str]:
    return {"word": word, "reason": reason}


def say(sent: Submission, by, **words) -> Remark:
    kind = RemarkKind.WORDS
    return remark(submission=sent, by=by, kind=kind, text="", turn=sent.turn, words=words)


def accept(sent: Submission, by, *names: str) -> Submission:
    seen = ZONE.read(Zone.objects.get(key=KEY), names)
    rulings = {name: Ruling("accepted", seen=seen[name]) for name in names}
    return decide(submission=sent, by=by, rulings=rulings, turn=now(sent).turn)


def test_a_focal_point_endorses_one_field_and_objects_to_another_on_the_page(client, focal):
    sent = send()
    cast.sign_in(client, focal)
    page = text(client.get(sent.get_absolute_url()))
    assert 'name="verdict-firms" value="endorsed"' in page
    assert "Endorse all 2 fields" in page
    data = {"turn": sent.turn, "kind": "words", "verdict-firms": "endorsed", "seen-firms": "129"}
    data |= {"verdict-jobs": "objected", "text": "Counted in May."}
    address = reverse("submission-remark", args=[sent.pk])
    refused = client.post(address, data)
    page = text(refused)
    assert refused.status_code == 409
    assert "Write a reason. The Mekong Institute decides by it." in page
    assert 'value="endorsed" checked' in page and "Counted in May." in page
    assert not Remark.objects.exists()
    data["reason-jobs"] = "The report says 6,052."
    assert client.post(address, data).status_code == 302
    page = text(client.get(sent.get_absolute_url()))
    assert "Endorsed by the country" in page.partition('id="c-firms"')[2]
    assert "The report says 6,052." in page.partition('id="c-jobs"')[2].partition("</section>")[0]


def test_the_moderator_sees_it_beside_each_field_and_decides(client, focal):
    sent, moderator = send(), cast.moderator()
    say(sent, focal, firms=word("endorsed"), jobs=word("objected", "Not counted."))
    cast.sign_in(client, moderator)
    page = text(client.get(sent.get_absolute_url()))
    assert "Endorsed by the country" in page.partition('id="c-firms"')[2].partition("</section>")[0]
    told = page.partition('id="c-jobs"')[2].partition("</section>")[0]
    assert "The country objects:" in told and "Not counted." in told
    assert 'name="verdict-jobs" value="accepted"' in told
    queue = text(client.get(reverse("queue")))
    assert "The country objects" in queue and "endorsed by the country" not in queue
    part = accept(sent, moderator, "firms", "jobs").parts.get()
    assert not part.awaits_country


def test_what_the_country_objects_to_is_not_accepted_with_many(client, focal):
    sent = send()
    say(sent, focal, firms=word("endorsed"), jobs=word("objected", "Not counted."))
    cast.sign_in(client, cast.moderator())
    boxes = client.get(reverse("queue-accept")).context["boxes"]
    assert [[one.field.key for one in box.changes] for box in boxes] == [["firms"]]


def test_one_press_for_all_leaves_what_the_country_objects_to(client, focal):
    sent = send()
    say(sent, focal, firms=word("endorsed"), jobs=word("objected", "Not counted."))
    cast.sign_in(client, cast.moderator())
    assert "Accept the 1 field without an objection" in text(client.get(sent.get_absolute_url()))
    seen = ZONE.read(Zone.objects.get(key=KEY), ["firms", "jobs"])
    data = {f"seen-{name}": value for name, value in seen.items()} | {"turn": sent.turn}
    client.post(sent.get_absolute_url(), data | {"do": "all"})
    assert now(sent).undecided == ["jobs"]


def test_a_reason_that_was_typed_for_a_decline_is_none_of_an_acceptance(client, focal):
    sent = send()
    say(sent, focal, firms=word("endorsed"), jobs=word("endorsed"))
    cast.sign_in(client, cast.moderator())
    data = {"verdict-firms": "accepted", "reason-firms": "Of which year?", "seen-firms": "129"}
    client.post(sent.get_absolute_url(), data | {"turn": now(sent).turn})
    told = now(sent).decisions["firms"]
    assert (told["verdict"], told.get("reason", "")) == ("accepted", "")


def test_what_the_country_answered_can_be_accepted_and_the_rest_waits(client, focal):
    sent, moderator = send(), cast.moderator()
    assert sent in Submission.objects.filter(policy.awaiting_answer(dates.today()))
    say(sent, focal, firms=word("endorsed"))
    assert policy.silent_until(sent) is not None
    assert sent not in Submission.objects.filter(policy.awaiting_answer(dates.today()))
    cast.sign_in(client, moderator)
    page = text(client.get(sent.get_absolute_url()))
    assert 'name="verdict-firms" value="accepted"' in page
    assert 'name="verdict-jobs" value="accepted"' not in page
    assert "Accept this 1 field" in page
    with pytest.raises(TooEarly):
        accept(sent, moderator, "firms", "jobs")
    assert not accept(sent, moderator, "firms").parts.get().awaits_country
    assert sent in Submission.objects.filter(policy.awaiting_answer(dates.today()))
    assert policy.country_words([now(sent)])[sent.pk].is_awaited


def test_once_every_field_that_waits_has_a_word_nobody_waits_for_the_country(focal):
    sent = send()
    say(sent, focal, firms=word("endorsed"))
    say(sent, focal, jobs=word("objected", "Not counted."))
    answer = policy.country_words([sent])[sent.pk]
    assert (answer.until, answer.last, answer.is_endorsed) == (None, None, False)
    say(sent, focal, jobs=word("endorsed"))
    assert policy.is_endorsed(sent)


def test_a_field_declined_meanwhile_is_waited_for_no_more(focal):
    sent, moderator = send(), cast.moderator()
    say(sent, focal, firms=word("endorsed"))
    rulings = {"jobs": Ruling("declined", reason="No source.")}
    decide(submission=sent, by=moderator, rulings=rulings, turn=sent.turn)
    assert policy.silent_until(now(sent)) is None


def test_the_page_awaits_the_country_only_for_what_it_did_not_answer(client, focal):
    sent = send(days=30)
    say(sent, focal, firms=word("endorsed"))
    accept(sent, cast.moderator(), "firms", "jobs")
    page = text(client.get(f"/zones/{KEY}/"))
    assert "Awaiting country confirmation: Jobs" in page


def test_a_word_ends_with_what_is_sent_after_it(focal):
    sent = send()
    say(sent, focal, firms=word("endorsed"), jobs=word("endorsed"))
    author = sent.author
    sent = propose(record=ZONE, key=KEY, by=author, values={"firms": 900, "jobs": 6250})
    assert list(policy.answered(now(sent))) == ["jobs"]
    sent = propose(record=ZONE, key=KEY, by=author, values={"firms": 900, "jobs": 6300})
    assert policy.answered(now(sent)) == {}
    assert sent in Submission.objects.filter(policy.awaiting_answer(dates.today()))


def test_only_the_country_says_its_word_and_once(focal):
    sent = send()
    with pytest.raises(PermissionDenied):
        say(sent, cast.moderator(), firms=word("endorsed"))
    with pytest.raises(PermissionDenied):
        say(sent, cast.focal_point("KH", "kh@sample.invalid"), firms=word("endorsed"))
    with pytest.raises(ValidationError):
        say(sent, focal, area_ha=word("endorsed"))
    say(sent, focal, firms=word("endorsed"))
    say(sent, focal, firms=word("endorsed"))
    assert Remark.objects.count() == 1


def test_the_mail_names_the_fields_and_the_reason(focal, django_capture_on_commit_callbacks):
    sent = send()
    cast.moderator()
    with django_capture_on_commit_callbacks(execute=True):
        say(sent, focal, firms=word("endorsed"), jobs=word("objected", "Not counted."))
    told = next(one.body for one in mail.outbox if one.to == [sent.author.email])
    assert "the word of the country, by focal" in told
    assert "148. Endorsed." in told
    assert "6,250. Objected to: Not counted." in told


def test_the_desk_counts_what_the_country_has_not_answered_and_leads_to_it(client, focal):
    first = send(days=9)
    other = propose(
        record=ZONE, key="la-boten", by=cast.official("la-boten", "b@sample.invalid"), values=VALUES
    )
    cast.sign_in(client, focal)
    assert "2 submissions wait for the word of your country" in text(client.get(reverse("desk")))
    asked = "?said=none"
    address = reverse("submission-remark", args=[first.pk]) + asked
    data = {"turn": first.turn, "kind": "words", "verdict-firms": "endorsed"}
    data |= {"seen-firms": "129", "seen-jobs": "4681"}
    answer = client.post(address, data)
    assert answer.url == f"{first.get_absolute_url()}{asked}"  # jobs are left
    assert "word of the country: 1 of 2" in text(client.get(reverse("queue")))
    data |= {"verdict-jobs": "objected", "reason-jobs": "Not counted."}
    answer = client.post(address, data)
    assert answer.url == f"{other.get_absolute_url()}{asked}"
    assert "1 submission waits for the word of your country" in text(client.get(reverse("desk")))
    rows = client.get(reverse("queue") + asked).context["rows"]
    assert [row.submission for row in rows] == [other]
    rows = client.get(reverse("queue"), {"said": "given"}).context["rows"]
    assert [row.submission for row in rows] == [first]


def test_what_the_institute_sent_the_country_decides_and_is_asked_once(client, focal):
    propose(record=ZONE, key=KEY, by=cast.moderator(), values={"firms": 148})
    cast.sign_in(client, focal)
    page = text(client.get(reverse("desk")))
    assert "1 submission waits for a decision" in page
    assert "for the word of your country" not in page
