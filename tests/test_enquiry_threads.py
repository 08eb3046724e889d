"""Threads of enquiries: answers, notes, texts used again, the median, gaps, forgetting."""

import datetime
import io
import json

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from investors.choices import MessageKind, ThreadStatus
from investors.enquiries import links, services
from investors.enquiries.gaps import gaps
from investors.enquiries.timing import timing
from investors.models import Enquiry, Message, Thread
from tests import cast
from tests.investor import ASK, FORM, KEY, asked, link_in, sent, thread_of
from tests.pages import text
from zones.models import Zone

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("no_counters", "committed", "plain_weeks"),
]


def run(name: str, *args: str) -> str:
    out = io.StringIO()
    call_command(name, *args, stdout=out)
    return out.getvalue()


def test_an_answer_reaches_the_investor_and_notes_never_do(client, commit):
    official = cast.official(KEY, office="Zone office")
    enquiry = sent()
    thread = thread_of(enquiry)
    cast.sign_in(client, official)
    desk = thread.get_absolute_url()
    client.post(desk, {"do": "read"})
    client.post(desk, {"do": "note", "text": "He asked last year too."})
    mail.outbox.clear()
    with commit():
        page = text(client.post(desk, {"do": "answer", "text": "Three dollars."}, follow=True))
    assert "He asked last year too." in page
    (letter,) = mail.outbox
    assert letter.to == [FORM["email"]]
    assert "Three dollars." in letter.body
    client.logout()
    page = text(client.get(link_in(letter, "e/")))
    assert "Three dollars." in page
    assert "Zone office" in page
    assert "last year" not in page
    answer = client.get(reverse("enquiry-export", args=[links.token_of(enquiry)]))
    kept = json.loads(answer.content)
    assert kept["email"] == FORM["email"]
    assert [one["text"] for one in kept["zones"][0]["messages"]] == ["Three dollars."]


def test_opening_the_thread_changes_nothing_and_an_empty_answer_is_refused(client):
    thread = thread_of(sent())
    cast.sign_in(client, cast.official(KEY))
    page = text(client.get(thread.get_absolute_url()))
    assert "Mark as read" in page
    thread.refresh_from_db()
    assert thread.status == ThreadStatus.NEW
    page = text(client.post(thread.get_absolute_url(), {"do": "answer", "text": "  "}))
    assert "Write a text" in page
    page = text(client.post(thread.get_absolute_url(), {"do": "close", "text": "typed"}))
    assert "Answer it first" in page
    assert "typed" in page
    assert "Choose what to do" in text(client.post(thread.get_absolute_url(), {}))
    assert not Message.objects.exists()


def test_the_investor_writes_again_by_link(client, commit):
    official = cast.official(KEY)
    enquiry = sent()
    thread = thread_of(enquiry)
    services.answer(thread=thread, by=official, text="Three dollars.")
    thread.refresh_from_db()
    first = thread.answered_at
    mail.outbox.clear()
    url = reverse("enquiry-link", args=[links.token_of(enquiry)])
    with commit():
        client.post(url, {"thread": thread.pk, "do": "reply", "text": "And for a year?"})
    thread.refresh_from_db()
    assert thread.status == ThreadStatus.NEW
    assert [letter.to for letter in mail.outbox] == [[official.email]]
    services.answer(thread=thread, by=official, text="Thirty.")
    thread.refresh_from_db()
    assert thread.answered_at == first  # the public clock knows the first answer only
    client.post(url, {"thread": thread.pk, "do": "close"})
    thread.refresh_from_db()
    assert thread.is_closed
    with pytest.raises(ValidationError):
        services.answer(thread=thread, by=official, text="Late.")
    assert client.post(url, {"thread": 999_999, "text": "x"}).status_code == 404
    other = thread_of(sent(email="other@investor.test"))
    assert client.post(url, {"thread": other.pk, "text": "x"}).status_code == 404
    assert client.post(url, {"thread": thread.pk, "text": ""})["Location"] == f"{url}#faults"


def test_texts_used_again(client):
    thread = thread_of(sent())
    cast.sign_in(client, cast.official(KEY))
    url = reverse("answer-templates")
    client.post(url, {"office": KEY, "title": "Price", "text": "It costs three."})
    assert "Choose one of your offices" in text(client.post(url, {"office": "LA", "text": "x"}))
    assert "Write a title" in text(client.post(url, {"office": KEY, "title": "", "text": "kept"}))
    page = text(client.get(thread.get_absolute_url()))
    use = page.partition("?use=")[2].partition("#")[0]
    assert "It costs three." in text(client.get(f"{thread.get_absolute_url()}?use={use}"))
    assert client.get(f"{thread.get_absolute_url()}?use={'9' * 30}").status_code == 200
    client.post(url, {"drop": use})
    assert "It costs three." not in text(client.get(url))


def answered(number: int, days: int = 2) -> None:
    """`number` enquiries of Savan-Seno that were answered after so many working days."""
    zone = Zone.objects.get(key=KEY)
    now = timezone.now()
    for _number in range(number):
        Thread.objects.create(zone=zone, sent_at=now, answered_at=now, answer_days=days)


def test_the_median_is_shown_from_five_answers_on_and_never_of_fewer(client):
    zone = Zone.objects.get(key=KEY)
    answered(4)
    Thread.objects.create(zone=zone, sent_at=timezone.now())
    assert timing(zone) is None
    assert "median" not in text(client.get(f"/zones/{KEY}/"))
    answered(1, days=9)
    found = timing(zone)
    assert found
    assert (found.median_days, found.answered, found.sent) == (2, 5, 6)
    for url in (f"/zones/{KEY}/", ASK):
        assert "First answer in a median of 2 working days" in text(client.get(url))
    last_year = timezone.now() - datetime.timedelta(days=366)
    Thread.objects.filter(answer_days=9).update(sent_at=last_year)
    assert timing(zone) is None


def test_the_median_of_an_even_number_may_be_a_half(client):
    answered(3, days=2)
    answered(3, days=3)
    assert "First answer in a median of 2.5 working days" in text(client.get(f"/zones/{KEY}/"))


def test_an_answer_counts_working_days():
    official, thread = cast.official(KEY), thread_of(sent())
    Thread.objects.filter(pk=thread.pk).update(sent_at=timezone.now() - datetime.timedelta(days=14))
    services.answer(thread=thread, by=official, text="Yes.")
    thread.refresh_from_db()
    assert thread.answer_days == 10


def test_gaps_by_how_often_they_were_asked(client):
    zone = Zone.objects.get(key=KEY)
    cast.sign_in(client, cast.official(KEY))
    Zone.objects.filter(pk=zone.pk).update(management_fee_usd_m2=None, water_usd_m3=None)
    zone.refresh_from_db()
    sent(fields=["management_fee_usd_m2", "area_ha"])
    forgotten = sent(fields=["management_fee_usd_m2", "water_usd_m3"])
    services.forget(enquiry=forgotten)
    asked(fields=["water_usd_m3"])  # not verified: not asked yet
    assert gaps(zone) == [("management_fee_usd_m2", 2), ("water_usd_m3", 1)]
    page = text(client.get("/desk/"))
    assert "asked for 2 times" in page


def test_an_investor_deletes_everything(client):
    enquiry = sent()
    thread, token = thread_of(enquiry), links.token_of(enquiry)
    services.answer(thread=thread, by=cast.official(KEY), text="Three dollars.")
    url = reverse("enquiry-delete", args=[token])
    assert "Delete it all" in text(client.get(url))
    assert Enquiry.objects.exists()
    assert "It is deleted" in text(client.post(url, follow=True))
    assert not Enquiry.objects.exists()
    assert not Message.objects.exists()
    thread.refresh_from_db()
    assert (thread.enquiry, thread.answer_days) == (None, 0)
    for name in ("enquiry-link", "enquiry-export", "enquiry-delete"):
        answer = client.get(reverse(name, args=[token]))
        assert answer.status_code == 410
        assert "It is deleted" in text(answer)
    with pytest.raises(ValidationError):
        services.reply(thread=thread, text="Hello?")


def test_retention_forgets_what_is_over(settings):
    kept, silent, unverified = sent(), sent(), asked()
    long_ago = timezone.now() - datetime.timedelta(days=31 * settings.ENQUIRY_KEEP_MONTHS)
    Enquiry.objects.filter(pk=silent.pk).update(last_word_at=long_ago)
    week_ago = timezone.now() - datetime.timedelta(days=8)
    Enquiry.objects.filter(pk=unverified.pk).update(created_at=week_ago)
    assert run("forget_enquiries", "--dry-run").startswith("2 enquiries")
    assert Enquiry.objects.count() == 3
    assert run("forget_enquiries") == "2 enquiries and 0 unconfirmed alerts deleted.\n"
    assert run("forget_enquiries").startswith("0 enquiries")
    assert list(Enquiry.objects.all()) == [kept]
    assert Thread.objects.count() == 2  # one of them without a name, for the figures


def test_a_word_keeps_an_enquiry(settings):
    enquiry = sent()
    long_ago = timezone.now() - datetime.timedelta(days=31 * settings.ENQUIRY_KEEP_MONTHS)
    Enquiry.objects.filter(pk=enquiry.pk).update(last_word_at=long_ago)
    services.reply(thread=thread_of(enquiry), text="Still there?")
    assert run("forget_enquiries").startswith("0 enquiries")


def test_what_was_written_is_shown_as_text(client):
    enquiry = sent()
    Enquiry.objects.update(questions="<script>alert(1)</script>", name="<b>x</b>")
    cast.sign_in(client, cast.official(KEY))
    for url in (
        thread_of(enquiry).get_absolute_url(),
        reverse("enquiry-link", args=[links.token_of(enquiry)]),
    ):
        page = text(client.get(url))
        assert "<script>alert" not in page
        assert "<b>x</b>" not in page


def test_messages_of_the_investor_say_who(client):
    enquiry = sent()
    services.reply(thread=thread_of(enquiry), text="One more thing")
    said = Message.objects.get()
    assert (said.kind, said.author_name) == (MessageKind.REPLY, FORM["name"])
