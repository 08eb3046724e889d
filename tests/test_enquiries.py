"""Enquiries: the form, the link that verifies, the clock, the thread, the median, forgetting."""

import datetime
import io
import re

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from investors.choices import EnquiryLevel
from investors.enquiries import links, routing, services
from investors.models import Enquiry, Thread
from sez_portal.records.models import FormerKey
from tests import cast
from tests.investor import (
    ASK,
    BY_MAIL,
    FORM,
    KEY,
    after_the_limit,
    asked,
    link_in,
    sent,
    thread_of,
)
from tests.pages import text
from zones.models import Zone

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("no_counters", "committed", "plain_weeks"),
]


def test_an_enquiry_waits_for_its_link_and_then_goes_on(client, commit):
    official = cast.official(KEY)
    with commit():
        answer = client.post(ASK, FORM, follow=True)
    assert "One step is left" in text(answer)
    assert FORM["email"] in text(answer)
    enquiry = Enquiry.objects.get()
    assert (enquiry.verified_at, enquiry.hectares) == (None, 2.5)
    (letter,) = mail.outbox
    assert letter.to == [FORM["email"]]
    words = re.sub(r"https?://\S+", "", letter.body)  # a link may hold any letters
    assert "Mai" not in words  # a stranger's address gets nothing that was typed
    link = link_in(letter, "e/confirm/")
    assert "Send your questions on?" in text(client.get(link))
    assert Thread.objects.get().sent_at is None
    with commit():
        answer = client.post(link)
    assert answer.status_code == 302
    assert "sent on" in text(client.get(answer["Location"]))
    assert [letter.to[0] for letter in mail.outbox[1:]] == [official.email, FORM["email"]]
    assert "square metre" not in mail.outbox[1].body  # the desk shows it, not the mail
    assert thread_of(enquiry).level == EnquiryLevel.ZONE
    for again in (client.get, client.post):
        assert "This link was used on" in text(again(link, follow=True))
    assert len(mail.outbox) == 3


def test_a_link_expires_and_is_for_one_purpose(client, monkeypatch):
    enquiry = asked()
    token = links.token_of(enquiry, links.VERIFY)
    assert client.get(reverse("enquiry-link", args=[token])).status_code == 410
    assert client.get(reverse("enquiry-link", args=[links.token_of(enquiry)])).status_code == 410
    assert client.get(reverse("enquiry-verify", args=[token])).status_code == 200
    for bad in (token[:-1] + "x", token + "=", "a:b:c"):
        assert client.get(reverse("enquiry-verify", args=[bad])).status_code == 410
    now = timezone.now().timestamp()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 3 * 86400 + 60)
    assert client.post(reverse("enquiry-verify", args=[token])).status_code == 410
    assert Enquiry.objects.get().verified_at is None


def test_a_verified_account_needs_no_link(client, commit):
    person = cast.person("investor@sample.invalid", name="Inga")
    cast.sign_in(client, person)
    page = text(client.get(ASK))
    assert 'value="Inga"' in page
    with commit():
        answer = client.post(ASK, {**FORM, "email": "Investor@sample.invalid"}, follow=True)
    assert "Sent. The answers will stand on this page." in text(answer)
    assert Enquiry.objects.get().user == person
    assert "My enquiries" in text(client.get("/desk/"))
    with commit():
        answer = client.post(ASK, {**FORM, "email": "else@sample.invalid"}, follow=True)
    assert "One step is left" in text(answer)
    assert Enquiry.objects.get(email="else@sample.invalid").user is None


def test_several_zones_with_one_form(client, commit):
    url = f"/enquire/?zone={KEY}&zone=la-boten&zone=no-such&field=lease_price_usd_m2&field=nonsense"
    page = text(client.get(url))
    assert "no zone “no-such”" in page
    assert "no fact “nonsense”" in page
    assert "Could you please tell me: Land price" in page
    with commit():
        client.post(url, {**FORM, "zone": [KEY, "la-boten"], "field": "lease_price_usd_m2"})
    threads = Thread.objects.all()
    assert {thread.zone.key for thread in threads} == {KEY, "la-boten"}
    assert threads[0].fields == ["lease_price_usd_m2"]
    answer = client.post(url, FORM, follow=True)
    assert answer.context["form"].errors["zone"]
    assert Enquiry.objects.count() == 1


def test_no_zone_and_too_many_zones(client):
    assert "Choose one or several zones first" in text(client.get("/enquire/"))
    keys = Zone.objects.published().values_list("key", flat=True)[:25]
    page = text(client.get("/enquire/?" + "&".join(f"zone={key}" for key in keys)))
    assert "5 were left out" in page
    assert page.count('name="zone"') == 20


def test_a_former_key_is_followed_and_an_unpublished_zone_is_not_there(client):
    FormerKey.objects.create(record="zone", former="la-old", key=KEY)
    assert client.get("/zones/la-old/enquire/")["Location"] == ASK
    assert "Savan" in text(client.get("/enquire/?zone=la-old"))
    Zone.objects.filter(key=KEY).update(is_published=False)
    assert client.get(ASK).status_code == 404


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("hectares", "-1", "write a number from 0.01"),
        ("hectares", "1e300", "hectares"),
        ("hectares", "many", "number"),
        ("hectares", "NaN", "number"),
        ("jobs", "-5", "write a number from 0"),
        ("jobs", "9" * 5000, "jobs"),
        ("jobs", "1e300", "whole number"),
        ("start", "2001", "a date to come"),
        ("start", "soon", "2026-11"),
        ("start", "9999", "a year from 1800 to 2100"),
        ("need", "moon", "moon"),
        ("sector", "moon", "moon"),
        ("email", "sida@example", "name@example.com"),
        ("questions", "", "Write your questions."),
        ("questions", "http://a http://b http://c", "web addresses"),
        ("name", "Buy at http://spam", "web addresses"),
        ("consent", "", "may not send"),
        ("language", "xx", "xx"),
    ],
)
def test_bad_input_is_named_and_the_rest_stays(client, name: str, value: str, told: str):
    answer = client.post(ASK, {**FORM, name: value}, follow=True)
    page = text(answer)
    assert answer.redirect_chain == [(f"{ASK}#faults", 302)]
    assert told in page
    assert f'href="#id_{name}"' in page
    kept = "Mai Tran" if name != "name" else "Tran Lamps"
    assert kept in page
    assert not Enquiry.objects.exists()
    assert not mail.outbox


def test_spam_is_thanked_and_thrown_away(client):
    assert "One step is left" in text(client.post(ASK, FORM | {"company": "SEO"}, follow=True))
    assert not Enquiry.objects.exists()


def test_it_is_rate_limited_and_an_address_gets_few_links(client):
    for number in range(3):
        assert client.post(ASK, FORM | {"questions": f"Number {number}?"}).status_code == 302
    answer = client.post(ASK, FORM, follow=True)
    assert "Several links were sent" in text(answer)
    for _number in range(7):
        client.post(ASK, {**FORM, "email": f"a{_number}@x.invalid"})
    assert client.post(ASK, FORM).status_code == 429


def test_without_an_official_the_office_gets_a_mail(client, commit):
    page = text(client.get(f"/zones/{BY_MAIL}/enquire/"))
    assert "mail address of the office" in page
    with commit():
        enquiry = sent(BY_MAIL)
    thread = thread_of(enquiry, BY_MAIL)
    assert thread.is_by_mail
    (letter,) = [one for one in mail.outbox if one.to == [thread.zone.office_email]]
    assert "square metre" in letter.body
    assert FORM["email"] in letter.body
    assert letter.reply_to == [FORM["email"]]
    page = text(client.get(reverse("enquiry-link", args=[links.token_of(enquiry)])))
    assert "may answer you by mail" in page


def test_without_anybody_at_the_zone_it_starts_with_the_country_or_mi(client, commit):
    moderator = cast.moderator()
    with commit():
        assert thread_of(sent()).level == EnquiryLevel.MI
    assert mail.outbox[1].to == [moderator.email]
    focal = cast.focal_point("LA")
    assert "focal point of the country" in text(client.get(ASK))
    with commit():
        assert thread_of(sent(email="anh@investor.test")).level == EnquiryLevel.COUNTRY
    assert focal.email in {letter.to[0] for letter in mail.outbox}


def test_the_clock_moves_it_on_to_the_country_and_to_mi(commit):
    cast.official(KEY)
    focal, moderator = cast.focal_point("LA"), cast.moderator()
    thread = thread_of(sent())
    day = after_the_limit()
    assert not list(routing.overdue(day - datetime.timedelta(days=1)))
    assert list(routing.overdue(day)) == [thread]
    mail.outbox.clear()
    with commit():
        assert routing.move_on(thread=thread_of(thread.enquiry), today=day)
    assert not routing.move_on(thread=thread, today=day)  # somebody was faster
    thread.refresh_from_db()
    assert (thread.level, thread.waits_since, thread.mi_at) == (EnquiryLevel.COUNTRY, day, None)
    assert [letter.to for letter in mail.outbox] == [[focal.email]]
    with commit():
        assert routing.move_on(thread=thread, today=day)
    assert mail.outbox[-1].to == [moderator.email]
    assert not list(routing.overdue(day + datetime.timedelta(days=365)))


def run(name: str, *args: str) -> str:
    out = io.StringIO()
    call_command(name, *args, stdout=out)
    return out.getvalue()


def test_the_command_routes_once(commit):
    cast.official(KEY)
    cast.focal_point("LA")
    thread = thread_of(sent())
    early = timezone.localdate() - datetime.timedelta(days=30)
    Thread.objects.filter(pk=thread.pk).update(waits_since=early)
    assert run("route_enquiries", "--dry-run") == "1 enquiries would move on.\n"
    with commit():
        assert run("route_enquiries") == "1 enquiries moved on.\n"
    assert run("route_enquiries") == "0 enquiries moved on.\n"


def test_what_is_answered_or_closed_stays_where_it_is():
    official = cast.official(KEY)
    one, two = thread_of(sent()), thread_of(sent())
    services.answer(thread=one, by=official, text="Three dollars.")
    services.withdraw(thread=two)
    assert not list(routing.overdue(after_the_limit()))


def test_the_investor_sees_which_facts_the_enquiry_asks_about(client):
    enquiry = asked(KEY, fields=["available_ha"])
    token = links.token_of(enquiry, links.VERIFY)
    assert "Vacant land" in text(client.get(reverse("enquiry-verify", args=[token])))
    services.verify(enquiry=enquiry)
    page = text(client.get(reverse("enquiry-link", args=[links.token_of(enquiry)])))
    assert "Vacant land" in page
