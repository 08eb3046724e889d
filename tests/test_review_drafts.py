"""A review half made is kept for whoever makes it: until they decide, and for nobody else."""

import json

import pytest
from django.urls import reverse

from sez_portal.records.models import Draft, Submission
from sez_portal.records.services.propose import propose
from tests import cast
from tests.pages import in_one_line as text
from zones.models import Zone
from zones.record import ZONE

pytestmark = pytest.mark.django_db
KEY = "la-savan-seno"


@pytest.fixture
def sent() -> Submission:
    author = cast.official(KEY, office="Zone office")
    values = {"firms": 148, "jobs": 6250, "developer": "A developer"}
    return propose(record=ZONE, key=KEY, by=author, values=values)


@pytest.fixture
def moderator(client):
    user = cast.moderator()
    cast.sign_in(client, user)
    return user


def chosen(sent: Submission, **more) -> dict:
    data = {"turn": sent.turn, "do": "keep", "seen-firms": "129", "seen-jobs": "4681"}
    data |= {"verdict-firms": "accepted", "verdict-jobs": "declined"}
    data |= {"reason-jobs": "No source.", "text": "Thank you."}
    return data | more


def verdicts(page) -> dict[str, str]:
    return {one.field.key: one.chosen for one in page.context["changes"]}


@pytest.mark.parametrize("do", ["keep", "save"])
def test_what_is_chosen_stands_there_again_and_decides_nothing(client, moderator, sent, do: str):
    client.post(sent.get_absolute_url(), chosen(sent, do=do))
    page = client.get(sent.get_absolute_url())
    assert verdicts(page) == {"firms": "accepted", "jobs": "declined", "developer": ""}
    told = text(page)
    assert "stands here again. Nothing is decided by it" in told
    assert "No source." in told and "Thank you." in told
    sent.refresh_from_db()
    assert (sent.is_waiting, sent.decisions) == (True, {})
    desk = text(client.get(reverse("desk")))
    assert "Begun, and not sent yet" in desk and "Saved, and not sent yet" not in desk


def test_nobody_else_is_shown_it(client, moderator, sent):
    client.post(sent.get_absolute_url(), chosen(sent))
    for other in (cast.moderator("second@sample.invalid"), sent.author):
        cast.sign_in(client, other)
        page = client.get(sent.get_absolute_url())
        assert "No source." not in text(page) and not any(verdicts(page).values())
        assert "Begun, and not sent yet" not in text(client.get(reverse("desk")))


def test_it_is_gone_when_it_is_decided_or_not_wanted(client, moderator, sent):
    client.post(sent.get_absolute_url(), chosen(sent))
    client.post(sent.get_absolute_url(), chosen(sent, do="forget"))
    assert not Draft.objects.exists()
    client.post(sent.get_absolute_url(), chosen(sent))
    client.post(sent.get_absolute_url(), chosen(sent, do=""))
    assert not Draft.objects.exists()
    client.post(sent.get_absolute_url(), chosen(sent))  # kept a moment before, and came late
    assert not Draft.objects.exists()


def test_what_became_another_value_meanwhile_is_not_chosen_any_more(client, moderator, sent):
    client.post(sent.get_absolute_url(), chosen(sent))
    propose(record=ZONE, key=KEY, by=sent.author, values={"firms": 900, "jobs": 6250})
    page = client.get(sent.get_absolute_url())
    assert verdicts(page)["firms"] == ""
    assert verdicts(page)["jobs"] == "declined"


def test_who_was_slower_still_reads_what_they_had_chosen(client, moderator, sent):
    client.post(sent.get_absolute_url(), chosen(sent))
    cast.sign_in(client, cast.moderator("second@sample.invalid"))
    developer = json.dumps(Zone.objects.get(key=KEY).developer)
    client.post(sent.get_absolute_url(), chosen(sent, **{"do": "all", "seen-developer": developer}))
    cast.sign_in(client, moderator)
    page = text(client.get(sent.get_absolute_url()))
    assert "None of it was applied" in page and "No source." in page


def test_a_refused_decision_is_kept_too(client, moderator, sent):
    answer = client.post(sent.get_absolute_url(), chosen(sent, **{"do": "", "reason-jobs": ""}))
    assert answer.status_code == 409
    assert verdicts(client.get(sent.get_absolute_url()))["firms"] == "accepted"


def test_a_word_of_the_country_half_said_is_kept(client, sent):
    cast.sign_in(client, cast.focal_point("LA"))
    data = {"turn": sent.turn, "do": "save", "seen-firms": "129", "verdict-firms": "endorsed"}
    answer = client.post(sent.get_absolute_url(), data)
    assert answer.status_code == 302
    assert verdicts(client.get(sent.get_absolute_url()))["firms"] == "endorsed"


def test_who_has_no_word_in_it_keeps_nothing(client, sent):
    cast.sign_in(client, sent.author)
    assert client.post(sent.get_absolute_url(), chosen(sent)).status_code == 403
    assert not Draft.objects.exists()


@pytest.mark.parametrize("kind", ["comment", "returned"])
def test_what_was_said_is_not_there_to_be_said_again(client, moderator, sent, kind: str):
    client.post(reverse("submission-remark", args=[sent.pk]), chosen(sent, kind=kind))
    assert sent.remarks.get().text == "Thank you."
    propose(record=ZONE, key=KEY, by=sent.author, values={"firms": 150, "jobs": 6250})
    page = client.get(sent.get_absolute_url())
    assert page.context["said"] == ""
    assert verdicts(page)["jobs"] == "declined" and "No source." in text(page)
