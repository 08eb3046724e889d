"""The form of a section knows the figures: what is on the page, of when, from whom, what waits."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from sez_portal.common import dates
from sez_portal.records.evidence.citation import Cited, Piece
from sez_portal.records.form_evidence import last_year
from sez_portal.records.models import DataVersion, Submission
from sez_portal.records.record import every
from sez_portal.records.services.apply import apply
from sez_portal.records.services.propose import propose
from tests import cast
from tests.pages import refused, text
from tests.test_desk import the_proposal, typed
from zones.record import ZONE

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
KEY = "la-savan-seno"


def url(section: str, record: str = "zone", key: str = KEY) -> str:
    return reverse("propose-section", args=[record, key, section])


@pytest.fixture
def official(client):
    user = cast.official(KEY, office="Savan-Seno Authority")
    cast.sign_in(client, user)
    return user


def block(page: str, label: str) -> str:
    """The part of the page about one field, as words."""
    found = re.search(
        rf"<legend>\s*{label}\s*(?:<span|</legend).*?</fieldset>\s*(?=<fieldset|<div)", page, re.S
    )
    return " ".join(re.sub(r"<[^>]+>", " ", found.group()).split())


def set_figure(value: str, **piece) -> None:
    evidence = {"area_ha": [Piece(value=value, **piece)]}
    apply(record=ZONE, key=KEY, values={"area_ha": value}, evidence=evidence, origin="admin")


def test_beside_an_input_stand_value_unit_year_freshness_and_source(client, official):
    source = Cited(url="", title="Yearly report of the zone", published="2014-05")
    set_figure("987.5", speaks_of="2013", sources=(source,))
    told = block(client.get(url("land")).content.decode(), "Area")
    assert "On the page now 987.5 ha 2013, stale" in told
    assert "Yearly report of the zone, May 2014" in told


@pytest.mark.parametrize("state", ["withheld", "not_applicable"])
def test_so_does_the_reason_why_there_is_none(client, official, state):
    piece = Piece(state=state, note="Depends on the plot")
    none = {"lease_price_usd_m2": None}
    apply(
        record=ZONE, key=KEY, values=none, evidence={"lease_price_usd_m2": [piece]}, origin="admin"
    )
    told = block(client.get(url("land")).content.decode(), "Land price")
    assert "Depends on the plot" in told
    assert state.replace("_", " ") in told


@pytest.mark.parametrize(("whose", "words"), [(True, "Your change waits:"), (False, "by Another")])
def test_a_change_that_waits_is_told_with_a_link(client, official, whose, words):
    by = official if whose else cast.official(KEY, "two@sample.invalid", office="Another office")
    version = DataVersion.current()
    propose(record=ZONE, key=KEY, by=by, values={"area_ha": "1234.5"}, based_on=version, note="so")
    page = client.get(url("land")).content.decode()
    told = block(page, "Area")
    assert words in told
    assert "1,234.5 ha" in told
    assert Submission.objects.waiting().get().get_absolute_url() in page
    assert "1,234.5" not in block(page, "Vacant land")


def test_what_is_typed_is_of_the_year_that_stands_there(client, official):
    data = typed(client, "glance", firms="148", note="counted")
    assert data["firms__speaks_of"] == data["jobs__speaks_of"] == last_year()
    client.post(url("glance"), data)
    sent = the_proposal(official)
    assert sent.evidence["firms"][0]["speaks_of"] == last_year()
    assert list(sent.evidence) == ["firms"]  # what stays keeps its year


def test_the_year_of_an_old_draft_dates_nothing_else(client, official, monkeypatch):
    data = typed(client, "glance", firms="148", do="save")
    client.post(url("glance"), data)
    day = dates.today().replace(year=dates.today().year + 2)
    monkeypatch.setattr(dates, "today", lambda: day)
    client.post(url("glance"), typed(client, "glance", note="counted"))
    assert list(the_proposal(official).evidence) == ["firms"]


@pytest.mark.parametrize(
    ("day", "year"), [("2026-11-30", "2026"), ("2026-02-01", "2026"), ("2026-01-31", "2025")]
)
def test_it_is_the_year_of_the_last_month_that_is_over(monkeypatch, day, year):
    monkeypatch.setattr(dates, "today", lambda: dates.first_day(day))
    assert last_year() == year


def test_one_source_counts_for_all_that_was_changed(client, official):
    more = {"section_source_glance": "Half-year report", "jobs__source": "Labour office"}
    data = typed(client, "glance", firms="148", jobs="6250", note="counted", **more)
    client.post(url("glance"), data)
    told = the_proposal(official).evidence
    titles = {name: pieces[0]["sources"][0]["title"] for name, pieces in told.items()}
    assert titles == {"firms": "Half-year report", "jobs": "Labour office"}


def test_that_source_is_not_the_one_of_another_section(client, official):
    more = {"section_source_glance": "Half-year report"}
    client.post(url("glance"), typed(client, "glance", firms="148", note="counted", **more))
    client.post(url("land"), typed(client, "land", lease_term_years="60", note="a law"))
    told = the_proposal(official).evidence["lease_term_years"][0]["sources"][0]["title"]
    assert told == "Statement of Savan-Seno Authority"


def test_each_name_says_its_language(client, official):
    page = client.get(url("identity")).content.decode()
    for language in ("English", "Chinese", "Khmer", "Lao", "Burmese", "Thai", "Vietnamese"):
        assert re.search(rf"<label[^>]*>\s*Name in {language}\s*</label>", page), language
    assert re.search(r'<input[^>]*name="name_lo"[^>]* lang="lo"', page)


def test_labels_of_a_record_are_told_apart():
    for one in every():
        labels = [str(field.label) for field in one.fields]
        assert len(labels) == len(set(labels)), one.name


def queries(client, section: str) -> int:
    client.get(url(section))
    with CaptureQueriesContext(connection) as captured:
        assert client.get(url(section)).status_code == 200
    return len(captured)


def test_many_fields_take_as_many_queries_as_few(client, official):
    """Sections of four to eleven fields, none of which leads to other rows."""
    counts = {
        section: queries(client, section) for section in ("land", "power", "office", "glance")
    }
    assert len(set(counts.values())) == 1, counts


def test_rows_are_ticked_and_only_those_that_are_there_are_taken(client, official):
    page = client.get(url("other")).content.decode()
    assert "Keys" not in page
    assert re.search(r'<input type="checkbox" name="further_provinces" value="la-', page)
    for given in ["la-champasak"], ["la-nowhere"], ["th-tak"]:
        data = typed(client, "other", further_provinces=["", *given], note="it grew")
        assert client.post(url("other"), data).status_code == 302
        is_told = "This is not among what can be chosen" in text(client.get(url("other")))
        assert is_told == (given != ["la-champasak"]), given
    changes = the_proposal(official).changes
    assert changes["further_provinces"]["to"] == ["la-champasak"]


def test_a_row_that_is_gone_stays_until_somebody_unticks_it(client, official):
    apply(record=ZONE, key=KEY, values={"further_provinces": ["la-gone"]}, origin="admin")
    page = client.get(url("other")).content.decode()
    assert re.search(r'value="la-gone"[^>]* checked', page)
    answer = client.post(url("other"), typed(client, "other"), follow=True)
    assert "Nothing was changed" in answer.content.decode()


def test_the_summary_says_of_which_figure_a_year_is(client, official):
    page = refused(client, url("land"), typed(client, "land", area_ha__speaks_of="soon"))
    summary = re.search(r'<div class="errors.*?</ul>', page.content.decode(), re.S).group()
    assert re.search(r'href="#id_area_ha__speaks_of">\s*Area, Year it speaks of –', summary)


def test_a_basket_holds_what_was_changed_and_nothing_else(client, official):
    more = {"section_source_glance": "Half-year report", "jobs": "many"}
    client.post(url("glance"), typed(client, "glance", firms="148", do="save", **more))
    answer = client.get(reverse("basket", args=["zone", KEY]))
    (section,) = answer.context["saved"]
    told = [(line.field.key, line.year, line.source) for line in section.lines]
    assert told == [("firms", last_year(), "Half-year report")]
