"""The shortlist: kept in the browser, in a link, with an account; forged and tampered refused."""

import hashlib

import pytest
from django.core import signing
from django.core.cache import cache
from django.test import Client

from investors.models import ShortlistItem
from investors.shortlists import storage
from sez_portal.records.models import FormerKey
from tests import cast
from zones.models import Zone

pytestmark = pytest.mark.django_db
KEYS = ["la-savan-seno", "mm-thilawa"]
ADD, SAVE, LIST = "/shortlist/add/", "/shortlist/save/", "/shortlist/"


@pytest.fixture(autouse=True)
def _no_attempts_yet() -> None:
    cache.clear()


def add(client, *keys: str, **more):
    return client.post(ADD, {"zone": list(keys)}, **more)


def held(client) -> dict[str, str]:
    """What the browser keeps."""
    cookie = client.cookies.get(storage.COOKIE)
    return storage.unsigned(cookie.value) if cookie and cookie.value else {}


def listed(client, query: str = "") -> list[tuple[str, str]]:
    entries = client.get(LIST + query).context["page"].entries
    return [(entry.zone.key, entry.note) for entry in entries]


def of_account(user) -> dict[str, str]:
    return dict(ShortlistItem.objects.filter(shortlist__user=user).values_list("zone_key", "note"))


def test_a_visitor_adds_zones_and_is_back_where_they_were(client):
    answer = add(client, KEYS[0], headers={"Referer": "http://testserver/zones/?q=savan"})
    assert answer.url == f"http://testserver/zones/?q=savan#{KEYS[0]}"
    assert "1 zone is on your shortlist." in client.get("/zones/?q=savan").content.decode()
    add(client, KEYS[1])
    assert listed(client) == [(KEYS[0], ""), (KEYS[1], "")]


@pytest.mark.parametrize("referer", ["", "https://elsewhere.invalid/x", "//elsewhere.invalid"])
def test_nobody_is_sent_to_another_site(client, referer: str):
    assert add(client, KEYS[0], headers={"Referer": referer}).url == LIST


def test_the_cookie_is_for_this_site_and_out_of_reach_of_scripts(client):
    add(client, KEYS[0])
    cookie = client.cookies[storage.COOKIE]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == storage.YEAR


def test_pages_alone_leave_no_cookie(client):
    for page in ("/zones/", f"/zones/{KEYS[0]}/", LIST, "/compare/", "/shortlist/answer-pack/"):
        assert not client.get(page).cookies


@pytest.mark.parametrize("zones", [[], ["no-such-zone"], ["x" * 300], [""]])
def test_what_is_no_zone_is_not_added(client, zones: list[str]):
    add(client, *zones)
    assert held(client) == {}
    assert "No such zone" in client.get(LIST).content.decode()


def test_an_unpublished_zone_is_not_added_and_a_former_key_is(client):
    Zone.objects.filter(key=KEYS[0]).update(is_published=False)
    FormerKey.objects.create(record="zone", former="mm-old", key=KEYS[1])
    add(client, KEYS[0], "mm-old")
    assert held(client) == {KEYS[1]: ""}


def test_notes_are_kept_and_a_zone_is_taken_out(client):
    add(client, *KEYS)
    client.post(SAVE, {f"note-{KEYS[0]}": " near the\nbridge ", f"note-{KEYS[1]}": "port"})
    assert held(client) == {KEYS[0]: "near the bridge", KEYS[1]: "port"}
    client.post(SAVE, {f"note-{KEYS[0]}": "changed", "remove": KEYS[1]})
    assert held(client) == {KEYS[0]: "changed"}
    client.post(SAVE, {"remove": KEYS[0]})
    assert held(client) == {}
    assert client.cookies[storage.COOKIE]["max-age"] == 0


def test_a_note_too_long_is_named_at_its_field_and_nothing_typed_is_lost(client):
    add(client, *KEYS)
    answer = client.post(SAVE, {f"note-{KEYS[0]}": "x" * 301, f"note-{KEYS[1]}": "typed"})
    page = answer.content.decode()
    assert answer.status_code == 400
    assert "At most 300 characters; these are 301." in page
    assert "x" * 301 in page
    assert ">typed</textarea>" in page
    assert held(client) == dict.fromkeys(KEYS, "")


def test_a_full_list_says_so(client):
    keys = list(Zone.objects.published().values_list("key", flat=True)[: storage.MOST_ZONES + 1])
    add(client, *keys[: storage.MOST_ZONES])
    assert len(held(client)) == storage.MOST_ZONES
    add(client, keys[-1])
    assert keys[-1] not in held(client)
    assert "A shortlist holds 40 zones" in client.get(LIST).content.decode()


def test_notes_too_long_for_a_browser_stay_typed_and_an_account_keeps_them(client):
    keys = list(Zone.objects.published().values_list("key", flat=True)[:30])
    notes = {f"note-{key}": hashlib.shake_256(key.encode()).hexdigest(150) for key in keys}
    add(client, *keys)
    answer = client.post(SAVE, notes)
    assert answer.status_code == 400
    assert "too long for this browser" in answer.content.decode()
    user = cast.person()
    cast.sign_in(client, user)
    assert client.post(SAVE, notes).status_code == 302
    assert len(of_account(user)) == 30
    assert all(of_account(user).values())
    assert "too long to travel in a link" in client.get(LIST).content.decode()


def test_the_link_shows_the_list_to_somebody_else_and_changes_nothing(client):
    add(client, *KEYS)
    client.post(SAVE, {f"note-{KEYS[0]}": "mine alone"})
    page = client.get(LIST).context["page"]
    other = Client()
    add(other, "la-boten")
    assert listed(other, page.link.removeprefix(LIST)) == [(KEYS[0], ""), (KEYS[1], "")]
    with_notes = page.link_with_notes.removeprefix(LIST)
    assert listed(other, with_notes) == [(KEYS[0], "mine alone"), (KEYS[1], "")]
    assert held(other) == {"la-boten": ""}
    sent = other.get(page.link).context["page"].shared
    other.post(ADD, {"list": sent})
    assert list(held(other)) == ["la-boten", *KEYS]


@pytest.mark.parametrize(
    "spoil", [lambda t: t[:-3], lambda t: "x" + t, lambda t: "", lambda t: "a:b:c"]
)
def test_a_tampered_link_is_refused_kindly(client, spoil):
    add(client, "la-boten")
    sent = spoil(storage.signed(dict.fromkeys(KEYS, "")))
    answer = client.get(LIST, {"list": sent})
    assert listed(client) == [("la-boten", "")]
    if sent:
        assert answer.status_code == 400
        page = answer.content.decode()
        assert "changed or cut short" in page
        assert "Boten" in page  # one's own list
        client.post(ADD, {"list": sent})
        assert list(held(client)) == ["la-boten"]
        assert client.get("/shortlist/answer-pack/", {"list": sent}).status_code == 400
        assert client.get("/shortlist/answer-pack.xlsx", {"list": sent}).status_code == 400


def test_a_tampered_cookie_is_an_empty_list(client):
    client.cookies[storage.COOKIE] = "W10:forged:signature"
    assert listed(client) == []
    add(client, KEYS[0])
    assert held(client) == {KEYS[0]: ""}


def test_a_text_signed_for_something_else_is_no_list(client):
    other = signing.dumps([[KEYS[0], ""]], salt="another purpose")
    assert client.get(LIST, {"list": other}).status_code == 400


def test_unknown_zones_of_a_link_are_dropped_with_a_note(client):
    sent = storage.signed({"la-gone": "", KEYS[0]: ""})
    page = client.get(LIST, {"list": sent}).content.decode()
    assert "“la-gone” is no zone of the directory" in page
    assert listed(client, f"?list={sent}") == [(KEYS[0], "")]


def test_the_list_joins_the_account_at_sign_in(client):
    user = cast.person()
    add(client, *KEYS)
    client.post(SAVE, {f"note-{KEYS[0]}": "from the browser"})
    assert cast.submit(client, user).status_code == 302
    assert of_account(user) == {KEYS[0]: "from the browser", KEYS[1]: ""}
    assert held(client) == {}
    assert listed(client) == [(KEYS[0], "from the browser"), (KEYS[1], "")]


def test_the_list_waits_for_the_second_factor(client):
    user = cast.person()
    cast.enrol(user)
    add(client, *KEYS)
    cast.submit(client, user)
    assert of_account(user) == {}
    client.post("/accounts/2fa/authenticate/", {"code": cast.code_of(cast.SECRET)})
    assert of_account(user) == dict.fromkeys(KEYS, "")


def test_a_note_of_the_account_stays_when_lists_are_joined(client):
    user = cast.person()
    first = Client()
    cast.sign_in(first, user, second_factor=False)
    add(first, KEYS[0])
    first.post(SAVE, {f"note-{KEYS[0]}": "of the account"})
    add(client, "la-boten", KEYS[0])
    client.post(SAVE, {f"note-{KEYS[0]}": "of the browser"})
    cast.submit(client, user)
    assert of_account(user) == {KEYS[0]: "of the account", "la-boten": ""}


def test_a_list_that_missed_the_sign_in_joins_at_the_next_change(client):
    add(client, KEYS[0])
    user = cast.person()
    cast.sign_in(client, user)  # a session that did not come through the door
    assert listed(client) == [(KEYS[0], "")]
    assert of_account(user) == {}  # looking changes nothing
    add(client, KEYS[1])
    assert of_account(user) == dict.fromkeys(KEYS, "")
    assert held(client) == {}


def test_nobody_sees_the_list_of_another(client):
    user, other = cast.person(), cast.person("other@sample.invalid")
    cast.sign_in(client, user)
    add(client, KEYS[0])
    stranger = Client()
    cast.sign_in(stranger, other)
    assert listed(stranger) == []
    assert list(of_account(user)) == KEYS[:1]
    assert of_account(other) == {}
    user.delete()
    assert not ShortlistItem.objects.exists()


@pytest.mark.parametrize("path", [ADD, SAVE])
def test_a_form_of_another_site_is_refused(path: str):
    client = Client(enforce_csrf_checks=True)
    for headers in (
        {},
        {"Origin": "null"},
        {"Origin": "https://elsewhere.invalid"},
        {"Origin": "http://testserver", "Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-origin"},
    ):
        answer = client.post(path, {"zone": KEYS[0]}, headers=headers)
        assert answer.status_code == 403, headers
        assert storage.COOKIE not in client.cookies
    answer = client.post(path, {"zone": KEYS[0]}, headers={"Origin": "http://testserver"})
    assert answer.status_code == 302


def test_a_browser_that_names_the_page_alone_can_send_again_with_a_token():
    client = Client(enforce_csrf_checks=True)
    assert KEYS[0] not in client.post(ADD, {"zone": KEYS[0]}).content.decode()
    from_us = {"Referer": "http://testserver/zones/"}
    page = client.post(ADD, {"zone": KEYS[0]}, headers=from_us).content.decode()
    assert f">{KEYS[0]}</dd>" in page
    token = client.cookies["csrftoken"].value
    answer = client.post(ADD, {"zone": KEYS[0], "csrfmiddlewaretoken": token})
    assert answer.status_code == 302
    assert held(client) == {KEYS[0]: ""}


@pytest.mark.parametrize("path", [ADD, SAVE])
def test_a_get_changes_nothing(client, path: str):
    assert client.get(path, {"zone": KEYS[0]}).status_code == 405


def test_too_many_changes_are_stopped(client):
    for _number in range(120):
        add(client, KEYS[0])
    assert add(client, KEYS[0]).status_code == 429


def test_forty_zones_take_no_more_queries_than_two(client, django_assert_num_queries):
    keys = list(Zone.objects.published().values_list("key", flat=True)[:40])
    for count in (2, 40):
        sent = storage.signed(dict.fromkeys(keys[:count], ""))
        client.get(LIST, {"list": sent})
        with django_assert_num_queries(7):  # one for the names of provinces, one for what is near
            client.get(LIST, {"list": sent})
