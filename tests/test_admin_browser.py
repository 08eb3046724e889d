"""The administration on a telephone: nothing of it is cut, its acts are within reach."""

import pytest

from tests import cast
from tests.administration import KEY, url
from zones.models import Zone

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("live_server")]
PHONE = {"viewport": {"width": 390, "height": 844}}
SIDEWAYS = """() => [document.documentElement,
  ...document.querySelectorAll(".wide, .record .scroll, .figures, .object-tools, .actions")]
  .filter(one => one.scrollWidth > one.clientWidth + 1)
  .map(one => `${one.tagName} ${one.className}: ${one.textContent.trim().slice(0, 40)}`)"""


def test_nothing_of_ours_goes_beyond_the_edge(visit) -> None:
    page = visit(cast.administrator(), **PHONE)
    pk = Zone.objects.get(key=KEY).pk
    addresses = [
        "/admin/",
        url(Zone, "changelist"),
        url(Zone, "change", pk),
        url(Zone, "history", pk),
    ]
    for address in addresses:
        page.goto(address)
        page.evaluate("() => document.querySelectorAll('details').forEach(one => one.open = true)")
        assert page.evaluate(SIDEWAYS) == [], address
    page.goto(url(Zone, "changelist"))
    go = page.locator(".actions button[type=submit]").bounding_box()
    assert go["x"] + go["width"] <= PHONE["viewport"]["width"]
