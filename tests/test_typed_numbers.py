"""Numbers, dates and coordinates as people type them, at the doors: desk, filters, calculators."""

import time

import pytest
from django.urls import reverse
from django.utils import translation

from countries.models import Country
from sez_portal.records.models import Submission
from tests import cast
from tests.pages import refused
from tests.test_desk import KEY, typed, url
from zones.models import Zone

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
NEW = "/desk/zones/new/"


@pytest.fixture
def official(client):
    user = cast.official(KEY, office="Savan-Seno Authority")
    cast.sign_in(client, user)
    return user


def sent_in(language: str, client, section: str, **given: str):
    with translation.override(language):
        there = url(section)
    data = typed(client, section, note="counted", **given)
    return client.post(there, data)


def change_of(author, name: str):
    sent = Submission.objects.filter(author=author).order_by("pk").last()
    return sent.changes[name]["to"] if sent else None


@pytest.mark.parametrize(
    ("language", "section", "name", "text", "stored"),
    [
        ("en", "land", "area_ha", "1,012", "1012"),
        ("en", "land", "area_ha", "953,5", "953.5"),
        ("en", "land", "area_ha", "360.5 ha", "360.5"),
        ("vi", "land", "area_ha", "4.100,5", "4100.5"),
        ("vi", "land", "area_ha", "4.100", "4100"),
        ("lo", "land", "area_ha", "໔.໑໐໐", "4100"),
        ("km", "glance", "jobs", "៨,១៥០", 8150),
        ("en", "glance", "jobs", "8,150", 8150),
        ("en", "office", "website", "savanpark.la", "https://savanpark.la"),
    ],
)
def test_the_desk_takes_what_is_unambiguous(
    client, official, language, section, name, text, stored
):
    answer = sent_in(language, client, section, **{name: text})
    assert answer.status_code == 302, answer.content.decode()
    assert change_of(official, name) == stored


def test_the_desk_asks_what_was_meant_and_keeps_what_was_typed(client, official):
    data = typed(client, "land", note="counted", area_ha="1.200")
    page = refused(client, url("land"), data).content.decode()
    assert "Did you mean 1.2 or 1,200? Write 1.2 or 1200." in page
    assert 'value="1.200"' in page
    assert change_of(official, "area_ha") is None


@pytest.mark.parametrize("language", ["en", "vi", "lo", "my"])
def test_a_form_sent_untouched_changes_nothing_in_any_language(client, official, language):
    Zone.objects.filter(key=KEY).update(area_ha="12.35", power_usd_kwh="1.125", jobs=55000)
    for section in ("land", "power", "glance"):
        with translation.override(language):
            there = url(section)
        form = client.get(there).context["form"]
        data = {bound.html_name: bound.value() for bound in form if bound.value() is not None}
        client.post(there, data)
    assert change_of(official, "area_ha") is None


@pytest.mark.parametrize(
    ("text", "kept"),
    [("๒๐๒๖", "2026"), ("11/2026", "2026-11"), ("2569", "Did you mean 2026?")],
)
def test_what_a_figure_speaks_of_is_kept_in_one_form(client, official, text, kept):
    answer = sent_in("en", client, "glance", jobs="8150", jobs__speaks_of=text)
    if sent := Submission.objects.filter(author=official, proposal=None).first():
        assert sent.evidence["jobs"][0]["speaks_of"] == kept
    else:
        page = client.get(answer.url).content.decode()
        assert kept in page
        assert f'value="{text}"' in page


def new_zone(client, **given: str):
    country = Country.objects.get(iso2="LA")
    data = {
        "name_en": "Zone of a hundred plots",
        "country": country.iso2,
        "type": "special_economic_zone",
        "status": "operational",
        "management": "public",
        "lat": "17.97",
        "lon": "102.6",
    }
    return client.post(NEW, data | given)


@pytest.mark.parametrize(
    ("lat", "lon", "point"),
    [
        ("17.9700001", "102.6000004", ("17.97", "102.6")),
        ("17.974561, 102.612345", "", ("17.974561", "102.612345")),
        ("17°58'12\"N", "102°36'00\"E", ("17.97", "102.6")),
    ],
)
def test_coordinates_of_a_new_zone(client, official, lat, lon, point):
    answer = new_zone(client, lat=lat, lon=lon)
    assert answer.status_code == 302, answer.content.decode()
    assert (change_of(official, "lat"), change_of(official, "lon")) == point


@pytest.mark.parametrize("text", ["1e-300000000", "1e300000000", "1" * 10**6, "0." + "0" * 10**6])
def test_a_number_of_any_size_is_refused_at_once(client, official, text):
    client.get(NEW)
    started = time.perf_counter()
    answer = new_zone(client, lat=text)
    assert time.perf_counter() - started < 3
    assert answer.url.startswith(NEW)
    assert not Submission.objects.filter(author=official).exists()


@pytest.mark.parametrize(
    ("section", "name", "most"),
    [
        ("office", "office_phone", 200),
        ("office", "website", 400),
        ("land", "lease_price_text", 10_000),
        ("identity", "other_names", 10_000),
        ("offers", "offers-0-title", 200),
    ],
)
def test_every_text_is_bounded_and_kept(client, official, section, name, most):
    given = {name: "https://a.la/" + "x" * 50_000}
    if section == "offers":
        given |= {"offers-0-kind": "plot", "offers-0-size_m2": "5"}
    data = typed(client, section, note="counted", **given)
    page = refused(client, url(section), data).content.decode()
    assert f"write at most {most} characters" in page
    assert given[name] in page


def found_by(client, query: str, language: str = "en") -> int:
    with translation.override(language):
        return client.get(f"{reverse('zones')}{query}").context["directory"].total


def test_filters_read_numbers_in_the_readers_way(client):
    plainly = found_by(client, "?area_min=1000")
    assert 0 < plainly < found_by(client, "")
    assert found_by(client, "?area_min=1.000", "vi") == plainly
    assert found_by(client, "?area_min=១០០០", "km") == plainly
    assert found_by(client, "?area_min=1,000") == plainly
    page = client.get("/zones/?area_min=1.000").content.decode()
    assert "Did you mean 1 or 1,000?" in page


def test_a_link_made_in_one_language_means_the_same_in_another(client):
    given = (
        client.get("/vi/zones/?area_min=1.000&lease_max=1,125").context["directory"].filter.given
    )
    assert given["area_min"] == "1000"
    assert "lease_max" not in given
    given = client.get("/vi/zones/?lease_max=1,1250").context["directory"].filter.given
    assert given["lease_max"] == "1.1250"


def test_calculators_and_offers_read_them_too(client):
    page = client.get("/vi/tools/incentives/?profit=1.200.000&growth=3,5").context["page"]
    assert (page.inputs["profit"], str(page.inputs["growth"])) == (1_200_000, "3.5")
    told = client.get("/vi/tools/incentives/?profit=1,200").context["page"].form.errors
    (fault,) = told["profit"]
    assert "Write" in fault or "1200" in fault
    given = client.get("/offers/?size_min=1,000&free_by=๒๐๒๗-๐๑-๓๑").context["filter"].given
    assert given.dict() == {"size_min": "1000", "free_by": "2027-01-31"}


def test_the_day_asked_for_may_be_written_as_people_write(client):
    page = client.get(f"/zones/{KEY}/?as_of=๓๑/๑๒/๒๕๖๙").content.decode()
    assert "was ignored" in page
