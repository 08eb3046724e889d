"""What is hidden is hidden: one row of each record under a canary name, and whoever may not see it
reads every public page, feed, file and mail."""

import pytest
from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from countries.models import (
    Corridor,
    Country,
    Gateway,
    Incentive,
    OneStopCentre,
    Procedure,
    Province,
)
from sez_portal.records import record
from sez_portal.records.models import Submission
from sez_portal.records.services.apply import apply, publish
from sez_portal.site.api.resources import RESOURCES
from tests import searches
from tests.canaries import CHOSEN, NAMES, PAPER, PHOTO, hide_one_of_each, near, tells, words_of
from tests.cast import moderator, official, person, sign_in
from tests.investor import after_the_limit, sent
from tests.pages import PAGES, SAMPLES
from zones import facets
from zones.models import CrossBorderZone, Zone
from zones.record import ZONE

pytestmark = pytest.mark.django_db
ZONES = "zone=la-boten&zone=la-saysettha&zone=th-mukdahan-sez&zone=kh-sihanoukville-sez"
QUERIES = [
    *("/zones/?view=table", "/zones/?view=map", "/zones/?country=LA", "/zones/?q=savan"),
    *("/zones/?q=canary", "/zones/?near=canary", "/zones/?country=MM", "/zones/?province=x"),
    *("/zones/canary/", "/zones/canary-zonee/", "/zones/map.json?country=LA", "/zones/?sort=area"),
    *("/updates.atom?country=LA", "/updates.atom?zone=la-savan-seno", "/updates/?page=2"),
    *("/incentives/?country=KH", "/one-stop-services/?country=KH", "/offers/?country=LA"),
    f"/compare/?{ZONES}",
    f"/compare.xlsx?{ZONES}",
    f"/shortlist/answer-pack/?{ZONES}",
    f"/shortlist/answer-pack.xlsx?{ZONES}",
    f"/tools/incentives/?{ZONES}",
    "/tools/incentives/?country=MM",
    f"/tools/cost/?{ZONES}&hectares=2&power_kwh_month=1000&workers=10",
    "/tools/match/?available=5&lease=5&seaport=5&exempt=5&complete=5",
    "/tools/match/?country=LA&complete=5",
    f"/enquire/?{ZONES}",
    "/alerts/new/?country=LA",
    "/zones/la-boten/report/",
    "/zones/la-boten/enquire/",
    *("/search/?q=canar", "/search/suggestions/?q=canar", "/embed/map/?country=LA"),
    *("/stories/near-a-main-seaport/", "/zones/la-boten/on-map/", "/api/v1/changes?limit=500"),
    *(f"/api/v1/{name}?limit=500&evidence=1" for name in RESOURCES),
    "/api/v1/gateways.csv?evidence=1",
    "/api/v1/zones.xlsx?country=LA",
]
MOST = 14  # of one record; those around a hidden row come first


@pytest.fixture
def hidden(db):
    made = hide_one_of_each(moderator("hides@sample.invalid"))
    facets.forget()
    return made


def addresses(hidden) -> list[str]:
    """Every public page with keys of rows that are still shown, and with filters."""
    own = [reverse(name) for name, sample in SAMPLES.items() if not sample.args]
    rows = list(Zone.objects.published().filter(near(hidden)).distinct().order_by("pk")[:24])
    for model in (Country, Gateway, Incentive, OneStopCentre, Procedure, Corridor, CrossBorderZone):
        shown = model.objects.published().order_by("pk")
        here = shown.filter(country__in=["LA", "KH"]) if hasattr(model, "country") else shown
        rows += list(here[:MOST])
    rows += list(Gateway.objects.filter(facing=NAMES["gateway"]))
    rows += list(Procedure.objects.published().filter(centre=NAMES["centre"]))
    pages = [row.get_absolute_url() for row in rows]
    for model in {type(row) for row in rows}:
        few = [row for row in rows if type(row) is model][:4]
        pages += [f"{row.get_absolute_url()}history/" for row in few]
    return list(dict.fromkeys([*own, *QUERIES, *pages]))


def read_all(client, pages: list[str]) -> dict[str, list[str]]:
    """The addresses that tell of a canary, with their words. What was typed may be said again."""
    found = {}
    for page in pages:
        answer = client.get(page)
        known = (200, 404) if page != reverse("favicon") else (302,)
        assert answer.status_code in known, (page, answer.status_code)
        words = words_of(answer)
        if page in ("/zones/?q=canary", "/zones/?near=canary"):
            words = words.replace("?q=canary", "").replace("?near=canary", "")  # of links
            words = words.replace('value="canary"', "").replace("canary", "", 12)
        if page.startswith("/zones/canary"):
            words = words.replace(page, "")
        if told := tells(words):
            found[page] = told[:3]
    return found


def test_a_row_of_every_record_is_hidden():
    assert set(CHOSEN) == {one.name for one in record.every()}


@pytest.mark.one_database  # the walk over all pages; the rules of each model run on both
def test_a_visitor_meets_nothing_that_is_hidden(client, hidden):
    assert read_all(client, addresses(hidden)) == {}


@pytest.mark.one_database
def test_an_investor_and_an_official_of_another_zone_meet_nothing_either(client, hidden):
    for reader in (person("investor@sample.invalid"), official("kh-sihanoukville-sez")):
        sign_in(client, reader)
        own = ["/", "/updates/", "/connectivity/", "/about/data-quality/", "/desk/", "/shortlist/"]
        pages = [*own, *QUERIES, *addresses(hidden)[-30:]]
        assert read_all(client, list(dict.fromkeys(pages))) == {}


OF_OTHERS = ("", "history/", "history/?as_of=2026-11-29", "history/?before=1")
PARTS = ("", "history/", "report/", "enquire/", "?as_of=2026-11-29", "history/?page=1")


def test_its_own_addresses_are_not_there(client, hidden):
    """Nor those under a former key, which would tell the new one."""
    sign_in(client, person())
    for name in [name for name in NAMES if name not in ("province", "cost_figure")]:
        row, parts = hidden[name].row, PARTS if name == "zone" else OF_OTHERS
        for part in parts:
            page = f"{row.get_absolute_url()}{part}"
            for address in (page, page.replace(row.key, hidden[name].former)):
                answer = client.get(address)
                assert answer.status_code == 404, address
                words = words_of(answer).replace(address.split("?")[0], "")
                assert not tells(words), address
    assert client.get(f"/zones/{NAMES['zone']}/claim/").status_code == 404
    for path in (PHOTO, PAPER):
        assert client.get(f"/media/{path}").status_code == 404, path
    assert not CrossBorderZone.objects.published().filter(key="mukdahan-savan-seno").exists()


def test_what_is_in_a_hidden_country_is_hidden_and_comes_back(client, hidden):
    assert Zone.objects.filter(country="MM", is_published=True).exists()
    for model in (Zone, Gateway, Incentive, Province, OneStopCentre):
        assert not model.objects.published().filter(country="MM").exists()
    assert not facets.current().bits["country"].get("MM")
    thilawa = Zone.objects.get(key="mm-thilawa")
    assert client.get(thilawa.get_absolute_url()).status_code == 404
    told = {"by": moderator(), "office": "", "note": "It is whole again"}
    publish(record=record.get("country"), key=NAMES["country"], is_published=True, **told)
    assert client.get(thilawa.get_absolute_url()).status_code == 200
    assert facets.current().bits["country"]["MM"]


def test_no_mail_tells_of_it(hidden, commit):
    searches.saved("country=LA")
    searches.saved("near=th-border-mukdahan", email="two@investor.test")
    searches.change(CHOSEN["zone"].replace("la-savan-seno", "la-boten"), lease_price_usd_m2="7")
    with commit():
        searches.run()
        sent("la-boten", "th-bangpoo")
        call_command("route_enquiries")
        call_command("remind")
    assert after_the_limit()
    assert mail.outbox
    for letter in mail.outbox:
        assert not tells(str(letter.message())), letter.subject
        assert not tells(letter.body), letter.subject


def test_a_row_that_is_taken_away_is_one_line_without_a_name(client):
    told = {"by": moderator(), "office": "Mekong Institute", "note": "Nobody shall read this"}
    publish(record=ZONE, key="la-boten", is_published=False, **told)
    for page in ("/", "/updates/", "/updates.atom"):
        words = client.get(page).content.decode()
        assert "A zone was taken off the public pages." in words, page
        assert "Nobody shall read this" not in words
        assert "la-boten" not in words
    assert "taken off" not in client.get("/updates.atom?country=LA").content.decode()
    publish(record=ZONE, key="la-boten", is_published=True, **told)
    words = client.get("/updates/").content.decode()
    assert "A zone was taken off the public pages." not in words
    assert "Nobody shall read this" not in words
    assert "Nobody shall read this" not in client.get("/zones/la-boten/history/").content.decode()


def test_what_was_changed_before_a_row_was_published_stays_unread(client):
    by = moderator()
    told = {"by": by, "office": "Mekong Institute"}
    publish(record=ZONE, key="la-boten", is_published=False, **told, note="not yet")
    values = {"firms": 7777}
    apply(record=ZONE, key="la-boten", values=values, origin="admin", **told, note="A secret draft")
    apply(record=ZONE, key="la-boten", values={"firms": 8888}, origin="admin", **told, note="")
    publish(record=ZONE, key="la-boten", is_published=True, **told, note="now")
    for page in ("/", "/updates/", "/updates.atom?zone=la-boten", "/zones/la-boten/history/"):
        words = client.get(page).content.decode()
        assert "A secret draft" not in words, page
        assert "7,777" not in words, page
    sign_in(client, by)
    assert "A secret draft" in client.get("/zones/la-boten/history/").content.decode()
    assert Submission.objects.filter(key="la-boten", audience="keepers").count() == 2


def test_the_seeded_rows_are_no_news(client):
    assert not client.get("/updates/").context["page"].object_list
    assert not client.get("/").context["news"]
    assert b"<entry" not in client.get("/updates.atom").content
    assert set(PAGES)
