"""Saved searches: made, confirmed, told what changed, never twice, never left out, stopped."""

import datetime

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError
from django.test import Client
from django.utils import timezone

from countries.models import Incentive
from investors.alerts import outbox, services
from investors.models import Alert, SavedSearch
from sez_portal.common import dates
from sez_portal.records.models import DataVersion
from sez_portal.records.services.apply import apply
from tests import cast
from tests.investor import link_in
from tests.pages import text
from tests.searches import FORM, KEY, NEW, change, next_day, run, saved
from zones import record
from zones.models import Zone

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_counters", "nothing_ends_soon")]


def test_a_visitor_confirms_by_link(client, commit):
    page = text(client.get(NEW))
    assert "Lao" in page
    with commit():
        assert "One step is left" in text(client.post(NEW, FORM, follow=True))
    search = SavedSearch.objects.get()
    assert (search.query, search.confirmed_at) == ("country=LA", None)
    (letter,) = mail.outbox
    link = link_in(letter, "alerts/confirm/")
    assert "Begin these mails?" in text(client.get(link))
    assert SavedSearch.objects.get().confirmed_at is None
    assert "The mails begin now" in text(client.post(link, follow=True))
    assert "This was confirmed on" in text(client.get(link))
    search.refresh_from_db()
    assert search.last_version == DataVersion.current()
    change(firms=200)
    assert run() == "0 searches looked at, 0 mails sent, 0 failed.\n"


def test_an_account_needs_no_link_and_has_a_list(client):
    user, other = cast.person(), cast.person("other@sample.invalid")
    cast.sign_in(client, user)
    page = text(client.post(NEW, {"frequency": "daily", "language": "en"}, follow=True))
    assert "You get a mail when something changes." in page
    search = SavedSearch.objects.get()
    assert (search.user, search.email) == (user, "")
    again = text(client.post(NEW, {"frequency": "weekly", "language": "en"}, follow=True))
    assert "You get mails about this search already." in again
    client.post("/alerts/", {"search": search.pk, "do": "change", "frequency": "weekly"})
    search.refresh_from_db()
    assert search.frequency == "weekly"
    wrong = {"search": search.pk, "do": "change", "frequency": "hourly"}
    assert "Choose how often" in text(client.post("/alerts/", wrong))
    stranger = Client()
    cast.sign_in(stranger, other)
    assert "country=LA" not in text(stranger.get("/alerts/"))
    assert stranger.post("/alerts/", {"search": search.pk, "do": "stop"}).status_code == 404
    with pytest.raises(PermissionDenied):
        services.stop(search=search, by=other)
    client.post("/alerts/", {"search": search.pk, "do": "stop"})
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("country=XX", "“XX” is no value of the filter “country”"),
        ("area_min=1e300", "1e300"),
        ("area_min=-5&country=LA", "-5"),
        ("within=letters", "letters"),
        ("near=atlantis", "No gateway has this name"),
    ],
)
def test_an_invalid_query_says_so(client, query: str, told: str):
    for answer in (
        client.get(f"/alerts/new/?{query}"),
        client.post(f"/alerts/new/?{query}", FORM, follow=True),
    ):
        assert answer.status_code == 422
        assert told in text(answer)
        assert "Part of the query was not understood" in text(answer)
    assert not SavedSearch.objects.exists()


@pytest.mark.parametrize(
    ("name", "value"), [("email", "bad"), ("email", ""), ("frequency", "x"), ("language", "x")]
)
def test_bad_input_is_named(client, name: str, value: str):
    answer = client.post(NEW, {**FORM, name: value}, follow=True)
    assert answer.redirect_chain
    assert f'href="#id_{name}"' in text(answer)


def test_spam_and_floods(client):
    assert "One step is left" in text(client.post(NEW, FORM | {"company": "SEO"}, follow=True))
    assert not SavedSearch.objects.exists()
    for number in range(3):
        client.post(f"{NEW}&q={number}", FORM)
    assert "Several links were sent" in text(client.post(NEW, FORM, follow=True))
    for _number in range(6):
        client.post(NEW, {**FORM, "email": f"a{_number}@x.invalid"})
    assert client.post(NEW, FORM).status_code == 429


def test_what_is_told(client):
    saved()
    saved("country=TH", "th@investor.test")
    before = {"lease_price_usd_m2": "3", "status": "operational"}
    apply(record=record.ZONE, key=KEY, values=before, origin="admin")
    SavedSearch.objects.update(last_version=DataVersion.current())
    offer = {"kind": "plot", "title": "Plot 7", "size_m2": "5000", "price_usd_m2": "4"}
    change(lease_price_usd_m2="4.5", firms=999)
    change(lease_price_usd_m2="5", status="suspended")
    change(offers=[{**offer, "price_text": "", "free_from": "2027"}])
    change("th-bangpoo", firms=1)  # nothing that is told
    values = record.ZONE.read(Zone.objects.get(key=KEY), ["country", "type", "status"])
    values |= {"management": "unknown", "lat": "17", "lon": "102", "coord_precision": "province"}
    apply(record=record.ZONE, key="la-fresh", values={**values, "name_en": "Fresh"}, origin="seed")
    assert run() == "2 searches looked at, 1 mails sent, 0 failed.\n"
    (letter,) = mail.outbox
    assert letter.subject == "4 changes among your zones"
    for told in ("New zone: Fresh", "3 → 5", "suspended", "Plot 7", "US$ per m²"):
        assert told.lower() in letter.body.lower(), told
    assert "999" not in letter.body
    assert letter.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_there_and_back_is_no_news():
    search = saved()
    firms = Zone.objects.get(key=KEY).lease_price_usd_m2
    change(lease_price_usd_m2="77")
    change(lease_price_usd_m2=firms and str(firms.normalize()))
    assert run() == "1 searches looked at, 0 mails sent, 0 failed.\n"
    search.refresh_from_db()
    assert search.last_version == DataVersion.current()


def test_an_end_of_an_incentive_is_told_once():
    saved()
    soon = (dates.today() + datetime.timedelta(days=60)).isoformat()
    row = Incentive.objects.filter(country="LA", zone_keys="", provinces="").first()
    Incentive.objects.filter(pk=row.pk).update(effective_to=soon, zone_types="", districts=[])
    assert "1 mails sent" in run()
    assert str(row) in mail.outbox[0].body
    next_day()
    assert "1 searches looked at, 0 mails sent" in run()


def test_a_second_run_sends_nothing_more_and_dry_run_nothing_at_all():
    saved()
    change(status="suspended")
    assert run("--dry-run") == "1 searches due, 1 mails would be sent.\n"
    assert not mail.outbox
    assert run() == "1 searches looked at, 1 mails sent, 0 failed.\n"
    assert run() == "0 searches looked at, 0 mails sent, 0 failed.\n"
    next_day()
    assert run() == "1 searches looked at, 0 mails sent, 0 failed.\n"
    assert len(mail.outbox) == 1


def test_weekly_is_once_a_week():
    six_days_ago = dates.today() - datetime.timedelta(days=6)
    saved(frequency="weekly", looked_on=six_days_ago)
    change(status="suspended")
    assert "0 searches" in run()
    SavedSearch.objects.update(looked_on=dates.today() - datetime.timedelta(days=7))
    assert "1 mails sent" in run()


class Killed(BaseException):
    """As Ctrl-C stops a run: nothing catches it. For SIGKILL see test_alerts_killed.py."""


def three_searches() -> list[str]:
    addresses = [f"{name}@investor.test" for name in "abc"]
    for address in addresses:
        saved(email=address)
    change(status="suspended")
    return addresses


@pytest.mark.parametrize("at", [1, 2, 3])
def test_killed_between_two_mails_none_is_sent_twice_and_none_left_out(monkeypatch, at: int):
    addresses, send = three_searches(), EmailBackend.send_messages

    def killed(backend, messages):
        if len(mail.outbox) == at - 1:
            raise Killed
        return send(backend, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", killed)
    with pytest.raises(Killed):
        run()
    assert len(mail.outbox) == at - 1
    monkeypatch.setattr(EmailBackend, "send_messages", send)
    run()
    run()
    assert [letter.to[0] for letter in mail.outbox] == addresses


@pytest.mark.parametrize("at", [1, 2, 3])
def test_killed_while_looking_none_is_left_out(monkeypatch, at: int):
    addresses, look, seen = three_searches(), outbox.look, []

    def killed(search, today):
        seen.append(search)
        if len(seen) == at:
            raise Killed
        return look(search, today)

    monkeypatch.setattr(outbox, "look", killed)
    with pytest.raises(Killed):
        run()
    monkeypatch.setattr(outbox, "look", look)
    run()
    assert sorted(letter.to[0] for letter in mail.outbox) == addresses


def test_a_process_that_died_with_a_mail_in_hand_is_waited_for_ten_minutes():
    saved()
    change(status="suspended")
    alert = outbox.look(SavedSearch.objects.get(), dates.today())
    assert alert
    Alert.objects.update(begun_at=timezone.now())
    assert "0 mails sent" in run()
    Alert.objects.update(begun_at=timezone.now() - datetime.timedelta(minutes=11))
    assert "1 mails sent" in run()
    assert mail.outbox[0].extra_headers["Message-ID"].startswith(f"<alert-{alert.pk}-")


def test_a_run_that_is_overtaken_has_not_failed(monkeypatch):
    addresses, send = three_searches(), outbox.send

    def overtaken(alert):
        assert send(alert)  # by the other run
        return send(alert)

    monkeypatch.setattr(outbox, "send", overtaken)
    assert run() == "3 searches looked at, 0 mails sent, 0 failed.\n"
    assert [letter.to[0] for letter in mail.outbox] == addresses


def test_a_mail_that_is_refused_holds_up_no_other(monkeypatch):
    addresses, send = three_searches(), EmailBackend.send_messages

    def refused(backend, messages):
        if messages[0].to == ["b@investor.test"]:
            raise OSError("no such mailbox")
        return send(backend, messages)

    monkeypatch.setattr(EmailBackend, "send_messages", refused)
    with pytest.raises(CommandError):
        run()
    assert [letter.to[0] for letter in mail.outbox] == ["a@investor.test", "c@investor.test"]
    monkeypatch.setattr(EmailBackend, "send_messages", send)
    run()
    assert sorted(letter.to[0] for letter in mail.outbox) == addresses


def test_a_query_that_is_no_longer_understood_is_told_once():
    saved("near=th-airport-bkk")
    SavedSearch.objects.update(query="near=gone-airport-xyz")
    change(status="suspended")
    assert "1 mails sent" in run()
    assert "no longer understood" in mail.outbox[0].subject
    next_day()
    assert "0 searches" in run()
