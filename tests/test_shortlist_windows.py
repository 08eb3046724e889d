"""The shortlist of somebody who signs in from it, and of somebody with two windows."""

import html
import re

import pytest

from tests import cast
from tests.test_shortlist import KEYS, SAVE, _no_attempts_yet, add, listed, of_account

__all__ = ["_no_attempts_yet"]  # a fixture
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]


def way_in(client) -> str:
    """Where the list sends somebody to sign in."""
    page = html.unescape(client.get("/shortlist/").content.decode())
    return re.search(r'href="([^"]*)">Sign in and come back here', page)[1]


def test_signing_in_from_the_list_leads_back_to_it(client):
    user = cast.person()
    add(client, *KEYS)
    door = way_in(client)
    assert door == "/accounts/login/?next=%2Fshortlist%2F"
    assert 'name="next" value="/shortlist/"' in client.get(door).content.decode()
    sent = {"login": user.email, "password": cast.PASSWORD, "next": "/shortlist/"}
    assert client.post("/accounts/login/", sent)["Location"] == "/shortlist/"


def test_so_it_does_after_the_second_factor(client):
    user = cast.person()
    cast.enrol(user)
    add(client, *KEYS)
    sent = {"login": user.email, "password": cast.PASSWORD, "next": "/shortlist/"}
    client.post("/accounts/login/", sent)
    factor = {"code": cast.code_of(cast.SECRET)}
    assert client.post("/accounts/2fa/authenticate/", factor)["Location"] == "/shortlist/"


def test_so_it_does_for_who_makes_an_account_and_confirms_the_address(client, mailoutbox):
    add(client, *KEYS)
    sent = {"email": "new@sample.invalid", "password1": cast.PASSWORD, "name": "Mai"}
    client.post("/accounts/signup/", {**sent, "language": "en", "next": "/shortlist/"})
    link = re.search(r"/accounts/confirm-email/\S+", mailoutbox[-1].body)[0]
    client.post(link)
    answer = client.post(
        "/accounts/login/", {"login": "new@sample.invalid", "password": cast.PASSWORD}, follow=True
    )
    assert answer.request["PATH_INFO"] == "/shortlist/"
    assert listed(client) == [(key, "") for key in KEYS]


def test_what_one_window_changed_another_does_not_undo(client):
    """Both were opened before; the second knows nothing of the note that the first wrote."""
    cast.sign_in(client, cast.person())
    add(client, *KEYS)
    first, second = (f"note-{key}" for key in KEYS)
    was = {f"was-{key}": "" for key in KEYS}
    client.post(SAVE, {first: "of one window", second: "", **was})
    client.post(SAVE, {first: "", second: "of the other", **was})
    assert listed(client) == [(KEYS[0], "of one window"), (KEYS[1], "of the other")]


def test_a_note_that_two_windows_changed_is_shown_with_both_before_it_is_kept(client):
    cast.sign_in(client, cast.person())
    add(client, KEYS[0])
    note, was = f"note-{KEYS[0]}", f"was-{KEYS[0]}"
    client.post(SAVE, {note: "of one window", was: ""})
    answer = client.post(SAVE, {note: "of the other", was: ""})
    assert answer.status_code == 409
    page = html.unescape(answer.content.decode())
    assert "In another window this note became “of one window”." in page
    assert ">of the other</textarea>" in page
    assert listed(client) == [(KEYS[0], "of one window")]
    client.post(SAVE, {note: "of the other", was: re.search(f'"{was}" value="(.*?)"', page)[1]})
    assert listed(client) == [(KEYS[0], "of the other")]


def test_a_window_keeps_to_its_own_list_when_another_opened_another(client):
    user = cast.person()
    cast.sign_in(client, user)
    add(client, *KEYS)
    usual = re.search(r'name="of" value="(\d+)"', client.get("/shortlist/").content.decode())[1]
    client.post(SAVE, {"new": "1", "new_name": "Second"})
    client.post(SAVE, {"of": usual, f"note-{KEYS[0]}": "kept", f"was-{KEYS[0]}": ""})
    assert of_account(user)[KEYS[0]] == "kept"
