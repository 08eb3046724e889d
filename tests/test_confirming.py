"""What is confirmed was looked at: every figure with its year, source and what waits; by desk,
mail and administration. A mistaken confirmation is taken back."""

from urllib.parse import unquote

import pytest
from django.urls import reverse

from sez_portal.records.choices import Ending
from sez_portal.records.models import Evidence, MailLink, Submission
from sez_portal.records.sections import ageing_sections
from sez_portal.records.services.apply import apply
from sez_portal.records.services.confirm import new_link
from sez_portal.records.services.propose import propose
from tests import cast
from tests.looking import ticks
from tests.test_desk import KEY, typed_link
from zones.models import Zone
from zones.record import ZONE

pytestmark = pytest.mark.django_db
ADDRESS = reverse("confirm-row", args=["zone", KEY])


@pytest.fixture
def official(client):
    user = cast.official(KEY, office="Savan-Seno Authority")
    cast.sign_in(client, user)
    return user


def shown(field: str) -> Evidence:
    return Evidence.objects.get(record="zone", key=KEY, field=field, is_shown=True)


def test_all_sections_with_figures_that_age_can_be_confirmed(client, official):
    found = {section.name for section in client.get(ADDRESS).context["sections"]}
    assert "identity" in found  # the status ages too
    aging = {field.key for field in ZONE.fields if field.months and field.proposable}
    told = {f.name for s in client.get(ADDRESS).context["sections"] for f in s.figures}
    assert told <= aging
    zone = Zone.objects.get(key=KEY)
    known = {
        name for name, value in ZONE.read(zone, aging).items() if value != ZONE[name].kind.empty
    }
    assert told == known
    assert found <= set(ageing_sections(ZONE))


def test_each_figure_stands_with_its_year_source_and_what_waits(client, official):
    propose(record=ZONE, key=KEY, by=official, values={"jobs": 6300}, note="counted")
    page = client.get(ADDRESS).content.decode()
    assert "A change waits for a decision: <b>6,300</b>" in page
    source = shown("firms").sources.first()
    assert source.title in page.replace("&#x27;", "'").replace("&amp;", "&")
    figures = {f.name: f for s in client.get(ADDRESS).context["sections"] for f in s.figures}
    assert not figures["jobs"].can_be_confirmed
    assert figures["firms"].fact.mark.year == shown("firms").speaks_of[:4]


def test_only_what_is_due_is_ticked_and_only_what_is_ticked_confirmed(client, official):
    Evidence.objects.filter(pk=shown("firms").pk).update(due_on="2026-01-01", stale_on="2090-01-01")
    Evidence.objects.filter(pk=shown("jobs").pk).update(due_on="2020-01-01", stale_on="2021-01-01")
    figures = {f.name: f for s in client.get(ADDRESS).context["sections"] for f in s.figures}
    assert figures["firms"].is_due
    assert not figures["jobs"].is_due
    client.post(ADDRESS, {"tick": ticks(client, ADDRESS, "firms"), "compared": "Register of 2026"})
    made = Submission.objects.get(origin="confirmation", author=official)
    assert made.fields == ["firms"]
    assert made.note == "Register of 2026"
    assert shown("jobs").confirmed_on is None


def test_nothing_ticked_is_nothing_confirmed(client, official):
    answer = client.post(ADDRESS, {})
    assert answer.status_code == 422
    assert "Tick the figures that you looked at" in answer.content.decode()


def test_what_changed_since_is_not_confirmed_unseen(client, official):
    given = ticks(client, ADDRESS, "firms", "jobs")
    apply(record=ZONE, key=KEY, values={"firms": 131}, origin="admin")
    page = client.post(ADDRESS, {"tick": given}, follow=True).content.decode()
    assert "Changed since you opened the page, so not confirmed: Firms" in page
    assert Submission.objects.get(origin="confirmation", author=official).fields == ["jobs"]


def test_a_mistaken_confirmation_is_taken_back_by_who_made_it(client, official):
    before = shown("firms")
    client.post(ADDRESS, {"tick": ticks(client, ADDRESS, "firms")})
    assert shown("firms").confirmed_by == "Savan-Seno Authority"
    page = client.get(ADDRESS).content.decode()
    assert "take it back" in page
    made = Submission.objects.get(origin="confirmation", author=official)
    colleague = cast.official(KEY, "colleague@sample.invalid")
    cast.sign_in(client, colleague)
    back = reverse("submission-revert", args=[made.pk])
    assert client.post(back, {"note": "Not mine"}).status_code == 403
    cast.sign_in(client, official)
    answer = client.post(back, {"note": "Confirmed by mistake."}, follow=True)
    assert answer.redirect_chain == [(ADDRESS, 302)]
    assert "Taken back." in answer.content.decode()
    now = shown("firms")
    assert (now.value, now.speaks_of) == (before.value, before.speaks_of)
    assert now.confirmed_on is None
    taken = Evidence.objects.get(key=KEY, field="firms", confirmed_by="Savan-Seno Authority")
    assert taken.ending == Ending.WITHDRAWN
    assert "take it back" not in client.get(ADDRESS).content.decode()


def test_confirmed_again_since_is_not_taken_back(client, official):
    client.post(ADDRESS, {"tick": ticks(client, ADDRESS, "firms")})
    first = Submission.objects.get(origin="confirmation", author=official)
    apply(record=ZONE, key=KEY, values={"firms": 131}, origin="admin")
    page = client.post(
        reverse("submission-revert", args=[first.pk]), {"note": "Mistaken"}, follow=True
    )
    assert "edited again since" in page.content.decode()
    assert Zone.objects.get(key=KEY).firms == 131


def test_by_a_mailed_link_one_is_changed_and_the_rest_confirmed(client):
    user = cast.official(KEY)
    token = new_link(user=user, record=ZONE, key=KEY, group="glance")
    address = reverse("change-link", args=[token])
    data = typed_link(client, address) | {"firms": "148", "note": "counted"}
    client.post(address, data | {"tick": ticks(client, address, "jobs", "firms")})
    sent = Submission.objects.get(author=user, origin="proposal", proposal=None)
    assert sent.changes.keys() == {"firms"}
    assert shown("jobs").confirmed_on is not None
    assert shown("firms").confirmed_on is None
    assert MailLink.objects.get().used_at is not None


def test_many_rows_come_page_by_page(client):
    cast.sign_in(client, cast.focal_point("TH"))
    rows = Zone.objects.filter(country_id="TH").order_by("name_en", "pk")[:25]
    ids = ",".join(str(row.pk) for row in rows)
    address = reverse("admin:zones_zone_act", args=["confirm"])
    page = client.get(f"{address}?ids={ids}")
    form = page.context["form"]
    assert (len(form.rows), len(form.rest)) == (20, 5)
    assert "5 more rows come after this page" in page.content.decode()
    answer = client.post(address, {"ids": ids})
    assert answer.status_code == 422
    first = next(one for one in form.rows if one.sections)
    tick = first.sections[0].figures[0]
    answer = client.post(address, {"ids": ids, first.box: [tick.tick], "compared": "Our list"})
    assert unquote(answer.url) == f"{address}?ids={','.join(str(row.pk) for row in form.rest)}"
    made = Submission.objects.get(origin="confirmation", key=first.row.key)
    assert (made.fields, made.note) == ([tick.name], "Our list")


def test_more_rows_than_fit_are_said_to_be_left(client):
    cast.sign_in(client, cast.moderator())
    everything = reverse("admin:zones_zone_changelist")
    data = {"action": "confirm", "select_across": "1", "_selected_action": ["1"]}
    page = client.post(everything, data, follow=True).content.decode()
    assert f"These are the first 200 of {Zone.objects.count()} chosen rows" in page
