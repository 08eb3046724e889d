"""Look at a page of every kind in Chromium: `python -m tests.every_page http://localhost:8000`.

It says what axe-core finds, light and dark, what is wider than a screen of 320 px, and which pages
weigh more than 60 KB compressed, maps aside. `--language my` looks at them in another language,
`--language all` in all seven; `--person official@sample.invalid --password …` at the desk of a
person of `manage.py demo` instead. It takes minutes, so no test runs it.
"""

import argparse
import gzip
import re
from collections.abc import Iterator

from playwright.sync_api import Browser, BrowserContext, Page, Response, sync_playwright

from sez_portal.languages import ENGLISH, LANGUAGES
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
        "/about/data-quality/",
    ),
    *("/zones/la-boten/enquire/", f"/enquire/?{ZONES}", "/alerts/new/?country=LA", "/privacy/"),
    *("/zones/la-boten/report/", "/zones/la-boten/history/", "/accounts/login/", "/accessibility/"),
    *("/no-such-page/", "/embed/map/", "/km/zones/la-boten/"),
)
LINKED = ("/countries/", "/one-stop-services/", "/connections/", "/stories/", "/incentives/")
MOST_BYTES = 60 * 1024
TOO_WIDE = "() => document.documentElement.scrollWidth"
AREA = "main a[href^='/'][href$='/']"
DESK_MOST = 60
NO_PAGE = re.compile(r"^/(?!desk/|accounts/)|logout|login|\.\w+$|/download|/media/")
A_ROW = re.compile(r"/(?:\d+|[a-z]{2}-[\w-]+|(?<=zone/)[\w-]+)(?=/|$)")


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


def desk_kinds(page: Page, base: str) -> Iterator[str]:
    """A page of every kind that links lead to from the desk, at most DESK_MOST."""
    waiting, seen = ["/desk/", "/accounts/profile/"], set[str]()
    while waiting and len(seen) < DESK_MOST:
        address = waiting.pop(0)
        kind = A_ROW.sub("/#", address.partition("?")[0])
        if kind in seen or NO_PAGE.search(address):
            continue
        seen.add(kind)
        answer = page.goto(base + address)
        if answer is None or "html" not in answer.headers.get("content-type", ""):
            continue
        yield address
        waiting += page.eval_on_selector_all(
            "a[href]:not(svg a)", "links => links.map(one => one.pathname + one.search)"
        )


def sign_in(page: Page, base: str, person: str, password: str) -> None:
    page.goto(f"{base}/accounts/login/")
    page.fill("[name=login]", person)
    page.fill("[name=password]", password)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda address: "login" not in address)


def in_language(address: str, language: str) -> str:
    """The same page in this language; one that stands in a language already is itself."""
    has_one = re.match(r"/(embed|admin|km)/", address)
    return address if language == ENGLISH or has_one else f"/{language}{address}"


def findings(context: BrowserContext, address: str, *, weigh: bool) -> tuple[int, list[str]]:
    """The weight of the page, and what is wrong with it."""
    page = context.new_page()
    page.set_viewport_size({"width": 1280, "height": 900})
    size = weighed(page, address)
    told = [f"{size} bytes"] if weigh and size > MOST_BYTES else []
    told += axe(page)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.reload()
    told += [f"dark {one}" for one in axe(page)]
    page.set_viewport_size({"width": 320, "height": 700})
    told += [f"320 {one}" for one in axe(page)]
    width = page.evaluate(TOO_WIDE)
    told += [f"{width} px wide at 320"] if width > 320 else []
    page.close()
    return size, told


def look(browser: Browser, asked: argparse.Namespace, languages: list[str]) -> int:
    """Say what is found on each page in each language; how much it is."""
    base, found = asked.base.rstrip("/"), 0
    context = browser.new_context()
    first = context.new_page()
    if asked.person:
        sign_in(first, base, asked.person, asked.password)
        addresses = list(desk_kinds(first, base))
    else:
        addresses = list(dict.fromkeys([*PAGES, *kinds_below(first, base)]))
    for language in languages:
        for address in addresses:
            there = in_language(address, language)
            room = context if asked.person else browser.new_context()
            size, told = findings(room, base + there, weigh=not asked.person)
            print(there, size, *told, sep="\n  " if told else " ", flush=True)
            found += len(told)
            if room is not context:
                room.close()
    print(f"{len(addresses)} pages in {len(languages)} languages, {found} findings")
    return found


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("base")
    parser.add_argument("--language", default=ENGLISH)
    parser.add_argument("--person", default="")
    parser.add_argument("--password", default="")
    asked = parser.parse_args()
    every = [code for code, _name in LANGUAGES]
    languages = every if asked.language == "all" else [asked.language]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        found = look(browser, asked, languages)
        browser.close()
    return 1 if found else 0


if __name__ == "__main__":
    raise SystemExit(main())
