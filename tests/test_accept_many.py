"""Accepting many at once: shown whole, then one press; what changed in between is left out."""

import re

import pytest
from django.utils import timezone

from sez_portal.accounts.choices import Role
from sez_portal.accounts.models import Appointment
from sez_portal.records.choices import Origin
from sez_portal.records.models import Submission
from sez_portal.records.services.apply import apply
from sez_portal.records.services.propose import propose
from tests import cast
from tests.pages import in_one_line as text
from tests.test_queue import ACCEPT, KEY, OTHER, QUEUE, THIRD, send, titles
from zones.models import Zone
from zones.record import ZONE

pytestmark = pytest.mark.django_db


@pytest.fixture
def moderator(client):
    user = cast.moderator()
    cast.sign_in(client, user)
    return user


def shown(client, address: str = ACCEPT) -> dict:
    """What the form of the page sends when its button is pressed."""
    page = text(client.get(address))
    inputs = re.findall(r'<input type="(?:hidden|checkbox)" name="([^"]+)" value="([^"]*)"', page)
    data: dict[str, list[str]] = {}
    for name, value in inputs:
        data.setdefault(name, []).append(value.replace("&quot;", '"'))
    return data


def live(key: str = KEY) -> Zone:
    return Zone.objects.get(key=key)


def test_what_has_no_finding_is_accepted_with_one_press_after_it_was_shown(client, moderator):
    send(KEY, firms=148, jobs=46810)  # of which jobs are found too many
    send(OTHER, developer="A developer")
    send(THIRD, firms=live(THIRD).firms * 20)
    data = shown(client)
    assert (live().firms, live(OTHER).developer) != (148, "A developer")
    page = text(client.post(ACCEPT, data, follow=True))
    assert "Accepted: 2 fields of 2 submissions." in page
    assert (live().firms, live().jobs) == (148, 4681)
    assert live(OTHER).developer == "A developer"
    assert Submission.objects.get(key=THIRD, status="waiting").undecided == ["firms"]


def test_only_what_is_within_the_filter_and_ticked(client, moderator):
    send(KEY, firms=148, jobs=5000)
    send(THIRD, developer="A developer")
    data = shown(client, f"{ACCEPT}?country=LA")
    data = {name: [v for v in values if v != "jobs"] for name, values in data.items()}
    answered = client.post(f"{ACCEPT}?country=LA", data)
    assert answered.url == f"{QUEUE}?country=LA"
    assert (live().firms, live().jobs) == (148, 4681)
    assert Submission.objects.waiting().count() == 2


@pytest.mark.parametrize("between", ["live", "sent", "decided", "opened", "new"])
def test_what_changed_in_between_is_left_out_and_named(client, moderator, between: str):
    sent = send(KEY, firms=148)
    send(OTHER, developer="A developer")
    data, colleague = shown(client), cast.moderator("colleague@sample.invalid")
    if between == "live":
        apply(record=ZONE, key=KEY, values={"firms": 140}, origin=Origin.SEED)
    elif between == "sent":
        propose(record=ZONE, key=KEY, by=sent.author, values={"firms": 150})
    elif between == "decided":
        Submission.objects.filter(pk=sent.pk).update(
            status="declined",
            turn=9,
            decided_by_name="colleague",
            decided_at=timezone.now(),
            decisions={"firms": {"verdict": "declined", "reason": "No.", "instead": None}},
        )
    elif between == "opened":
        moment = timezone.now()
        Submission.objects.filter(pk=sent.pk).update(assigned_to=colleague, assigned_at=moment)
    else:
        send(THIRD, developer="A developer")
    page = text(client.post(ACCEPT, data, follow=True))
    assert live(OTHER).developer == "A developer"
    if between == "new":
        assert live(THIRD).developer != "A developer"
        return
    assert live().firms in (129, 140)
    told = {
        "live": "Changed since you opened the page: Firms",
        "sent": "sent more to it",
        "decided": "colleague was faster and decided: Firms: declined (No.)",
        "opened": "colleague looks at it now.",
    }
    name = "Left out: Savan-Seno Special Economic Zone"
    assert name in page
    assert told[between] in page


def test_what_is_left_out_before_is_named_too(client, moderator):
    send(KEY, firms=1290)
    opened = send(OTHER, developer="A developer")
    colleague, moment = cast.moderator("colleague@sample.invalid"), timezone.now()
    Submission.objects.filter(pk=opened.pk).update(assigned_to=colleague, assigned_at=moment)
    conflict = send(THIRD, developer="A developer")
    apply(record=ZONE, key=THIRD, values={"developer": "Another"}, origin=Origin.SEED)
    page = text(client.get(ACCEPT))
    assert 'name="shown"' not in page
    left_out = page.partition('id="h-passed"')[2]
    assert "colleague looks at it now." in left_out
    assert left_out.count("Every field of it has to be looked at.") == 2
    assert conflict.title in left_out


def test_only_the_institute_accepts_many(client):
    sent = send()
    cast.sign_in(client, cast.focal_point("LA"))
    data = {"shown": sent.pk, f"field-{sent.pk}": "firms", f"seen-{sent.pk}": '{"firms": 129}'}
    assert client.post(ACCEPT, {**data, f"turn-{sent.pk}": sent.turn}).status_code == 403
    assert "Accept all without a finding" not in text(client.get(QUEUE))
    assert live().firms == 129


class Moderator:
    """Somebody at the queue who reads, presses, and counts each press: of a link, a choice, a
    button, and into a field to write there."""

    def __init__(self, client) -> None:
        self.client, self.presses = client, 0

    def press(self, times: int = 1) -> None:
        self.presses += times

    def open(self, address: str) -> str:
        self.press()
        return text(self.client.get(address))


def forty(firms: list[Zone]) -> None:
    """Twenty rows without a finding and twenty with one, of which some have further fields."""
    author = cast.person("forty@sample.invalid", office="Zone offices")
    Appointment.objects.bulk_create(
        Appointment(user=author, role=Role.OFFICIAL, zone_key=zone.key, country=zone.country_id)
        for zone in firms
    )
    for number, zone in enumerate(firms):
        values = {"firms": zone.firms + 1, "developer": f"Developer {number}"}
        if number % 2:
            values["firms"] = zone.firms * 20
        propose(record=ZONE, key=zone.key, by=author, values=values)


@pytest.mark.one_database  # presses on pages
def test_forty_mixed_rows_take_at_most_seventy_presses(client, moderator):
    forty(list(Zone.objects.filter(firms__gt=0, is_published=True).order_by("key")[:40]))
    assert Submission.objects.waiting().count() == 40
    at, page = Moderator(client), text(client.get(QUEUE))
    assert ACCEPT in page
    at.open(ACCEPT)
    at.press()  # the button that accepts what is shown
    page = text(client.post(ACCEPT, shown(client), follow=True))
    assert len(titles(page)) == 20
    address = re.search(r'<h3><a href="(/desk/submissions/[^"]*)"', page)[1]
    page, number = at.open(address), 0
    while "/desk/submissions/" in address:
        turn = re.search(r'name="turn" value="([0-9]+)"', page)[1]
        seen = dict(re.findall(r'name="(seen-[a-z_]+)" value="([^"]*)"', page))
        data = {"turn": turn, **{key: value.replace("&quot;", '"') for key, value in seen.items()}}
        number += 1
        if number % 2:  # declined: the choice, into the field of the reason, the button
            data |= {"verdict-firms": "declined", "reason-firms": "Is it ten times as many?"}
            at.press(3)
        else:  # the button that accepts what is left
            data["do"] = "all"
            at.press()
        answered = client.post(address, data, follow=True)
        address, page = answered.redirect_chain[-1][0], text(answered)
    assert number == 20
    assert not Submission.objects.waiting().exists()
    assert at.presses == 43


def test_rows_are_chosen_in_the_queue(client, moderator):
    chosen = send(KEY, firms=148)
    also = send(OTHER, developer="A developer")
    left, found = send(THIRD, developer="A developer"), send("la-saysettha", firms=1)
    Submission.objects.filter(pk=found.pk).update(checks={"firms": "jump"})
    page = text(client.get(f"{QUEUE}?q=zone"))
    for row in (chosen, also, left):
        assert f'name="only" value="{row.pk}"' in page
    assert f'name="only" value="{found.pk}"' not in page
    assert '<input type="hidden" name="q" value="zone">' in page
    address = f"{ACCEPT}?q=zone&chosen=1&only={chosen.pk}&only={also.pk}"
    data = shown(client, address)
    assert client.post(address, data).url == f"{QUEUE}?q=zone"
    assert (live().firms, live(OTHER).developer) == (148, "A developer")
    assert {row.pk for row in Submission.objects.waiting()} == {left.pk, found.pk}


def test_who_chooses_no_row_accepts_none(client, moderator):
    send(KEY, firms=148)
    page = client.get(f"{ACCEPT}?chosen=1", follow=True)
    assert page.redirect_chain[0][0] == QUEUE
    assert "Tick the rows that you want to accept." in text(page)


def test_a_chosen_row_that_cannot_be_accepted_is_named_with_the_reason(client, moderator):
    cast.focal_point("LA")
    early, gone = send(KEY, days=0, firms=148), send(OTHER, firms=20)
    Submission.objects.filter(pk=gone.pk).update(status="declined")
    page = text(client.get(f"{ACCEPT}?chosen=1&only={early.pk}&only={gone.pk}"))
    assert "The country may still answer." in page
    assert "1 of the rows that you chose waits no more." in page
    assert 'name="shown"' not in page


def test_of_two_proposals_on_one_field_the_second_is_held_back_and_names_the_first(
    client, moderator
):
    first = send(KEY, name="first", firms=148)
    second = send(KEY, name="second", firms=150, developer="A developer")
    page = text(client.get(ACCEPT))
    told = "first (Zone office) sent another proposal on the same: Firms."
    assert told in page
    assert f'name="field-{second.pk}" value="firms"' not in page
    one = page.partition(f'name="field-{first.pk}"')[2]
    assert "checked" not in one.partition(">")[0]  # it is ticked by whoever read both
    assert "Another proposal waits on this field:" in one and "150" in one
    data = shown(client)
    data |= {f"field-{second.pk}": ["firms", "developer"]}
    data |= {f"seen-{second.pk}": ['{"firms": 129, "developer": ""}']}
    page = text(client.post(ACCEPT, data, follow=True))
    assert f"Left out: Savan-Seno Special Economic Zone. {told}" in page
    assert (live().firms, Submission.objects.get(pk=second.pk).decisions) == (148, {})


def test_two_who_propose_the_same_are_no_rivals(client, moderator):
    send(KEY, name="first", firms=148)
    send(KEY, name="second", firms=148)
    page = text(client.get(ACCEPT))
    assert "another proposal" not in page.lower()
    assert len(re.findall('value="firms" *checked', page)) == 2


def test_who_decides_sees_the_rival_beside_the_field_and_the_author_does_not(client, moderator):
    first = send(KEY, name="first", firms=148)
    second = send(KEY, name="second", firms=150)
    page = text(client.get(QUEUE))
    assert page.count("Another proposal on the same field") == 2
    page = text(client.get(second.get_absolute_url()))
    told = page.partition("Another proposal waits on this field:")[2][:200]
    assert first.get_absolute_url() in told and "148" in told
    cast.sign_in(client, second.author)
    assert "Another proposal waits" not in text(client.get(second.get_absolute_url()))


def test_one_press_for_all_of_a_proposal_leaves_what_a_rival_wants(client, moderator):
    send(KEY, name="first", firms=148)
    second = send(KEY, name="second", firms=150, developer="A developer")
    page = text(client.get(second.get_absolute_url()))
    assert "Accept the 1 field without an objection or another proposal" in page
    seen = dict(re.findall(r'name="(seen-[a-z_]+)" value="([^"]*)"', page))
    data = {"turn": second.turn, "do": "all"}
    data |= {key: value.replace("&quot;", '"') for key, value in seen.items()}
    client.post(second.get_absolute_url(), data)
    assert (live().firms, live().developer) == (129, "A developer")
