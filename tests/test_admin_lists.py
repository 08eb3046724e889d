"""The lists of the administration: found by any name, read on a telephone, left and come back to;
nothing is offered there that is refused afterwards."""

import re
from html.parser import HTMLParser

import pytest
from allauth.mfa.models import Authenticator
from django.urls import reverse

from countries.models import Country, Incentive, Province
from sez_portal.accounts.models import User
from sez_portal.common.text import fold
from tests import cast
from tests.administration import KEY, row_of, typed, url
from zones.models import CrossBorderZone, Zone

pytestmark = pytest.mark.django_db
FILTERED = "?status__exact=operational&q=savan"


class Cells(HTMLParser):
    """The cells of the list, and the buttons and selects of its page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.unnamed: list[str] = []
        self.buttons: list[str | None] = []
        self.selects = 0
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        found = dict(attrs)
        kind = found.get("class") or ""
        if tag == "td" and kind.startswith("field-") and not found.get("data-label"):
            self.unnamed.append(kind)
        if tag == "button" and found.get("name") == "action":
            self.buttons.append(found.get("value"))
        self.selects += tag == "select"


@pytest.fixture
def focal(client):
    user = cast.focal_point("LA", office="Ministry of Planning")
    cast.sign_in(client, user)
    return user


def rows(client, model, query: str) -> list:
    return list(client.get(url(model, "changelist") + query).context["cl"].queryset)


@pytest.mark.parametrize("typed_as", ["of the row", "upper case", "without marks"])
def test_a_province_is_found_by_its_name_in_any_language(client, focal, typed_as: str):
    province = next(row for row in Province.objects.filter(country="LA") if row.name_lo)
    accented = "Xékông"
    Province.objects.filter(pk=province.pk).update(name_vi=accented)
    words = {
        "of the row": province.name_lo,
        "upper case": province.name_en.upper(),
        "without marks": fold(accented),
    }
    assert province in rows(client, Province, f"?q={words[typed_as]}")
    assert not rows(client, Province, "?q=nowhere+at+all")


def test_every_cell_says_what_it_is_and_acts_are_buttons(client, focal):
    page = Cells(client.get(url(Zone, "changelist")).content.decode())
    assert page.unnamed == []
    assert page.buttons == ["confirm", "status", "publish", "unpublish"]
    assert page.selects == 0


def test_where_nothing_is_found_nothing_is_offered_but_the_whole_list(client, focal):
    text = client.get(url(Zone, "changelist") + "?q=nowhere+at+all").content.decode()
    assert "Nothing is found." in text
    assert "Show all, without filters" in text
    assert Cells(text).buttons == []


def test_filters_count_and_are_links_that_keep_the_others(client, focal):
    answer = client.get(url(Zone, "changelist") + FILTERED)
    page = answer.content.decode()
    assert "?q=savan&amp;status__exact=planned" in page
    zones = Zone.objects.filter(country="LA", status="operational", search_text__contains="savan")
    assert f"Operating ({zones.count()})" in page


def test_the_way_back_leads_to_the_list_as_it_was(client, focal):
    zone = Zone.objects.get(key=KEY)
    listed = client.get(url(Zone, "changelist") + FILTERED).content.decode()
    kept = "_changelist_filters=status__exact%3Doperational%26q%3Dsavan"
    row = f"{url(Zone, 'change', zone.pk)}?{kept}"
    assert row in listed
    back = "/admin/zones/zone/?status__exact=operational&amp;q=savan"
    assert client.get(row).content.decode().count(f'"{back}"') == 2
    saved = client.post(row, typed(client, row))
    assert saved.url == back.replace("&amp;", "&")
    saved = client.post(row, typed(client, row) | {"_continue": ""})
    assert saved.url == row
    sent = {"action": "status", "index": "0", "_selected_action": [zone.pk]}
    act = client.post(url(Zone, "changelist") + FILTERED, sent).url
    assert back in client.get(act).content.decode()
    given = {"ids": zone.pk, "status": "suspended", "since": "2026", "note": "n"}
    assert client.post(act, given).url == back.replace("&amp;", "&")


@pytest.mark.parametrize("act", ["Give it another name", "Make it one with another"])
def test_what_is_done_to_a_whole_row_leads_back_to_the_list_as_well(client, focal, act: str):
    zone = Zone.objects.get(key=KEY)
    kept = "_changelist_filters=q%3Dsavan"
    form = client.get(f"{url(Zone, 'change', zone.pk)}?{kept}")
    address = dict(form.context["row_acts"])[act]
    page = client.get(f"{address}&q=vita").content.decode()
    assert 'href="/admin/zones/zone/?q=savan"' in page
    if act == "Give it another name":
        assert f'href="{url(Zone, "change", zone.pk)}?{kept}"' in page
    else:
        assert 'name="_changelist_filters" value="q=savan"' in page
        assert f"&amp;{kept}" in page


def test_from_the_form_an_act_leads_back_to_the_form(client, focal):
    zone = Zone.objects.get(key=KEY)
    form = client.get(url(Zone, "change", zone.pk))
    acts = dict(form.context["acts"])
    address = acts["Change the status"]
    given = {"ids": zone.pk, "status": "suspended", "since": "2026", "note": "n"}
    assert client.post(address, given).url == url(Zone, "change", zone.pk)


@pytest.mark.parametrize("model", [CrossBorderZone, Country])
def test_what_only_the_institute_does_is_not_offered(client, focal, model):
    row = row_of(model, "LA")
    page = Cells(client.get(url(model, "changelist")).content.decode())
    assert not {"publish", "unpublish"} & set(page.buttons)
    labels = [label for label, _address in client.get(url(model, "change", row.pk)).context["acts"]]
    assert labels
    assert "Take from the public pages" not in labels
    asked = client.get(url(model, "act", "unpublish") + f"?ids={row.pk}", follow=True)
    assert asked.redirect_chain
    assert "this is done by the Mekong Institute" in asked.content.decode()
    cast.sign_in(client, cast.moderator())
    labels = [label for label, _address in client.get(url(model, "change", row.pk)).context["acts"]]
    assert "Take from the public pages" in labels


def test_a_row_that_is_not_theirs_is_told_in_words(client, focal):
    zone = Zone.objects.filter(country="KH").first()
    page = client.get(url(Zone, "change", zone.pk), follow=True).content.decode()
    assert "it is not yours to keep" in page
    assert "doesn’t exist" not in page
    assert "ID “" not in page


@pytest.mark.parametrize("who", ["administrator", "moderator", "focal"])
def test_the_administration_stands_in_the_frame_of_the_portal(client, focal, who: str):
    if who != "focal":
        cast.sign_in(client, getattr(cast, who)())
    zone = Zone.objects.get(key=KEY)
    for address in (
        reverse("admin:index"),
        url(Zone, "changelist"),
        url(Zone, "add"),
        url(Zone, "change", zone.pk),
        url(Zone, "history", zone.pk),
        url(Zone, "act", "confirm") + f"?ids={zone.pk}",
        url(Incentive, "changelist") + "?q=nowhere+at+all",
    ):
        page = client.get(address).content.decode()
        assert 'class="masthead' in page, address
        assert 'aria-label="Where you are"' in page, address
        assert "admin/css/" not in page, address
        assert "<!DOCTYPE html>" in page


def test_accounts_and_second_factors_are_told_in_plain_words(client):
    boss = cast.administrator()
    cast.sign_in(client, boss)
    factor = Authenticator.objects.get(user=boss)
    pages = [
        url(User, "changelist"),
        url(User, "changelist") + "?administrator=yes",
        url(User, "change", boss.pk),
        url(Authenticator, "changelist"),
        url(Authenticator, "changelist") + "?kind=totp",
        url(Authenticator, "change", factor.pk),
    ]
    for address in pages:
        page = client.get(address).content.decode()
        assert str(boss) in page, address
        assert not re.search("TOTP|Superuser|Designates|Authenticator<|True|False", page), address
