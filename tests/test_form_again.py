"""A form that was not taken and whose words are kept stands on a page of its own, not in the
answer to a POST: Back and reload find it, and what was wrong is gone when it is mended."""

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from sez_portal.records.models import DataVersion, Draft, Submission
from sez_portal.records.services.decide import Ruling, Verdict, decide
from tests import cast
from tests.pages import in_one_line as text
from tests.pages import refused
from tests.test_desk import KEY, the_proposal, typed, url
from zones.models import Zone
from zones.record import ZONE

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # pages
NEW = "/desk/zones/new/"
BASKET = reverse("basket", args=["zone", KEY])
ZONE_TYPED = {"name_en": "Sample Park", "country": "LA", "type": "industrial_park"}


@pytest.fixture
def official(client):
    user = cast.official(KEY, office="Savan-Seno Authority")
    cast.sign_in(client, user)
    return user


def test_what_was_wrong_is_gone_when_it_is_mended(client, official):
    page = text(refused(client, url("glance"), typed(client, "glance", firms="many", jobs="6300")))
    assert "is not a whole number" in page
    assert 'value="many"' in page
    assert "is not a whole number" in text(client.get(url("glance")))  # Back, or another day
    client.post(url("glance"), typed(client, "glance", firms="148", do="save"))
    page = text(client.get(url("glance")))
    assert "is not a whole number" not in page
    assert 'value="148"' in page and 'value="6300"' in page


def test_a_finding_is_told_on_the_page_and_goes_through_with_a_reason(client, official):
    page = refused(client, url("land"), typed(client, "land", area_ha="540000"))
    assert "is the unit right?" in text(page)
    data = typed(client, "land", note="Measured twice")
    assert data["seen_findings"]
    assert client.post(url("land"), data).url == the_proposal(official).get_absolute_url()


def test_what_only_sending_finds_out_is_said_once(client, official):
    window = {"window": "0.0"}
    data = typed(client, "glance", firms="150", note="mine", **window)
    client.post(url("glance"), typed(client, "glance", firms="148", note="counted", **window))
    assert "from another window" in text(refused(client, url("glance"), data))
    assert "from another window" not in text(client.get(url("glance")))
    client.post(
        url("glance"), typed(client, "glance", window=client.get(url("glance")).context["window"])
    )
    assert the_proposal(official).changes["firms"]["to"] == 150


def test_nothing_changed_is_said_and_leaves_nothing_in_the_basket(client, official):
    answer = client.post(url("glance"), typed(client, "glance"), follow=True)
    assert answer.redirect_chain
    assert "Nothing was changed, so nothing was sent" in text(answer)
    assert not Draft.objects.exists()


def test_a_basket_that_is_not_sent_keeps_its_ticks(client, official):
    client.post(url("glance"), typed(client, "glance", firms="148", jobs="6300", do="save"))
    page = client.post(BASKET, {}, follow=True)
    assert page.redirect_chain
    assert "Tick what is to be sent" in text(page)
    assert "checked" not in text(page).partition('id="basket"')[2].partition("</form>")[0]
    page = text(client.get(BASKET))
    assert page.count('value="firms" checked') == page.count('value="jobs" checked') == 1


def test_who_was_signed_out_meanwhile_signs_in_once_and_finds_the_basket(client, official):
    Authenticator.objects.all().delete()  # a password alone signs them in
    client.post(url("glance"), typed(client, "glance", firms="148", jobs="6300", do="save"))
    client.logout()
    answer = client.post(BASKET, {"send": ["firms"]}, headers={"origin": "http://testserver"})
    assert answer.status_code == 302
    page = text(client.get(answer.url))
    assert "Nothing was sent yet." in page
    login = {"login": official.email, "password": cast.PASSWORD, "next": f"{BASKET}?send=firms"}
    answer = client.post(answer.url, login)
    assert answer.url == f"{BASKET}?send=firms"
    page = text(client.get(answer.url))
    assert 'value="firms" checked' in page
    assert 'value="jobs" >' in page
    client.logout()
    foreign = client.post(BASKET, {"send": ["firms"]}, headers={"origin": "http://x.invalid"})
    assert foreign.status_code == 403
    assert not Submission.objects.filter(author=official).exists()


def test_a_new_zone_is_told_what_a_check_finds_when_it_is_saved(client):
    cast.sign_in(client, cast.person())
    abroad = ZONE_TYPED | {"lat": "48.1", "lon": "2.3"}
    client.post(NEW, abroad | {"do": "save"})
    page = text(client.get(NEW))
    assert "The point lies outside the country." in page
    refused(client, NEW, abroad)
    assert not Submission.objects.filter(is_new=True, origin="proposal").exists()
    seen = client.get(NEW).context["form"]["seen_findings"].value()
    client.post(NEW, abroad | {"seen_findings": seen, "note": "An enclave"})
    assert "lat" in Submission.objects.get(is_new=True, origin="proposal").checks


def test_an_empty_proposal_of_a_zone_leaves_nothing_in_the_basket(client):
    cast.sign_in(client, cast.person())
    page = text(client.post(NEW, {"name_en": "", "do": "send"}, follow=True))
    assert "Give the name of the zone." in page
    assert not Draft.objects.exists()


def test_what_nobody_chose_for_a_new_zone_is_no_change(client):
    author = cast.person()
    cast.sign_in(client, author)
    form = client.get(NEW).context["form"]
    data = {bound.html_name: bound.value() or "" for bound in form} | ZONE_TYPED
    client.post(NEW, data | {"management": "public"})
    sent = Submission.objects.get(is_new=True, origin="proposal")
    assert set(sent.changes) == {*ZONE_TYPED, "management"}
    again = reverse("propose-new-again", args=[sent.pk])
    client.post(again, data | {"lat": "17.9", "lon": "102.6"})
    sent = Submission.objects.get(pk=sent.pk)
    assert set(sent.changes) == {*ZONE_TYPED, "lat", "lon", "coord_precision"}
    rulings = {name: Ruling(Verdict.ACCEPTED) for name in sent.changes}
    decide(submission=sent, by=cast.moderator(), rulings=rulings, turn=sent.turn)
    zone = Zone.objects.get(key=sent.key)
    assert (zone.status, zone.management) == ("unknown", "unknown")
    made = Submission.objects.applied().get(key=sent.key)
    assert made.changes["status"]["to"] == "unknown"
    assert ZONE.not_known == {"status": "unknown", "management": "unknown"}
    assert made.version <= DataVersion.current()
