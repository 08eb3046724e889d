"""The menu of every page: all of it is seen, however narrow the screen and long the words."""

import pytest

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("live_server")]


@pytest.mark.parametrize("width", [320, 390, 768])
@pytest.mark.parametrize("language", ["en", "my", "vi"])
def test_no_entry_of_the_menu_is_cut(visit, width: int, language: str):
    page = visit()
    page.set_viewport_size({"width": width, "height": 900})
    page.goto("/about/" if language == "en" else f"/{language}/about/")
    ends = page.locator(".masthead nav a").evaluate_all(
        "found => found.map(one => one.getBoundingClientRect().right)"
    )
    assert len(ends) == 6
    assert max(ends) <= width
