"""What a browser puts on paper: how many pages, and what of the screen stands there by mistake."""

import re
from typing import Any, Literal

from playwright.sync_api import Page

WIDTH = 695  # pixels between the margins of A4, narrower than Letter
SCREEN_ONLY = (
    "nav, button, select, footer, .btn, .skip, .toc, .crumbs, [type=search], [type=checkbox]"
)
LOOK = """screenOnly => {
  const seen = one => one.checkVisibility({visibilityProperty: true, contentVisibilityAuto: false})
    && one.getBoundingClientRect().height > 1;
  const named = one => `${one.tagName} ${one.className}: ${one.textContent.trim().slice(0, 40)}`;
  const edge = document.documentElement.clientWidth + 2;
  const folded = [...document.querySelectorAll("main details:not([open])")].filter(
    one => seen(one) && ![...one.children].slice(1).some(seen));
  return {
    screen: [...document.querySelectorAll(screenOnly)].filter(seen).map(named),
    cut: [...document.querySelectorAll("main *")].filter(
      one => seen(one) && !one.closest("svg") && one.getBoundingClientRect().right > edge
    ).map(named),
    folded: folded.filter(one => !one.matches("#services .more, .big .mark, .cmp .mark"))
      .map(named),
  };
}"""


def on_paper(page: Page) -> dict[str, Any]:
    """Names of what is for the screen only, cut at the edge, or folded, as the page prints."""
    page.set_viewport_size({"width": WIDTH, "height": 1000})
    page.emulate_media(media="print")
    found: dict[str, Any] = page.evaluate(LOOK, SCREEN_ONLY)
    page.emulate_media(media="null")
    return found


def pages_of(page: Page, size: Literal["A4", "Letter"] = "A4") -> int:
    """On how many sheets of this size it comes."""
    paper = page.pdf(format=size, prefer_css_page_size=True)
    return len(re.findall(rb"/Type\s*/Page\b", paper))
