"""Pressed twice, or sent again by a reload: it is one."""

import pytest
from django.urls import reverse

from investors.alerts import services
from investors.enquiries import links
from investors.models import Enquiry, SavedSearch
from sez_portal.records.models import Flag, Submission
from sez_portal.records.services.reminders import signed
from tests import cast
from tests.investor import ASK, FORM, sent
from tests.pages import text
from tests.searches import FORM as SEARCH
from tests.searches import NEW, saved

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_counters")]
KEY = "la-savan-seno"
NEW_ZONE = "/desk/zones/new/"
REPORT = f"/zones/{KEY}/report/"
SAID = {"field": "firms", "text": "It is 130.", "source": "", "email": "a@sample.invalid"}


def test_a_report_is_one_and_its_answer_can_be_loaded_again(client):
    for _press in range(2):
        answer = client.post(REPORT, SAID)
        assert answer.status_code == 302
        assert "The report is on the desk" in text(client.get(answer["Location"]))
    assert Flag.objects.count() == 1
    client.post(REPORT, SAID | {"text": "It is 131."})
    assert Flag.objects.count() == 2


@pytest.mark.parametrize("has_account", [True, False])
def test_an_enquiry_is_one(client, commit, mailoutbox, has_account: bool):
    said = FORM
    if has_account:
        user = cast.person()
        cast.sign_in(client, user)
        said = FORM | {"email": user.email}
    with commit():
        client.post(ASK, said)
    sent = len(mailoutbox)
    with commit():
        assert client.post(ASK, said).status_code < 400
    assert Enquiry.objects.count() == 1
    assert len(mailoutbox) == sent
    client.post(ASK, said | {"questions": "And what does water cost?"})
    assert Enquiry.objects.count() == 2


def test_an_enquiry_that_waits_for_its_link_can_be_loaded_again(client):
    answer = client.post(ASK, FORM)
    assert answer.status_code == 302
    for _load in range(2):
        assert FORM["email"] in text(client.get(answer["Location"]))
    assert Enquiry.objects.count() == 1


def test_a_deleted_enquiry_s_links_say_so(client):
    enquiry = sent()
    read, verify = links.token_of(enquiry), links.token_of(enquiry, links.VERIFY)
    answer = client.post(reverse("enquiry-delete", args=[read]))
    assert answer.status_code == 302
    for address in (answer["Location"], reverse("enquiry-verify", args=[verify])):
        assert "It is deleted" in text(client.get(address))
    assert "no longer works" in text(client.get(reverse("enquiry-link", args=[read + "x"])))


@pytest.mark.parametrize("has_account", [True, False])
def test_an_alert_is_one(client, commit, mailoutbox, has_account: bool):
    if has_account:
        cast.sign_in(client, cast.person())
    for _press in range(2):
        with commit():
            answer = client.post(NEW, SEARCH)
        assert answer.status_code == 302
        told = "You get a mail when" if has_account else SEARCH["email"]
        assert told in text(client.get(answer["Location"]))
    assert SavedSearch.objects.count() == 1
    assert len(mailoutbox) == (0 if has_account else 1)


def test_a_stopped_alert_s_link_says_so(client):
    search = saved()
    address = reverse("alert-stop", args=[services.token_of(search, services.STOP)])
    answer = client.post(address, {"do": "stop"})
    assert (answer.status_code, answer["Location"]) == (302, address)
    for _load in range(2):
        assert "The mails have ended" in text(client.get(address))
    assert "no longer works" in text(client.get(address[:-2] + "/"))


def new_zone(**more: str) -> dict[str, str]:
    return {
        "name_en": "Twice Zone",
        "country": "LA",
        "type": "special_economic_zone",
        "status": "planned",
        "management": "unknown",
        "note": "It opened in June.",
        **more,
    }


def test_a_new_zone_is_one(client, commit, mailoutbox):
    cast.sign_in(client, cast.person())
    cast.focal_point("LA")
    for _press in range(2):
        with commit():
            answer = client.post(NEW_ZONE, new_zone())
        assert "Sent." in text(client.get(answer["Location"]))
    assert Submission.objects.filter(is_new=True, title="Twice Zone").count() == 1
    assert len(mailoutbox) == 1
    client.post(NEW_ZONE, new_zone(status="operational"))
    assert Submission.objects.filter(is_new=True, title="Twice Zone").count() == 2
    cast.sign_in(client, cast.person("other@sample.invalid"))
    client.post(NEW_ZONE, new_zone())
    assert Submission.objects.filter(is_new=True, title="Twice Zone").count() == 3


def test_stopping_reminders_redirects(client):
    address = f"/c/stop/{signed(cast.official(KEY))}/"
    answer = client.post(address, {"do": "stop"})
    assert answer.status_code == 302
    assert "You get no reminders." in text(client.get(address))


@pytest.mark.parametrize("based_on", ["x", "-1", "9" * 30, "", "1e9", "99999999999999999"])
def test_a_version_that_is_none_is_no_error(client, based_on: str):
    cast.sign_in(client, cast.official(KEY))
    data = {"firms": "148", "based_on": based_on}
    for more in ({}, {"do": "save", "firms": "149"}):
        answer = client.post(f"/desk/edit/zone/{KEY}/glance/", data | more)
        assert answer.status_code in (302, 403)
        data |= {"firms": "150"}


@pytest.mark.parametrize("number", ["x", "-1", "9" * 30, "0x1", "0"])
@pytest.mark.parametrize("page", ["{}/end/", "{}/", "invitations/{}/"])
def test_an_id_that_is_none_is_not_found(client, page: str, number: str):
    cast.sign_in(client, cast.focal_point("LA"))
    sent = {"do": "again", "reason": "n"}
    assert client.post(f"/desk/people/{page.format(number)}", sent).status_code == 404
