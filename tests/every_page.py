"""Look at a page of every public kind in Chromium: `python -m tests.every_page http://localhost:8000`.

It says what axe-core finds, light and dark, what is wider than a screen of 320 px, and which pages
weigh more than 60 KB compressed, maps aside. It takes minutes, so no test runs it.
"""

import gzip
import sys
from collections.abc import Iterator

from playwright.sync_api import Page, Response, sync_playwright

from tests.browser import FLAGS, axe, chromium

ZONES = "zone=la-boten&zone=vn-long-hau&zone=kh-phnom-penh-sez&zone=mm-thilawa"
PAGES = (
    *(
        "/",
        "/zones/",
        "/zones/?view=table",
        "/zones/?view=map",
        "/zones/?q=electronics&near=seaport",
    ),
    *("/zones/la-boten/", "/zones/vn-vsip-bac-ninh/", "/zones/mm-hlaing-tharyar/"),
    *("/countries/", "/countries/myanmar/", "/countries/viet-nam/", "/incentives/"),
    *("/one-stop-services/", "/connectivity/", "/stories/", "/search/?q=rubber"),
    *(f"/compare/?{ZONES}", "/compare/", f"/shortlist/answer-pack/?{ZONES}", "/shortlist/"),
    *(
        "/tools/match/?country=KH",
        f"/tools/cost/?{ZONES}&power=500&workers=100&containers=5&freight=1",
    ),
    *(
        f"/tools/incentives/?{ZONES}",
        "/offers/",
        "/updates/",
        "/about/",
        "/data/",
        "/data-quality/",
    ),
    *("/zones/la-boten/enquire/", f"/enquire/?{ZONES}", "/alerts/new/?country=LA", "/privacy/"),
    *("/zones/la-boten/report/", "/zones/la-boten/history/", "/accounts/login/", "/accessibility/"),
    *("/no-such-page/", "/embed/map/", "/km/zones/la-boten/"),
)
LINKED = ("/countries/", "/one-stop-services/", "/connections/", "/stories/", "/incentives/")
MOST_BYTES = 60 * 1024
TOO_WIDE = "() => document.documentElement.scrollWidth"
AREA = "main a[href^='/']"


def kinds_below(page: Page, base: str) -> Iterator[str]:
    """The first page below each list: one corridor, one crossing, one procedure, and so on."""
    for address in LINKED:
        page.goto(base + address)
        links = page.eval_on_selector_all(AREA, "links => links.map(one => one.pathname)")
        of_kind: dict[str, str] = {}
        for link in links:
            of_kind.setdefault(link.strip("/").rpartition("/")[0], link)
        yield from (link for kind, link in of_kind.items() if kind and not kind.startswith("zones"))


def weighed(page: Page, address: str) -> int:
    """The bytes of a first visit, texts compressed; pictures of the map aside."""
    answers: list[Response] = []
    page.on("response", lambda answer: answers.append(answer))  # noqa: PLW0108  a method is no listener
    page.goto(address, wait_until="networkidle")
    total = 0
    for answer in answers:
        if answer.ok and "/map" not in answer.url and answer.request.resource_type != "image":
            body = answer.body()
            total += len(body) if answer.url.endswith("woff2") else len(gzip.compress(body, 6))
    return total


def main(base: str) -> int:
    found = 0
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        below = browser.new_page()
        addresses = list(dict.fromkeys([*PAGES, *kinds_below(below, base)]))
        for address in addresses:
            told = []
            context = browser.new_context(viewport={"width": 1280, "height": 900})
            page = context.new_page()
            size = weighed(page, base + address)
            told += [f"{size} bytes"] if size > MOST_BYTES else []
            told += axe(page)
            page.emulate_media(color_scheme="dark", reduced_motion="reduce")
            page.reload()
            told += [f"dark {one}" for one in axe(page)]
            page.set_viewport_size({"width": 320, "height": 700})
            told += [f"320 {one}" for one in axe(page)]
            width = page.evaluate(TOO_WIDE)
            told += [f"{width} px wide at 320"] if width > 320 else []
            print(address, size, *told, sep="\n  " if told else " ", flush=True)
            found += len(told)
            context.close()
        browser.close()
    print(f"{len(addresses)} pages, {found} findings")
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1].rstrip("/")))
