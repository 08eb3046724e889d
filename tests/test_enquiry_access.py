"""Investor data: roles × states. Who it was sent to sees it from then on, and nobody else ever."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from investors.enquiries import services
from investors.models import AnswerTemplate, Enquiry, SavedSearch, Thread
from sez_portal.common.access import may
from tests import cast
from tests.investor import KEY, sent, thread_of
from zones.models import Zone

pytestmark = pytest.mark.django_db

MAKERS = {
    "person": cast.person,
    "official": lambda: cast.official(KEY),
    "official elsewhere": lambda: cast.official("la-boten"),
    "focal point": lambda: cast.focal_point("LA"),
    "focal point elsewhere": lambda: cast.focal_point("TH"),
    "moderator": cast.moderator,
    "administrator": cast.administrator,
}
ALWAYS, COUNTRY, MI = {"official"}, {"official", "focal point"}, {"official", "moderator"}
ALL = COUNTRY | MI
STATES = {
    "unverified": ({"sent_at": None}, set()),
    "at the zone": ({}, ALWAYS),
    "at the country": ({"level": 2, "country_at": timezone.now()}, COUNTRY),
    "at MI, past the country": (
        {"level": 3, "country_at": timezone.now(), "mi_at": timezone.now()},
        ALL,
    ),
    "at MI, no focal point then": ({"level": 3, "mi_at": timezone.now()}, MI),
    "answered": ({"status": "answered"}, ALWAYS),
    "closed at MI": (
        {"status": "closed", "level": 3, "country_at": timezone.now(), "mi_at": timezone.now()},
        ALL,
    ),
    "forgotten": ({"enquiry": None, "level": 3, "mi_at": timezone.now()}, set()),
}


def in_state(name: str) -> Thread:
    thread = thread_of(sent())
    reached = {"level": 1, "mi_at": None, "country_at": None, "status": "new"}
    Thread.objects.filter(pk=thread.pk).update(**reached | STATES[name][0])
    return Thread.objects.get(pk=thread.pk)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("role", MAKERS)
def test_who_sees_and_answers_what(client, role: str, state: str):
    thread, user = in_state(state), MAKERS[role]()
    sees = role in STATES[state][1]
    is_open = sees and "closed" not in state
    acts = {"view": sees, "answer": is_open, "note": is_open, "read": is_open, "close": is_open}
    assert {act: may(user, act, thread) for act in acts} == acts
    cast.sign_in(client, user)
    url = thread.get_absolute_url()
    assert client.get(url).status_code == (200 if sees else 404)
    assert client.post(url, {"do": "note", "text": "x"}).status_code in (
        (200, 302) if sees else (404,)
    )
    for page in ("/desk/", reverse("enquiries")):
        shown = url in client.get(page).content.decode()
        waits = page != "/desk/" or thread.is_waiting
        assert shown == (sees and waits), page


@pytest.mark.parametrize("role", [role for role in MAKERS if role != "official"])
def test_services_ask_for_the_permission_themselves(role: str):
    thread, user = in_state("at the zone"), MAKERS[role]()
    for act in (services.answer, services.note):
        with pytest.raises(PermissionDenied):
            act(thread=thread, by=user, text="Let me in.")
    for act in (services.mark_read, services.close):
        with pytest.raises(PermissionDenied):
            act(thread=thread, by=user)


def test_one_zone_does_not_see_whom_else_the_investor_asked(client):
    enquiry = sent(KEY, "la-boten")
    cast.sign_in(client, cast.official(KEY))
    other = thread_of(enquiry, "la-boten")
    services.note(thread=other, by=cast.official("la-boten", "b@sample.invalid"), text="secret")
    page = client.get(thread_of(enquiry).get_absolute_url()).content.decode()
    assert "secret" not in page
    assert "Boten" not in page


def test_nobody_answers_what_they_asked_themselves(client):
    official = cast.official(KEY)
    thread = thread_of(sent(user=official))
    assert may(official, "view", thread)
    assert not may(official, "answer", thread)
    cast.sign_in(client, official)
    page = client.get(thread.get_absolute_url()).content.decode()
    assert "somebody else answers it" in page
    assert "Send to the investor" not in page
    assert client.post(thread.get_absolute_url(), {"do": "answer", "text": "x"}).status_code == 403


def test_the_role_goes_and_the_sight_with_it(client):
    official = cast.official(KEY)
    thread = thread_of(sent())
    cast.sign_in(client, official)
    assert client.get(thread.get_absolute_url()).status_code == 200
    official.appointments.update(ends_on=timezone.localdate())
    assert client.get(thread.get_absolute_url()).status_code == 404


def test_the_administration_shows_no_investor(client):
    cast.sign_in(client, cast.administrator())
    page = client.get("/admin/").content.decode()
    for model in (Enquiry, Thread, SavedSearch):
        assert f"/admin/investors/{model._meta.model_name}" not in page
        assert client.get(f"/admin/investors/{model._meta.model_name}/").status_code == 404


@pytest.mark.parametrize(
    ("role", "seen"),
    [
        ("person", set()),
        ("official", {"zone"}),
        ("official elsewhere", set()),
        ("focal point", {"country"}),
        ("focal point elsewhere", set()),
        ("moderator", {"mi"}),
        ("administrator", set()),
    ],
)
def test_texts_belong_to_an_office(role: str, seen: set[str]):
    zone = Zone.objects.get(key=KEY)
    AnswerTemplate.objects.create(zone=zone, title="zone", text="x")
    AnswerTemplate.objects.create(country="LA", title="country", text="x")
    AnswerTemplate.objects.create(title="mi", text="x")
    user = MAKERS[role]()
    rows = AnswerTemplate.objects.allowed(user, "change")
    assert set(rows.values_list("title", flat=True)) == seen
    if "zone" not in seen:
        with pytest.raises(PermissionDenied):
            services.keep_template(by=user, zone=zone, country="", title="t", text="x")


def test_no_public_page_or_feed_names_an_investor(client):
    enquiry = sent()
    services.answer(thread=thread_of(enquiry), by=cast.official(KEY), text="Three dollars.")
    for url in (f"/zones/{KEY}/", f"/zones/{KEY}/history/", "/updates.atom", "/about/moderation/"):
        page = client.get(url).content.decode()
        assert enquiry.name not in page
        assert enquiry.email not in page
