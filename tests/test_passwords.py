"""A password is the same from every keyboard, whether it composes marked letters or not."""

import unicodedata

import pytest
from django.contrib.auth.hashers import make_password

from tests.cast import LOGIN, person, signed_in

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("no_counters"),
    pytest.mark.one_database,  # hashed by Python
]
COMPOSED = unicodedata.normalize("NFC", "m\u1eadt kh\u1ea9u r\u1ea5t d\u00e0i")
DECOMPOSED = unicodedata.normalize("NFD", COMPOSED)
OTHER = "another long password \u1ec7"


def enters(client, user, password: str) -> bool:
    client.post("/accounts/logout/")
    client.post(LOGIN, {"login": user.email, "password": password})
    return signed_in(client)


@pytest.mark.parametrize("chosen", [COMPOSED, DECOMPOSED])
def test_a_password_is_known_from_both_kinds_of_keyboard(client, chosen):
    user = person()
    user.set_password(chosen)
    user.save()
    assert enters(client, user, COMPOSED)
    assert enters(client, user, DECOMPOSED)
    assert not enters(client, user, COMPOSED + " ")


def test_one_that_was_kept_as_it_was_typed_still_opens(client):
    user = person()
    user.password = make_password(DECOMPOSED)
    user.save()
    assert enters(client, user, DECOMPOSED)
    assert not enters(client, user, OTHER)


def test_it_is_changed_and_shown_again_in_either_form(client):
    user = person()
    user.set_password(COMPOSED)
    user.save()
    assert enters(client, user, DECOMPOSED)
    answer = client.post("/accounts/reauthenticate/", {"password": DECOMPOSED})
    assert answer.status_code == 302
    wanted = unicodedata.normalize("NFD", OTHER)
    fields = {"oldpassword": DECOMPOSED, "password1": wanted, "password2": wanted}
    assert client.post("/accounts/password/change/", fields).status_code == 302
    assert enters(client, user, OTHER)


def test_length_is_counted_as_people_count(client):
    six = unicodedata.normalize("NFD", "\u1ead\u1ea9\u1ea5\u1ec7\u1ed9\u1eef")
    data = {"name": "A", "email": "a@sample.invalid", "password1": six, "language": "en"}
    answer = client.post("/accounts/signup/", data)
    assert answer.status_code == 200
    assert "password1" in answer.context["form"].errors
