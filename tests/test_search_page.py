"""One search over all: its page, the suggestions, and what the directory says it understood."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from countries.models import Gateway, Incentive
from sez_portal.common import dates
from sez_portal.site.finding import Finding, Group
from zones import facets
from zones.models import Tenant, Zone

pytestmark = pytest.mark.django_db


def groups(query: str, **more) -> dict[str, Group]:
    return {group.key: group for group in Finding(query, 5, **more).groups}


def text(answer) -> str:
    """The words of a page, without its tags."""
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


@pytest.mark.parametrize(
    ("query", "group", "name", "note"),
    [
        ("electronics", "sectors", "Electronics", "N zones"),
        ("laem chabang", "gateways", "Laem Chabang Port", "Seaport, N zones within 50 km"),
        ("near laem chabang", "gateways", "Laem Chabang Port", "Seaport, N zones within 50 km"),
        ("samsung", "firms", "Samsung", "is named in N zones"),
        ("hai phong", "places", "Hai Phong", "Viet Nam, N zones"),
        ("kunming", "places", "Kunming", "N zones"),
        ("burma", "countries", "Myanmar", "N zones"),
        ("vietnam", "countries", "Viet Nam", "N zones"),
        ("hai phong", "centres", "Hai Phong Economic Zone Authority (HEZA)", "Viet Nam"),
        ("register a company online", "procedures", "Register a company online", "Cambodia"),
        ("bangpoo", "zones", "Bangpoo Industrial Estate", "Thailand, Operating"),
        ("金邊", "places", "Phnom Penh", None),
    ],
)
def test_each_group_has_its_first(query, group, name, note):
    first = groups(query)[group].hits[0]
    assert first.name == name
    if note:
        assert re.sub(r"\d+ (?=zones)", "N ", first.note) == note


def test_counts_are_those_of_the_lists_they_lead_to(client):
    for query, group in (("laem chabang", "gateways"), ("electronics", "sectors")):
        hit = groups(query)[group].hits[0]
        count = re.search(r"(\d+) zones", hit.note)[1]
        assert f"<b>{count}</b> of" in client.get(hit.main_url).content.decode()


def test_firms_lead_to_the_zones_that_name_them(client):
    hit = groups("samsung")["firms"].hits[0]
    page = client.get(hit.url).content.decode()
    assert 'href="/zones/vn-yen-phong/"' in page
    assert 'href="/zones/vn-shtp/"' in page


def test_corridors_and_incentives_are_found():
    assert groups("southern")["corridors"].hits
    found = groups("Hai Phong free trade zone")["incentives"]
    assert all("Hai Phong" in hit.name for hit in found.hits)


def test_a_rule_that_ended_is_not_among_the_incentives_in_force():
    rule = Incentive.objects.published().filter(effective_to="").first()
    assert rule.name_en in str(groups(rule.name_en)["incentives"].hits)
    Incentive.objects.filter(pk=rule.pk).update(effective_to=str(dates.today().year - 1))
    facets.forget()
    found = groups(rule.name_en).get("incentives")
    assert not found or rule.get_absolute_url() not in [hit.url for hit in found.hits]


def test_the_page_works_without_a_script(client):
    page = client.get("/search/", {"q": "laem chabang"})
    said = text(page)
    assert "Laem Chabang Industrial Estate" in said
    assert re.search(r"Seaport, \d+ zones within 50 km", said)
    assert 'action="/search/"' in page.content.decode()
    assert "noindex" in page.content.decode()


def test_a_group_leads_to_all_of_it(client):
    page = client.get("/search/", {"q": "vietnam electronics"}).content.decode()
    assert 'href="/zones/?q=vietnam+electronics"' in page
    firms = groups("becamex")["firms"]
    assert firms.all_url == "/search/?q=becamex&group=firms"
    all_of_them = client.get(firms.all_url)
    assert "All groups" in text(all_of_them)
    assert len(groups("becamex", only="firms")["firms"].hits) == firms.total


def test_marks_stand_where_zones_and_gateways_are_named():
    shut = Gateway.objects.published().exclude(status="open").first()
    hits = groups(shut.name_en)["gateways"].hits
    assert next(hit for hit in hits if hit.url == shut.get_absolute_url()).marks
    noted = Zone.objects.published().filter(has_note=True).first()
    assert any(hit.marks for hit in groups(noted.name_en)["zones"].hits)


def test_nothing_found_offers_near_names(client):
    said = text(client.get("/search/", {"q": "qqqqxxxx"}))
    assert "Nothing is found for “qqqqxxxx”" in said
    assert client.get("/search/").status_code == 200
    assert client.get("/search/", {"q": " - ", "group": "none"}).status_code == 200


@pytest.mark.parametrize(
    "query", ["<script>alert(1)</script>", '"', '""', "near", "%", "near near"]
)
def test_any_words_are_only_text(client, query):
    for address in ("/search/", "/search/suggestions/", "/zones/"):
        answer = client.get(address, {"q": query})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode()


def test_suggestions_are_three_a_group(client):
    part = client.get("/search/suggestions/", {"q": "hai ph"}).content.decode()
    for group in part.split('role="group"')[1:]:
        assert 1 <= group.count('role="option"') <= 3
    assert "<html" not in part
    assert "All that is found for “hai ph”" in text(
        client.get("/search/suggestions/", {"q": "hai ph"})
    )


@pytest.mark.parametrize("query", ["la", "laem ch", "samsun", "electr", "hai phong", "viet nam el"])
def test_suggestions_take_as_many_queries_whatever_is_typed(client, query, settings):
    settings.PAGE_CACHE_SECONDS = 0
    client.get("/search/suggestions/", {"q": query})
    with CaptureQueriesContext(connection) as captured:
        client.get("/search/suggestions/", {"q": query})
    assert len(captured) == 1


def test_while_typing_the_last_word_may_be_a_part(client):
    assert groups("laem ch", is_typing=True)["gateways"].hits[0].name == "Laem Chabang Port"
    assert groups("electr", is_typing=True)["sectors"].hits[0].name == "Electronics"
    zones = groups("mon", is_typing=True)["zones"]
    assert zones.total > groups("mon")["zones"].total, "Mon is a state, and begins Mong Cai"


def test_the_directory_says_how_it_understood(client):
    page = client.get("/zones/", {"q": "Viet Nam electronics", "view": "table"})
    said = text(page)
    assert "Understood as Take off in Viet Nam" in said
    assert "Take off sector: Electronics" in said
    assert "Search these words as text only" in said
    html = page.content.decode()
    assert 'href="?view=table&amp;q=electronics"' in html
    assert "q=%22Viet+Nam+electronics%22" in html
    as_text = text(client.get("/zones/", {"q": '"Viet Nam electronics"'}))
    assert "Understood as" not in as_text


def test_the_directory_says_what_it_shows_instead(client):
    said = text(client.get("/zones/", {"q": "Leam Chabang"}))
    assert "Nothing is found for “Leam Chabang”. Shown is “laem Chabang”." in said


def test_the_directory_names_the_firm_and_the_distance(client):
    said = text(client.get("/zones/", {"q": "Samsung"}))
    assert "“Samsung” is named as a firm in 2 zones." in said
    assert "names Samsung Electronics" in said
    assert "km away" in text(client.get("/zones/", {"q": "near Laem Chabang"}))


def test_words_go_with_other_filters_and_orders(client):
    by_name = client.get("/zones/", {"q": "Viet Nam electronics", "sort": "name"})
    both = client.get("/zones/", {"q": "electronics", "country": "VN"})
    near = client.get(
        "/zones/", {"q": "electronics", "near": "th-port-laem-chabang", "within": "50"}
    )
    in_words = client.get("/zones/", {"q": "near laem chabang electronics"})
    counts = [re.search(r"(\d+) of \d+ zones", text(page))[1] for page in (by_name, both)]
    assert counts[0] == counts[1]
    counts = [re.search(r"(\d+) of \d+ zones", text(page))[1] for page in (near, in_words)]
    assert counts[0] == counts[1]


def test_a_hidden_zone_and_its_firms_are_not_found():
    zone = Zone.objects.get(key="vn-yen-phong")
    Zone.objects.filter(pk=zone.pk).update(is_published=False)
    assert not any(hit.url == zone.get_absolute_url() for hit in groups("Yen Phong")["zones"].hits)
    assert groups("Samsung")["firms"].total == 1
    assert "Samsung Electronics" in Tenant.objects.filter(zone=zone).values_list("name", flat=True)


@pytest.mark.parametrize("query", ["OFAC", "sanction", "sanctions", "scam", "trafficking"])
def test_words_of_public_notes_lead_to_zones_with_such_a_note_alone(client, query):
    finding = Finding(query, 50, only="zones")
    noted = set(Zone.objects.filter(cautions__isnull=False).values_list("pk", flat=True))
    assert finding.answer.bits
    assert set(finding.answer.pks) <= noted
    assert not finding.answer.instead_of
    page = text(client.get("/search/", {"q": query}))
    assert "public note" in page.lower()
    assert "as a firm" not in page
    assert "Did you mean" not in page


@pytest.mark.parametrize("query", ["SDN", "OFAB", "FATF", "sanctoned", "EEC", "Thilawa"])
def test_nobody_becomes_a_firm_by_a_correction_or_by_his_own_name(client, query):
    assert "as a firm in" not in text(client.get("/search/", {"q": query}))


def test_an_authority_is_told_as_what_it_is(client):
    assert "as developer or operator" not in text(client.get("/search/", {"q": "Savan Seno"}))
    page = text(client.get("/search/", {"q": "Becamex"}))
    assert "“Becamex” is named as developer or operator of" in page


def test_a_centre_is_found_by_its_place():
    offices = groups("one stop service vientiane")["centres"].hits
    assert any("One-stop service offices" in hit.name for hit in offices)


def test_words_that_name_a_gateway_are_not_corrected_to_another():
    finding = Finding("Boten railway", 5)
    assert not finding.answer.instead_of
    assert groups("Boten railway")["gateways"].hits[0].name == "Boten Railway Station"
