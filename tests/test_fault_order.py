"""What is wrong with a form is told in the order of its page, and says how to put it right."""

import re

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from countries.models import Incentive
from sez_portal.common.numbers import Bounds, read_number, read_whole
from tests import cast
from tests.administration import Sent, url
from zones.models import Zone

pytestmark = pytest.mark.one_database  # forms and pages
KEY = "la-savan-seno"
RULE = "la-sez-profit-tax-zone2"


def junk(page: str) -> dict:
    """What a browser sends of the forms of the page, with nonsense in all that is typed."""
    data = Sent(re.sub("<form[^>]*>", '<form class="record">', page)).data
    kept = ("csrfmiddlewaretoken", "based_on", "window", "seen_findings", "opened_at")
    texts = {name for name, values in data.items() if len(values) == 1 and name not in kept}
    return {**data, **dict.fromkeys(texts, "q" * 3000), "do": "send"}


def order_of(page: str) -> list[str]:
    """The inputs to which the summary leads, as it lists them."""
    summary = page.partition('id="faults"')[2].partition("</ul>")[0]
    return re.findall(r'href="#([^"]+)"', summary)


def assert_in_the_order_of_the_page(page: str, at_least: int = 2) -> None:
    told = order_of(page)
    after = page.partition('id="faults"')[2].partition("</ul>")[2]
    places = [after.find(f'id="{name}"') for name in told]
    assert len(told) >= at_least, told
    assert -1 not in places, told
    assert places == sorted(places), told


@pytest.mark.django_db
@pytest.mark.parametrize("section", ["glance", "land", "power"])
def test_the_summary_of_a_section_follows_the_page(client, section):
    cast.sign_in(client, cast.official(KEY))
    address = f"/desk/edit/zone/{KEY}/{section}/"
    data = junk(client.get(address).content.decode())
    page = client.post(address, data, follow=True).content.decode()
    assert_in_the_order_of_the_page(page, at_least=5)


@pytest.mark.django_db
def test_the_summary_of_a_record_in_the_administration_follows_the_page(client):
    cast.sign_in(client, cast.focal_point("LA"))
    address = url(Zone, "change", Zone.objects.get(key=KEY).pk)
    page = client.post(address, junk(client.get(address).content.decode())).content.decode()
    assert_in_the_order_of_the_page(page, at_least=20)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "key", "act"),
    [(Zone, KEY, "rename"), (Zone, KEY, "part"), (Incentive, RULE, "replace")],
)
def test_the_summary_of_an_act_follows_the_page(client, model, key, act):
    cast.sign_in(client, cast.focal_point("LA"))
    address = url(model, "whole", model.objects.get(key=key).pk, act)
    data = junk(client.get(address).content.decode())
    page = client.post(address, data).content.decode()
    assert_in_the_order_of_the_page(page, at_least=4)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", [f"/zones/{KEY}/report/", f"/zones/{KEY}/enquire/", "/desk/zones/new/"]
)
def test_the_summary_of_a_plain_form_follows_the_page(client, address):
    if "desk" in address:
        cast.sign_in(client, cast.official(KEY))
    page = client.get(address).content.decode()
    data = {**junk(page), "company": ""}
    assert_in_the_order_of_the_page(client.post(address, data, follow=True).content.decode())


@pytest.mark.parametrize(
    ("read", "bounds", "expected"),
    [
        (read_whole, Bounds(), "Write it without decimals, as 1012."),
        (read_number, Bounds(places=0), "Write it rounded, as 1012."),
        (read_number, Bounds(most=100), "write a number from 0 to 100"),
    ],
)
@pytest.mark.parametrize("language", ["en", "vi"])
def test_a_number_that_is_refused_says_how_to_write_it(read, bounds, expected, language):
    """In any language: English words stand where a catalogue has none yet."""
    with translation.override(language), pytest.raises(ValidationError) as refused:
        read("1.012,5", bounds)
    if language == "en":
        assert expected in refused.value.messages[0]
    assert "1.012,5" in refused.value.messages[0]


def test_a_number_in_another_spelling_is_read_or_asked_about():
    assert str(read_number("1.012,5")) == "1012.5"
    with pytest.raises(ValidationError) as asked:
        read_number("1.012")
    assert "Write" in asked.value.messages[0]
