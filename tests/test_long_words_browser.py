"""A web address of 120 characters breaks where it stands: no page is wider than the phone."""

from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import models
from django.db.models import functions
from playwright.sync_api import Browser, Page

from countries.models import Corridor, Country, Gateway, Incentive, OneStopCentre, Procedure
from sez_portal.common.fields import KeysField
from sez_portal.records.models import Evidence, Recorded, Source
from zones.models import Caution, CrossBorderZone, Tenant, Zone

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
ADDRESS = "https://www.sample.invalid/" + 93 * "x"
PHONE = {"width": 375, "height": 800}
ROWS: dict[str, tuple[type[Recorded], str]] = {
    "zone": (Zone, "la-savan-seno"),
    "zone with notes": (Zone, "kh-dara-sakor"),
    "country": (Country, "lao-pdr"),
    "gateway": (Gateway, "th-airport-bkk"),
    "corridor": (Corridor, "nsec-western-boten"),
    "pair": (CrossBorderZone, "mohan-boten"),
    "incentive": (Incentive, "kh-loi-income-tax-holiday"),
    "centre": (OneStopCentre, "kh-cdc-one-stop"),
    "procedure": (Procedure, "kh-company-registration"),
}


def lengthen(rows: models.QuerySet) -> None:
    """The address in each text of the rows that is no key and no choice."""
    texts = [
        field
        for field in rows.model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not (field.choices or field.unique or isinstance(field, KeysField))
        and (field.max_length or len(ADDRESS)) >= len(ADDRESS)
        and not field.name.startswith(("sort_", "search_"))
    ]
    rows.update(**{field.name: ADDRESS for field in texts})


@pytest.fixture
def phone(browser: Browser) -> Iterator[Page]:
    """A page without a server, which would not see what a test writes and takes back."""
    context = browser.new_context(viewport=PHONE, base_url=settings.SITE_URL)
    context.route("**/*", lambda route: route.fulfill(path=_static(route.request.url)))
    yield context.new_page()
    context.close()


def _static(url: str) -> Path:
    return Path(settings.STATIC_ROOT) / urlsplit(url).path.removeprefix(settings.STATIC_URL)


@pytest.mark.parametrize("name", ROWS)
def test_no_page_is_wider_than_the_phone(client, phone: Page, name: str) -> None:
    model, key = ROWS[name]
    row = model.objects.filter(key=key)
    lengthen(row)
    Evidence.objects.filter(key=key).update(note=ADDRESS)
    number = functions.Cast("pk", models.CharField())
    Source.objects.update(url=functions.Concat(models.Value(ADDRESS), number), title=ADDRESS)
    for belonging in (Caution, Tenant):
        lengthen(belonging.objects.filter(zone__key=key))
    url = row.get().get_absolute_url()
    html = client.get(url).content
    assert html.count(ADDRESS.encode()) > 2
    page_type = "text/html; charset=utf-8"
    phone.route(f"**{url}", lambda route: route.fulfill(body=html, content_type=page_type))
    phone.goto(url)
    assert phone.evaluate("getComputedStyle(document.body).overflowWrap") == "break-word"
    phone.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    assert phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
