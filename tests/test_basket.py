"""The basket: what is typed into a section stays until it is sent or thrown away by its owner."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from sez_portal.accounts.models import Appointment
from sez_portal.records.models import Draft, Submission
from sez_portal.records.services import basket
from sez_portal.records.services.decide import Ruling, decide
from sez_portal.records.services.propose import withdraw
from tests import cast
from tests.pages import refused
from tests.papers import PDF
from tests.test_desk import KEY, sent_by, the_proposal, typed, url
from zones.models import Zone
from zones.record import ZONE

pytestmark = pytest.mark.django_db
BASKET = reverse("basket", args=["zone", KEY])


@pytest.fixture
def official(client):
    user = cast.official(KEY, office="Savan-Seno Authority")
    cast.sign_in(client, user)
    return user


def save(client, section: str, **more: object):
    return client.post(url(section), typed(client, section, do="save", **more))


def form_page(client, section: str) -> str:
    return client.get(url(section)).content.decode()


def test_a_draft_keeps_what_cannot_be_sent_yet(client, official):
    save(client, "glance", firms="many")
    assert not Submission.objects.filter(author=official).exists()
    page = form_page(client, "glance")
    assert 'value="many"' in page
    assert "is not a whole number" in page


def test_sections_are_kept_apart_each_with_its_reason(client, official):
    save(client, "glance", firms="148", note="counted in June")
    save(client, "land", available_ha="40", note="two plots were let")
    assert 'value="148"' in form_page(client, "glance")
    assert "counted in June" in form_page(client, "glance")
    assert "two plots were let" in form_page(client, "land")


def test_sending_one_section_leaves_the_others(client, official):
    save(client, "glance", firms="148")
    save(client, "land", available_ha="40")
    client.post(url("glance"), typed(client, "glance", note="counted"))
    assert list(the_proposal(official).changes) == ["firms"]
    assert list(basket.drafts_of(ZONE, KEY, official)) == ["land"]


def test_a_draft_stands_beside_what_waits(client, official):
    client.post(url("glance"), typed(client, "glance", firms="148", note="counted"))
    assert save(client, "glance", jobs="6300").status_code == 302
    page = form_page(client, "glance")
    assert 'value="6300"' in page
    assert 'value="148"' in page
    assert the_proposal(official).changes.keys() == {"firms"}


def test_a_refused_form_is_kept_too_with_its_paper(client, official):
    paper = SimpleUploadedFile("prices.pdf", PDF, "application/pdf")
    client.post(url("glance"), typed(client, "glance", firms="many", paper=paper))
    draft = Draft.objects.get(author=official)
    assert draft.paper_title == "prices.pdf"
    assert default_storage.exists(draft.paper)
    assert "prices.pdf" in form_page(client, "glance")
    client.post(url("glance"), typed(client, "glance", firms="148", note="as the paper says"))
    (source,) = the_proposal(official).evidence["firms"][0]["sources"]
    assert source["url"].endswith(draft.paper)
    assert not Draft.objects.exists()


def test_a_kept_paper_is_removed_by_a_tick(client, official):
    paper = SimpleUploadedFile("prices.pdf", PDF, "application/pdf")
    save(client, "glance", firms="148", paper=paper)
    save(client, "glance", firms="148", remove_paper="1")
    assert Draft.objects.get().paper == ""


def test_the_basket_is_looked_through_and_sent_as_one(client, official, commit, mailoutbox):
    cast.moderator()
    save(client, "glance", firms="148", firms__speaks_of="2026", note="counted in June")
    save(client, "land", available_ha="40", note="two plots were let")
    save(client, "identity", summary_en="A zone between Thailand and Viet Nam.")
    page = client.get(BASKET).content.decode()
    for told in ("<del>129</del>", "<ins>148</ins>", "<ins>40 ha</ins>", "A zone between Thailand"):
        assert told in page
    with commit():
        answer = client.post(BASKET, {"send": ["firms", "available_ha", "summary_en"]})
    sent = the_proposal(official)
    assert answer.url == sent.get_absolute_url()
    assert sent.changes.keys() == {"firms", "available_ha", "summary_en"}
    assert sent.notes == {"firms": "counted in June", "available_ha": "two plots were let"}
    assert len(mailoutbox) == 1
    assert not Draft.objects.exists()


def test_what_is_not_ticked_or_at_fault_stays(client, official):
    save(client, "glance", firms="148", jobs="many", note="counted")
    page = client.get(BASKET).content.decode()
    assert "is not a whole number" in page
    assert 'value="jobs"' not in page
    save(client, "land", available_ha="40")
    client.post(BASKET, {"send": ["firms"]})
    assert the_proposal(official).changes.keys() == {"firms"}
    assert Draft.objects.get(section="land").typed["available_ha"] == ["40"]
    left = Draft.objects.get(section="glance").typed
    assert left["jobs"] == ["many"]
    assert "firms" not in left
    answer = client.post(BASKET, {}, follow=True)
    assert "Tick what is to be sent" in answer.content.decode()


def test_what_waits_already_is_not_told_again(client, official):
    client.post(url("glance"), typed(client, "glance", firms="148", note="counted"))
    save(client, "glance", jobs="6300")
    page = client.get(BASKET).content.decode()
    assert 'value="jobs"' in page
    assert 'value="firms"' not in page


def test_a_finding_without_a_reason_stays_until_it_is_explained(client, official):
    save(client, "glance", firms="129000")
    page = client.get(BASKET).content.decode()
    assert "is the unit right" in page
    assert 'name="send"' not in page


def test_what_was_withdrawn_is_in_the_form_again(client, official):
    data = typed(client, "glance", firms="148", firms__source="Half-year report", note="counted")
    client.post(url("glance"), data)
    sent = the_proposal(official)
    client.post(reverse("submission-withdraw", args=[sent.pk]))
    page = form_page(client, "glance")
    for told in ('value="148"', 'value="Half-year report"', "counted"):
        assert told in page
    client.post(url("glance"), typed(client, "glance"))
    again = Submission.objects.get(status="waiting")
    assert again.changes == sent.changes


def test_what_was_declined_comes_back_and_what_was_accepted_does_not(client, official):
    client.post(url("glance"), typed(client, "glance", firms="148", jobs="6300", note="counted"))
    sent = the_proposal(official)
    rulings = {
        "firms": Ruling("accepted", seen=129),
        "jobs": Ruling("declined", "Of which year?", seen=Zone.objects.get(key=KEY).jobs),
    }
    decide(submission=sent, by=cast.moderator(), rulings=rulings, turn=sent.turn)
    draft = Draft.objects.get(author=official)
    assert draft.typed["jobs"] == ["6300"]
    assert "firms" not in draft.typed
    assert draft.came_back == sent
    assert "Open it again" in client.get(sent.get_absolute_url()).content.decode()
    answer = client.post(reverse("submission-reopen", args=[sent.pk]))
    assert answer.url == url("glance")
    assert Draft.objects.count() == 1
    data = typed(client, "glance", jobs__speaks_of="2026", note="of 2026")
    client.post(url("glance"), data)
    assert Submission.objects.get(status="waiting").changes.keys() == {"jobs"}


def test_what_comes_back_never_takes_the_place_of_what_is_typed(client, official):
    client.post(url("glance"), typed(client, "glance", firms="148", note="counted"))
    save(client, "glance", firms="151")
    withdraw(submission=the_proposal(official), by=official)
    assert Draft.objects.get().typed["firms"] == ["151"]


def test_another_window_neither_drops_nor_overwrites_what_waits(client, official):
    second = typed(client, "glance", jobs="6300", note="mine", window="0.0")
    first = typed(client, "glance", firms="148", note="counted", window="0.0")
    client.post(url("glance"), first)
    client.post(url("glance"), second)
    changes = the_proposal(official).changes
    assert {name: change["to"] for name, change in changes.items()} == {"firms": 148, "jobs": 6300}
    clash = second | {"firms": "150", "jobs": "6300"}
    answer = refused(client, url("glance"), clash)
    assert "from another window" in answer.content.decode()
    assert the_proposal(official).changes["firms"]["to"] == 148
    shown = {"window": answer.context["window"], "opened": answer.context["form"]["opened"].value()}
    client.post(url("glance"), clash | shown)
    assert the_proposal(official).changes["firms"]["to"] == 150


def test_another_window_does_not_overwrite_what_is_saved(client, official):
    save(client, "glance", firms="148", window="0.0")
    answer = save(client, "glance", firms="151", window="0.0")
    assert answer.status_code == 422
    assert "from another window" in answer.content.decode()
    assert 'value="151"' in answer.content.decode()
    assert Draft.objects.get().typed["firms"] == ["148"]
    save(client, "glance", firms="151", window=answer.context["window"])
    assert Draft.objects.get().typed["firms"] == ["151"]


def test_saving_leads_on(client, official):
    data = typed(client, "glance", firms="148")
    assert client.post(url("glance"), data | {"do": "next"}).url != url("glance")
    assert client.post(url("glance"), data | {"do": "through"}).url == BASKET
    assert client.post(url("glance"), {"do": "remove"}).url == url("glance")
    assert not Draft.objects.exists()


def test_a_basket_is_for_its_owner_alone(client, official):
    save(client, "glance", firms="148")
    assert "Saved, and not sent yet" in client.get(reverse("desk")).content.decode()
    cast.sign_in(client, cast.moderator())
    assert "148" not in client.get(BASKET).content.decode()
    assert "Saved, and not sent yet" not in client.get(reverse("desk")).content.decode()
    sent = sent_by(official, firms=148)
    withdraw(submission=sent, by=official)
    assert client.post(reverse("submission-reopen", args=[sent.pk])).status_code == 404
    with pytest.raises(PermissionDenied):
        basket.reopen(sent, cast.person())


def test_a_new_zone_is_saved_sent_and_changed_while_it_waits(client):
    cast.sign_in(client, cast.person())
    new = reverse("propose-new")
    data = {
        "name_en": "Draft Zone",
        "country": "LA",
        "type": "special_economic_zone",
        "status": "unknown",
    }
    data["management"] = "unknown"
    client.post(new, data | {"do": "save"})
    assert 'value="Draft Zone"' in client.get(new).content.decode()
    sent_to = client.post(new, data | {"do": "send"}).url
    assert not Draft.objects.exists()
    sent = Submission.objects.proposals().get(is_new=True)
    again = reverse("propose-new-again", args=[sent.pk])
    assert again in client.get(sent_to).content.decode()
    client.post(again, data | {"name_en": "Draft Zone Two", "do": "send"})
    changed = Submission.objects.proposals().get(is_new=True)
    assert (changed.key, changed.title) == (sent.key, "Draft Zone Two")
    withdraw(submission=changed, by=changed.author)
    assert 'value="Draft Zone Two"' in client.get(new).content.decode()


@pytest.mark.parametrize("published", [True, False])
def test_a_role_that_ended_takes_nothing_of_what_was_typed(client, official, published: bool):
    data = typed(client, "glance", firms="148", note="counted <twice>")
    Appointment.objects.filter(user=official).update(ends_on="2026-01-01")
    Zone.objects.filter(key=KEY).update(is_published=published)
    answer = client.post(url("glance"), data, headers={"origin": "http://testserver"})
    assert answer.status_code == (403 if published else 404)
    page = answer.content.decode()
    assert ">148</dd>" in page
    assert "counted &lt;twice&gt;" in page
    assert "no-store" in answer["Cache-Control"]
    foreign = client.post(url("glance"), data, headers={"origin": "http://elsewhere.example"})
    assert "counted" not in foreign.content.decode()
