"""The desk in use: forms, drafts, review, remarks, mailed links, flags; nothing typed is lost."""

import datetime
import json

import pytest
from django.core import mail
from django.urls import reverse

from sez_portal.records.models import DataVersion, Evidence, MailLink, Submission
from sez_portal.records.sections import sections
from sez_portal.records.services.confirm import new_link
from sez_portal.records.services.propose import propose
from sez_portal.records.widgets import TableField
from tests import cast
from tests.looking import ticks
from tests.pages import refused
from tests.test_query_counts import queries
from zones.models import Zone
from zones.record import ZONE

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # pages; the services run on both
KEY = "la-savan-seno"


def url(section: str) -> str:
    return reverse("propose-section", args=["zone", KEY, section])


@pytest.fixture
def official(client):
    user = cast.official(KEY, office="Savan-Seno Authority")
    cast.sign_in(client, user)
    return user


def the_proposal(author) -> Submission:
    return Submission.objects.get(author=author, proposal=None)


def typed(client, section: str, **more: object) -> dict:
    """What a browser sends for a section when only `more` was changed."""
    form = client.get(url(section)).context["form"]
    data = {}
    for bound in form:
        value = bound.value()
        if isinstance(value, list) and value and isinstance(value[0], dict):
            for number, row in enumerate(value):
                data |= {f"{bound.name}-{number}-{cell}": text for cell, text in row.items()}
        elif isinstance(bound.field, TableField):
            data |= {f"{bound.name}-0-{cell}": "" for cell in bound.field.kind.columns}
        elif value is not None:
            data[bound.html_name] = value
    return data | more


def typed_link(client, address: str) -> dict:
    """What a browser sends of the form of a mailed link when nothing was changed."""
    form = client.get(address).context["form"]
    return {
        bound.html_name: bound.value()
        for bound in form
        if bound.name != "paper" and bound.value() is not None
    }


def sent_by(user, **values) -> Submission:
    return propose(
        record=ZONE, key=KEY, by=user, values=values, based_on=DataVersion.current(), note="because"
    )


@pytest.mark.parametrize("section", list(sections(ZONE)))
def test_every_section_opens_and_sent_untouched_changes_nothing(client, official, section: str):
    assert client.get(url(section)).status_code == 200
    answer = client.post(url(section), typed(client, section), follow=True)
    assert "Nothing was changed" in answer.content.decode()
    assert not Submission.objects.filter(author=official).exists()


def test_an_official_sends_a_change(client, official):
    given = {"firms": "148", "firms__speaks_of": "2026", "firms__source": "Half-year report"}
    answer = client.post(url("glance"), typed(client, "glance", note="counted", **given))
    sent = the_proposal(official)
    assert answer.url == sent.get_absolute_url()
    assert sent.changes == {"firms": {"from": 129, "to": 148}}
    assert sent.evidence["firms"][0]["sources"][0]["title"] == "Half-year report"
    page = client.get(answer.url).content.decode()
    assert "<ins>148</ins>" in page


def test_what_was_typed_is_still_there_after_an_error(client, official):
    data = typed(client, "glance", firms="many", jobs="6250", note="my reason")
    answer = refused(client, url("glance"), data)
    page = answer.content.decode()
    assert "is not a whole number" in page
    for text in ('value="many"', 'value="6250"', "my reason"):
        assert text in page
    assert not Submission.objects.filter(author=official).exists()


def test_a_form_sent_after_the_session_ended_is_shown_again(client, official):
    data = typed(client, "glance", firms="148", note="counted <again>")
    client.logout()
    answer = client.post(url("glance"), data, headers={"origin": "http://testserver"})
    assert answer.status_code == 403
    page = answer.content.decode()
    assert "What you typed is still here" in page
    assert ">148</dd>" in page
    assert "counted &lt;again&gt;" in page


def test_visitors_are_asked_to_sign_in(client):
    answer = client.get(reverse("desk"))
    assert answer.status_code == 302
    assert reverse("account_login") in answer.url


@pytest.mark.parametrize(
    ("who", "expected"),
    [("official", 200), ("focal", 200), ("moderator", 200), ("other", 403), ("person", 403)],
)
def test_who_may_open_the_form(client, who: str, expected: int):
    people = {
        "official": lambda: cast.official(KEY),
        "focal": lambda: cast.focal_point("LA"),
        "moderator": cast.moderator,
        "other": lambda: cast.focal_point("KH"),
        "person": cast.person,
    }
    cast.sign_in(client, people[who]())
    assert client.get(url("glance")).status_code == expected


def test_a_hidden_field_added_changes_nothing(client, official):
    data = typed(client, "glance", firms="148", country="KH", is_published="", lat="1")
    client.post(url("glance"), data)
    assert list(the_proposal(official).changes) == ["firms"]


def decide(client, sent: Submission, **verdicts: str):
    live = ZONE.read(Zone.objects.get(key=KEY))
    data = {"turn": sent.turn} | {f"seen-{name}": json.dumps(live[name]) for name in sent.fields}
    return client.post(sent.get_absolute_url(), data | verdicts)


def test_a_moderator_decides_on_the_page(client, commit):
    sent = sent_by(cast.official(KEY), firms=148, jobs=6250)
    cast.sign_in(client, cast.moderator())
    assert "129" in client.get(sent.get_absolute_url()).content.decode()
    choices = {"verdict-firms": "accepted", "verdict-jobs": "declined", "reason-jobs": "No source."}
    with commit():
        decide(client, sent, **choices)
    assert Zone.objects.get(key=KEY).firms == 148
    sent.refresh_from_db()
    assert sent.status == "partly"
    assert "No source." in mail.outbox[-1].body


def test_declining_without_a_reason_keeps_what_was_ticked(client):
    sent = sent_by(cast.official(KEY), firms=148, jobs=6250)
    cast.sign_in(client, cast.moderator())
    answer = decide(client, sent, **{"verdict-firms": "accepted", "verdict-jobs": "declined"})
    page = " ".join(answer.content.decode().split())
    assert "A field cannot be declined without one" in page
    assert 'name="verdict-firms" value="accepted" checked' in page
    assert Zone.objects.get(key=KEY).firms == 129


def test_the_second_moderator_is_told_and_loses_nothing(client):
    sent = sent_by(cast.official(KEY), firms=148)
    first, second = cast.moderator("first@sample.invalid"), cast.moderator("second@sample.invalid")
    cast.sign_in(client, first)
    decide(client, sent, **{"verdict-firms": "accepted"})
    cast.sign_in(client, second)
    answer = decide(client, sent, **{"verdict-firms": "declined", "reason-firms": "My reason."})
    assert "first was faster" in answer.content.decode()
    assert Zone.objects.get(key=KEY).firms == 148


def test_my_own_wording_is_accepted_in_place_of_theirs(client):
    sent = sent_by(cast.official(KEY), developer="a  developper")
    cast.sign_in(client, cast.moderator())
    decide(client, sent, **{"verdict-developer": "instead", "instead-developer": "A developer"})
    assert Zone.objects.get(key=KEY).developer == "A developer"


def test_a_question_goes_back_to_the_author(client, commit):
    author = cast.official(KEY)
    sent = sent_by(author, firms=148)
    cast.sign_in(client, cast.moderator())
    data = {"kind": "returned", "text": "Of which month?", "turn": sent.turn}
    with commit():
        client.post(reverse("submission-remark", args=[sent.pk]), data)
    sent.refresh_from_db()
    assert sent.status == "returned"
    assert [letter.to for letter in mail.outbox] == [[author.email]]
    assert "Of which month?" in mail.outbox[0].body


def test_what_was_written_goes_along_with_a_decision(client, commit):
    author = cast.official(KEY)
    sent = sent_by(author, firms=148, jobs=6250)
    cast.sign_in(client, cast.moderator())
    refused = decide(client, sent, **{"verdict-jobs": "declined", "text": "Thank you."})
    page = refused.content.decode()
    assert "Nothing was decided: see what is asked for below." in page
    assert 'href="#reason-jobs"' in page
    assert "Thank you.</textarea>" in page
    assert not sent.remarks.exists()
    with commit():
        for _press in range(2):
            decide(client, sent, **{"verdict-firms": "accepted", "text": "Thank you."})
    said = sent.remarks.get()
    assert (said.kind, said.text) == ("comment", "Thank you.")
    (letter,) = [one for one in mail.outbox if one.to == [author.email]]
    assert "Thank you." in letter.body
    assert "129 → 148. Accepted." in letter.body


def test_what_was_chosen_stays_when_something_is_said(client):
    sent = sent_by(cast.official(KEY), firms=148)
    cast.sign_in(client, cast.moderator())
    chosen = {"verdict-firms": "declined", "reason-firms": "No source.", "turn": sent.turn}
    address = reverse("submission-remark", args=[sent.pk])
    for kind, text, told in (
        ("comment", "", "Nothing was sent: see what is asked for below."),
        ("comment", "Of 2025?", "Noted. The author is told by mail."),
    ):
        answer = client.post(address, chosen | {"kind": kind, "text": text})
        page = answer.content.decode()
        assert told in page
        assert 'value="declined" checked' in page
        assert "No source.</textarea>" in page
        assert f'action="{sent.get_absolute_url()}"' in page
    answer = client.post(address, chosen | {"kind": "returned", "text": "Of which month?"})
    assert "What you had chosen" in answer.content.decode()
    assert "No source." in answer.content.decode()


def test_only_the_country_endorses(client):
    sent = sent_by(cast.official(KEY), firms=148)
    cast.sign_in(client, cast.moderator())
    data = {"kind": "endorsed", "turn": sent.turn}
    assert client.post(reverse("submission-remark", args=[sent.pk]), data).status_code == 403
    cast.sign_in(client, cast.focal_point("LA"))
    assert client.post(reverse("submission-remark", args=[sent.pk]), data).status_code == 302
    assert sent.remarks.get().kind == "endorsed"


def test_the_author_withdraws(client, official):
    sent = sent_by(official, firms=148)
    client.post(reverse("submission-withdraw", args=[sent.pk]))
    sent.refresh_from_db()
    assert sent.status == "withdrawn"


def test_a_change_is_taken_back_on_its_page(client):
    sent = sent_by(cast.official(KEY), firms=148)
    cast.sign_in(client, cast.moderator())
    decide(client, sent, **{"verdict-firms": "accepted"})
    part = sent.parts.get()
    client.post(reverse("submission-revert", args=[part.pk]), {"note": "It was of 2024."})
    assert Zone.objects.get(key=KEY).firms == 129


def test_a_section_is_confirmed_with_one_press(client, official):
    address = reverse("confirm-section", args=["zone", KEY, "glance"])
    client.post(address, {"tick": ticks(client, address)})
    shown = Evidence.objects.get(record="zone", key=KEY, field="firms", is_shown=True)
    assert shown.confirmed_on == datetime.date.today()  # noqa: DTZ011
    other = Evidence.objects.get(record="zone", key=KEY, field="area_ha", is_shown=True)
    assert other.confirmed_on is None


def test_a_mailed_link_confirms_on_post_only_and_once(client):
    token = new_link(user=cast.official(KEY), record=ZONE, key=KEY, group="glance")
    address = reverse("confirm-link", args=[token])
    page = client.get(address)
    assert page.status_code == 200
    assert "4,681" in page.content.decode()
    assert not Evidence.objects.filter(key=KEY, confirmed_by__contains="official").exists()
    assert MailLink.objects.get().used_at is None
    data = {"tick": ticks(client, address)}
    assert client.post(address, data).status_code == 302
    assert Evidence.objects.filter(key=KEY, field="jobs", confirmed_on__isnull=False).exists()
    told = [client.post(address).content.decode(), client.get(address).content.decode()]
    assert all("say that they were confirmed then" in page for page in told)
    assert Submission.objects.filter(key=KEY, origin="confirmation").count() == 1


@pytest.mark.parametrize("way", ["expired", "revoked", "replaced", "dismissed", "unknown"])
def test_links_that_no_longer_count(client, way: str):
    user = cast.official(KEY)
    token = new_link(user=user, record=ZONE, key=KEY, group="glance")
    past = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    if way == "expired":
        MailLink.objects.update(expires_at=past)
    elif way == "revoked":
        MailLink.objects.update(revoked_at=past)
    elif way == "replaced":
        new_link(user=user, record=ZONE, key=KEY, group="glance")
    elif way == "dismissed":
        user.appointments.update(ends_on=past.date())
    else:
        token = "x" * 43
    address = reverse("confirm-link", args=[token])
    assert client.post(address).status_code == 410
    assert not Evidence.objects.filter(key=KEY, confirmed_on__isnull=False).exists()


def test_a_missing_zone_is_proposed(client):
    cast.sign_in(client, cast.person())
    data = {
        "name_en": "Sample Park",
        "country": "LA",
        "type": "industrial_park",
        "status": "planned",
        "management": "unknown",
        "lat": "17.9",
        "lon": "102.6",
        "note": "It is missing.",
    }
    answer = client.post(reverse("propose-new"), data)
    sent = Submission.objects.get(is_new=True, origin="proposal")
    assert answer.url == sent.get_absolute_url()
    assert (sent.key, sent.country) == ("la-sample-park", "LA")


@pytest.mark.parametrize("name", ["queue", "queue-accept"])
def test_the_queue_takes_as_many_queries_for_many_as_for_few(client, name: str):
    """What it tells of all rows is asked once: live values, endorsements, days off, countries."""
    people = [cast.official(KEY, f"o{n}@sample.invalid") for n in range(12)]
    cast.sign_in(client, cast.moderator())
    counts = []
    for number, user in enumerate(people):
        sent_by(user, firms=200 + number)
        if number in (1, 11):
            counts.append(queries(client, reverse(name)))
    assert counts[0] == counts[1] <= 14  # among them: the second factor, and rivals on a field
