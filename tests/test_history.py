"""The history of every record: in words, by whom and why, and the ways to the page of the past."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sez_portal.records.choices import Origin
from sez_portal.records.evidence.citation import Cited, Piece
from sez_portal.records.headlines import headline
from sez_portal.records.models import Submission
from sez_portal.records.past import values_at
from sez_portal.records.record import get
from sez_portal.records.services.apply import apply, publish
from sez_portal.records.services.confirm import confirm
from sez_portal.records.services.edit import edit
from sez_portal.records.services.rename import rename
from sez_portal.records.services.revert import revert
from sez_portal.site.history import ADDRESSES
from tests import cast
from zones.models import Zone
from zones.record import ZONE

pytestmark = pytest.mark.django_db
KEY = "la-savan-seno"
HISTORY = f"/zones/{KEY}/history/"
ROWS = {  # a row of each record whose page has a history
    "zone": KEY,
    "country": "lao-pdr",
    "incentive": "kh-loi-income-tax-holiday",
    "centre": "kh-cdc-one-stop",
    "procedure": "kh-company-registration",
    "corridor": "nsec-western-boten",
    "gateway": "th-airport-bkk",
    "pair": "mohan-boten",
}


@pytest.fixture
def focal():
    return cast.focal_point("LA", office="Ministry of Planning")


def words(client, url: str) -> str:
    """What a reader sees of a page, in one line."""
    page = client.get(url).content.decode()
    page = page[page.index("<main") :]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page))


def change(focal, note: str = "Counted again", **values) -> Submission:
    return edit(record=ZONE, key=KEY, values=values, by=focal, office="Ministry", note=note)


def at_noon(sent: Submission, day: str) -> None:
    noon = datetime.datetime.fromisoformat(f"{day}T12:00:00+00:00")
    Submission.objects.filter(pk=sent.pk).update(applied_at=noon)


def test_headlines_say_what_was_done(focal):
    made = change(focal, jobs=84_000, firms=130)
    assert headline(ZONE, made) == "Firms and jobs changed"
    assert headline(ZONE, change(focal, summary_en="One", summary_lo="ໜຶ່ງ")) == "Summary changed"
    confirmed = confirm(record=ZONE, key=KEY, names=["jobs", "firms"], by=focal)
    assert headline(ZONE, confirmed) == "Confirmed: firms, jobs"
    back = revert(submission=change(focal, jobs=5), by=focal, note="a slip")
    assert headline(ZONE, back) == "Taken back: jobs"
    named = apply(record=ZONE, key=KEY, values={"name_en": "Savan Two"}, origin=Origin.RENAME)
    assert headline(ZONE, named) == "Renamed"
    assert headline(ZONE, rename(record=ZONE, former="la-boten", key="la-boten-2")) == "Renamed"
    first = Submission.objects.applied().filter(record="zone", key=KEY).last()
    assert headline(ZONE, first) == "Compiled from public sources"
    told = {"by": cast.moderator(), "office": "MI", "note": "n"}
    for is_published, said in ((False, "Taken off the public pages"), (True, "Published")):
        made = publish(record=ZONE, key=KEY, is_published=is_published, **told)
        assert headline(ZONE, made) == said


def test_a_section_that_is_confirmed_whole_is_named_once(focal):
    land = ["area_ha", "lease_term_years", "tenure_text", "land_text"]
    names = [name for name in land if name in ZONE.by_key]
    names += [field.key for field in ZONE.group_fields("land") if field.key not in names]
    made = confirm(record=ZONE, key=KEY, names=names, by=focal)
    assert len(made.evidence) < 4 or headline(ZONE, made).lower() == "confirmed: land and lease"


def test_nothing_tells_of_0_fields(client, focal):
    change(focal, jobs=84_000)
    confirm(record=ZONE, key=KEY, names=["jobs"], by=focal, note="Compared with our list")
    pages = ["/", "/updates/", f"/zones/{KEY}/", HISTORY, f"/updates.atom?zone={KEY}"]
    for page in pages:
        told = client.get(page).content.decode()
        assert "0 fields" not in told, page
        assert "Confirmed: jobs" in told, page
        assert "Jobs changed" in told, page
    cast.sign_in(client, focal)
    pk = Zone.objects.get(key=KEY).pk
    for page in (reverse("admin:zones_zone_history", args=[pk]), "/desk/"):
        assert "0 fields" not in client.get(page).content.decode(), page


def test_a_change_is_told_in_words_with_units_year_source_and_reason(client, focal):
    cited = (Cited("https://sample.invalid/1", "Letter of the office"),)
    piece = Piece("955", speaks_of="2026-05", sources=cited)
    made = edit(
        record=ZONE,
        key=KEY,
        values={"area_ha": "955", "status": "suspended", "province": "la-vientiane-capital"},
        evidence={"area_ha": [piece]},
        by=focal,
        office="Ministry",
        note="Measured anew",
    )
    before = made.changes
    told = words(client, HISTORY)
    assert re.search(r"Before: 954 ha → After: 955 ha", told)
    assert "May 2026" in told
    assert "After: Letter of the office" in told
    assert "“Measured anew”" in told
    assert "Ministry" in told
    assert "suspended" in told.lower()
    for key in (before["province"]["from"], before["province"]["to"]):
        assert key not in told
    assert "Savannakhet" in told


def test_a_text_shows_what_was_added_to_it(client, focal):
    text = Zone.objects.get(key=KEY).power_text
    change(focal, power_text=f"{text} Two lines more.")
    page = client.get(HISTORY).content.decode()
    assert re.search(r"<ins>[^<]*Two lines more\.</ins>", page)


@pytest.mark.parametrize("name", ROWS)
def test_every_record_with_a_page_has_a_history_that_its_page_leads_to(client, name):
    record, key = get(name), ROWS[name]
    address = reverse(f"{ADDRESSES[name]}-history", args=[key])
    assert f'href="{address}"' in client.get(reverse(ADDRESSES[name], args=[key])).content.decode()
    values = {"name_en": "Named anew for a test"}
    made = apply(record=record, key=key, values=values, origin=Origin.ADMIN, office="An office")
    told = words(client, address)
    assert "Name changed" in told
    assert "Compiled from public sources" in told
    assert "Named anew for a test" in told
    past = f"{address if name != 'zone' else f'/zones/{key}/'}?before={made.pk}"
    assert f'href="{past}"' in client.get(address).content.decode()
    then = client.get(past)
    assert then.status_code == 200
    then = then.content.decode()
    assert "You see this page as it stood before the change of" in then
    assert 'content="noindex"' in then
    own = then.split('id="history"')[0] if name == "zone" else then.split('class="facts"')[1]
    assert "Named anew for a test" not in own


@pytest.mark.parametrize("name", ROWS)
def test_a_row_that_is_hidden_has_no_history(client, name):
    record, key = get(name), ROWS[name]
    told = {"by": cast.moderator(), "office": "MI", "note": "n"}
    publish(record=record, key=key, is_published=False, **told)
    address = reverse(f"{ADDRESSES[name]}-history", args=[key])
    for query in ("", "?as_of=2026-11-01", "?before=1", "?change=1"):
        assert client.get(address + query).status_code == 404


def test_a_renamed_row_is_sent_on_with_what_was_asked(client):
    rename(record=get("incentive"), former=ROWS["incentive"], key="kh-loi-two")
    answer = client.get(f"/incentives/{ROWS['incentive']}/history/?show=texts")
    assert answer.status_code == 301
    assert answer["Location"] == "/incentives/kh-loi-two/history/?show=texts"


def test_before_a_change_is_what_stood_between_two_of_one_day(client, focal):
    first, second = change(focal, jobs=1111, firms=11), change(focal, jobs=2222)
    third = change(focal, jobs=3333)
    for sent, jobs in ((second, 1111), (third, 2222)):
        page = client.get(f"/zones/{KEY}/?before={sent.pk}").context["page"]
        assert page.facts["jobs"].value == jobs
        wanted = values_at(ZONE, KEY, sent.version - 1)
        assert {name: fact.value for name, fact in page.facts.items()} == wanted
    assert values_at(ZONE, KEY, first.version - 1)["jobs"] != 1111


def test_a_page_of_the_past_leads_one_change_back_and_one_on(client, focal):
    first, second, third = (change(focal, jobs=jobs) for jobs in (1111, 2222, 3333))
    page = client.get(f"/zones/{KEY}/?before={second.pk}").content.decode()
    assert f'href="/zones/{KEY}/?before={first.pk}"' in page
    assert f'href="/zones/{KEY}/?before={third.pk}"' in page
    assert f'href="{HISTORY}"' in page
    page = client.get(f"/zones/{KEY}/?before={third.pk}").content.decode()
    assert "One change later" not in page  # the page of today
    page = client.get(f"/zones/{KEY}/?before={first.pk}").content.decode()
    assert "One change earlier" not in page
    for day, sent in (("2026-03-01", None), ("2026-04-01", first), ("2026-05-01", second)):
        if sent:
            at_noon(sent, day)
        else:
            seeded = Submission.objects.filter(origin=Origin.SEED)
            seeded.update(applied_at=datetime.datetime(2026, 3, 1, 12, tzinfo=datetime.UTC))
    page = client.get(f"/zones/{KEY}/?as_of=2026-04-30").content.decode()
    assert f'href="/zones/{KEY}/?before={first.pk}"' in page
    assert f'href="/zones/{KEY}/?before={third.pk}"' in page
    assert "as it stood on April 30, 2026" in page or "as it stood on 30 April 2026" in page


@pytest.mark.parametrize("asked", ["0", "7", "x", "99999999999999999999", "-1"])
def test_a_change_that_is_none_is_ignored_with_a_note(client, asked):
    for page in (f"/zones/{KEY}/", "/countries/lao-pdr/history/"):
        told = client.get(page, {"before": asked})
        assert told.status_code == 200
        assert "was ignored" in told.content.decode()


def test_what_was_hidden_is_not_seen_through_the_past(client, focal):
    told = {"by": cast.moderator(), "office": "MI", "note": "n"}
    publish(record=ZONE, key=KEY, is_published=False, **told)
    secret = apply(record=ZONE, key=KEY, values={"jobs": 7_777}, origin=Origin.ADMIN)
    later = apply(record=ZONE, key=KEY, values={"jobs": 8_888}, origin=Origin.ADMIN)
    shown = publish(record=ZONE, key=KEY, is_published=True, **told)
    for sent in (secret, later, shown):
        page = client.get(f"/zones/{KEY}/", {"before": sent.pk}).content.decode()
        assert "was ignored" in page, sent.changes
        assert "7,777" not in page
    assert "7,777" not in client.get(HISTORY).content.decode()
    cast.sign_in(client, focal)
    assert "7,777" in client.get(f"/zones/{KEY}/", {"before": later.pk}).content.decode()
    assert "7,777" in client.get(HISTORY).content.decode()


def test_the_name_of_a_hidden_row_is_not_told(client, focal):
    change(focal, province="la-attapeu")
    assert "Attapeu" in client.get(HISTORY).content.decode()
    told = {"by": cast.moderator(), "office": "MI", "note": "n"}
    publish(record=get("province"), key="la-attapeu", is_published=False, **told)
    page = words(client, HISTORY)
    assert "a row that is not shown" in page
    assert "ttapeu" not in page


def test_the_reason_of_a_hiding_and_the_desk_are_for_keepers(client, focal):
    change(focal, jobs=84_000)
    assert "Details, and taking it back" not in client.get(HISTORY).content.decode()
    cast.sign_in(client, focal)
    assert "Details, and taking it back" in client.get(HISTORY).content.decode()


def test_kept_for_everybody_and_not_for_those_who_read_more(client, focal, settings):
    settings.PAGE_CACHE_SECONDS = 600
    change(focal, jobs=84_000)
    client.get(HISTORY)
    with CaptureQueriesContext(connection) as captured:
        client.get(HISTORY)
    assert len(captured) == 1
    cast.sign_in(client, focal)
    assert "Details, and taking it back" in client.get(HISTORY).content.decode()
    client.logout()
    client.cookies.clear()
    assert "Details, and taking it back" not in client.get(HISTORY).content.decode()
    change(focal, jobs=84_001)
    assert "84,001" in client.get(HISTORY).content.decode()


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("show=figures", "Jobs changed", "Summary changed"),
        ("show=texts", "Summary changed", "Jobs changed"),
        ("show=confirmed", "Confirmed: jobs", "Jobs changed"),
        ("show=reverted", "Taken back: firms", "Jobs changed"),
        ("by=country", "Jobs changed", "Compiled from public sources"),
        ("by=mi", "Compiled from public sources", "Jobs changed"),
        ("by=office", "Confirmed: jobs", "Jobs changed"),
        ("show=figures&by=mi", "Compiled from public sources", "Jobs changed"),
        ("show=nonsense&by=;--", "Jobs changed", "No change of this kind"),
    ],
)
def test_a_history_is_narrowed_in_its_address(client, focal, query, there, gone):
    change(focal, jobs=84_000)
    change(focal, summary_en="Another summary")
    confirm(record=ZONE, key=KEY, names=["jobs"], by=cast.official(KEY))
    revert(submission=change(focal, firms=1), by=focal, note="a slip")
    told = words(client, f"{HISTORY}?{query}").split("Which changes", 1)[-1]
    assert there in told
    assert gone not in told


def test_pages_of_twenty_and_the_one_that_holds_a_change(client, focal):
    made = [change(focal, jobs=jobs) for jobs in range(1000, 1023)]
    page = client.get(HISTORY).content.decode()
    assert page.count('<li id="c') == 20
    assert f'id="c{made[0].pk}"' not in page
    there = client.get(HISTORY, {"change": made[0].pk}).content.decode()
    assert f'id="c{made[0].pk}"' in there
    assert client.get(HISTORY, {"page": "2"}).content.decode().count('<li id="c') > 3
    feed = client.get(f"/updates.atom?zone={KEY}").content.decode()
    assert f"{HISTORY}?change={made[0].pk}#c{made[0].pk}" in feed
    assert (
        f"{HISTORY}?change={made[-1].pk}#c{made[-1].pk}" in client.get("/updates/").content.decode()
    )


def queries(client, url: str) -> int:
    client.get(url)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url).status_code == 200
    return len(captured)


def test_many_changes_take_no_more_queries(client, focal):
    change(focal, jobs=999, province="la-vientiane-capital")
    before = queries(client, HISTORY), queries(client, f"/zones/{KEY}/?as_of=2999-01-01")
    provinces = ["la-savannakhet", "la-vientiane-capital"]
    for jobs in range(1000, 1016):
        change(focal, jobs=jobs, province=provinces[jobs % 2])
    assert (queries(client, HISTORY), queries(client, f"/zones/{KEY}/?as_of=2999-01-01")) == before


def test_a_line_and_a_photo_are_told_in_words(client):
    corridor, key = get("corridor"), ROWS["corridor"]
    line = [[102.1, 18.2], [102.4, 18.3]]
    apply(record=corridor, key=key, values={"line": line}, origin=Origin.ADMIN)
    told = words(client, f"/connectivity/corridors/{key}/history/")
    assert "After: a line of 2 points" in told
    assert "102.1" not in told
    photo = {"file": "photos/2026/x.webp", "alt": "A gate"}
    cells = ZONE["photos"].kind.columns
    row = {name: photo.get(name, kind.empty) for name, kind in cells.items()}
    row[ZONE["photos"].kind.of_file] = photo["file"]
    made = Submission(origin=Origin.PROPOSAL, changes={"photos": {"from": [], "to": [row]}})
    assert headline(ZONE, made) == "Photos added"


def test_the_form_asks_for_a_day_that_there_is(client, focal):
    made = change(focal, jobs=84_000)
    page = client.get(HISTORY).content.decode()
    assert f'action="/zones/{KEY}/"' in page
    day = datetime.date.today().isoformat()  # noqa: DTZ011
    assert re.search(rf'name="as_of" type="date"[^>]*max="{day}"', page)
    assert f'href="/zones/{KEY}/?before={made.pk}"' in page  # before the last change
    assert "As it stood before this change" in page
