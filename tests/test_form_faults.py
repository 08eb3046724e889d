"""Every form that is sent back opens with a summary whose links lead to what needs a change."""

import re

import pytest
from django.urls import reverse

from tests import cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("no_counters")]
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


@pytest.mark.parametrize("name", FORMS)
def test_the_summary_of_a_form_leads_to_what_needs_a_change(client, name):
    cast.sign_in(client, cast.official(KEY, office="Savan-Seno Authority"))
    address, data = FORMS[name]
    answer = client.post(address, data)
    page = answer.content.decode()
    assert page.count('role="alert"') == 1, name
    links = re.findall(r'href="#([^"]+)"', SUMMARY.search(page).group())
    errors = answer.context["form"].errors
    assert len(links) >= len([one for one in errors if one != "__all__"]) > 0
    for target in links:
        assert f'id="{target}"' in page, target
