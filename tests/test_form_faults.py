"""Every form that is sent back opens with a summary whose links lead to what needs a change."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import reverse

from sez_portal.records.record import every
from tests import cast

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.one_database,
    pytest.mark.usefixtures("no_counters"),
]
KEY = "la-savan-seno"
SUMMARY = re.compile(r'<div class="errors stack" role="alert".*?</div>', re.S)


def section(name: str) -> str:
    return reverse("propose-section", args=["zone", KEY, name])


FORMS = {
    "a section": (section("land"), {"area_ha": "ten", "lease_term_years": "x", "note": ""}),
    "a section of text": (section("office"), {"office_email": "nobody", "website": "not one"}),
    "rows": (section("offers"), {"offers-0-kind": "land", "offers-0-size_m2": "much"}),
    "a new zone": (reverse("propose-new"), {"name_en": "", "lat": "north"}),
    "a claim": (reverse("zone-claim", args=[KEY]), {"office": ""}),
    "a mistake": (reverse("zone-report", args=[KEY]), {"text": ""}),
    "an enquiry": (reverse("zone-enquire", args=[KEY]), {"email": "nobody"}),
    "an alert": ("/alerts/new/?country=LA", {"frequency": "never"}),
    "a profile": (reverse("profile"), {"language": "xx"}),
}
ASKED = {  # forms whose answer is in the address
    "a schedule": "/tools/incentives/?start=soon&growth=x",
    "a cost": "/tools/cost/?workers=many",
    "a match": "/tools/match/?w_available=lots",
}
DESCRIBED = re.compile(r'aria-describedby="([^"]+)"')
MAIN = re.compile(r"<main.*?</main>", re.S)


@pytest.mark.parametrize("name", FORMS)
def test_the_summary_of_a_form_leads_to_what_needs_a_change(client, name):
    cast.sign_in(client, cast.official(KEY, office="Savan-Seno Authority"))
    address, data = FORMS[name]
    answer = client.post(address, data, follow=True)
    page = answer.content.decode()
    assert page.count('role="alert"') == 1, name
    links = re.findall(r'href="#([^"]+)"', SUMMARY.search(page).group())
    errors = answer.context["form"].errors
    assert len(links) >= len([one for one in errors if one != "__all__"]) > 0
    for target in links:
        assert f'id="{target}"' in page, target
    for target in " ".join(DESCRIBED.findall(MAIN.search(page).group())).split():
        assert f'id="{target}"' in page, target


@pytest.mark.parametrize("name", ASKED)
def test_so_does_that_of_a_form_in_an_address(client, name):
    answer = client.get(ASKED[name])
    page, form = answer.content.decode(), answer.context["page"].form
    links = re.findall(r'href="#([^"]+)"', SUMMARY.search(page).group())
    assert len(links) == len(form.errors) > 0
    for target in [*links, *" ".join(DESCRIBED.findall(MAIN.search(page).group())).split()]:
        assert f'id="{target}"' in page, target


def test_fields_and_faults_are_written_in_one_place():
    folder = Path(settings.BASE_DIR) / "templates"
    by_hand = {
        str(path.relative_to(folder))
        for path in folder.rglob("*.html")
        if re.search(r"in \S+\.(non_field_errors|errors) %}|\.id_for_label", path.read_text())
    }
    assert by_hand == {"forms/field.html", "forms/_told.html", "forms/faults.html"} | {
        "forms/honeypot.html",
        *("tools/_price.html", "tools/_prices.html"),  # in the cells of a table
        "site/_home_job.html",  # within a sentence
    }


def test_a_group_of_boxes_is_described_too(client):
    """What is wrong with it is read out with its name."""
    address = "/enquire/?zone=la-boten&zone=la-savan-seno"
    answer = client.post(address, {"zone": ["nowhere"]}, follow=True)
    page = answer.content.decode()
    assert '<fieldset aria-describedby="id_zone_error">' in page
    assert 'id="id_zone_error"' in page


def test_no_field_of_a_record_is_called_like_an_input_that_every_form_has():
    """What is typed as the reason would be taken for the field."""
    for record in every():
        assert not {"note", "based_on", "seen_findings", "window"} & record.by_key.keys()
