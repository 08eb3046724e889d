"""Tags of constants are looked up once a language and say what Django's own say."""

import pytest
from django.template import engines
from django.urls import set_script_prefix
from django.utils import translation

NAMES = "base", "tokens"


def render(source: str, **context: object) -> str:
    return engines["django"].from_string(source).render(context)


def test_a_constant_follows_the_language():
    template = engines["django"].from_string('{% translate "Yes" %} {% url "zones" %}')
    with translation.override("vi"):
        vietnamese = template.render()
    with translation.override("en"):
        assert template.render() == "Yes /zones/"
    with translation.override("vi"):
        assert template.render() == vietnamese == f"{translation.gettext('Yes')} /vi/zones/"
    assert "Yes" not in vietnamese  # Django's own catalogue knows the word


def test_a_constant_follows_the_prefix_under_which_the_site_stands():
    template = engines["django"].from_string('{% url "zones" %}')
    assert template.render() == "/zones/"
    set_script_prefix("/sez/")
    try:
        assert template.render() == "/sez/zones/"
    finally:
        set_script_prefix("/")


def test_what_depends_on_the_context_is_no_constant():
    template = engines["django"].from_string(
        "{% translate word %} {% url 'zone' key %} {% translate 'Yes' as yes %}{{ yes }}{{ yes }}"
    )
    assert template.render({"word": "one", "key": "a"}) == "one /zones/a/ YesYes"
    assert template.render({"word": "two", "key": "b"}) == "two /zones/b/ YesYes"


def test_a_file_by_variable_is_no_constant():
    base, tokens = (render("{% static file %}", file=f"css/{name}.css") for name in NAMES)
    assert "base" in base and "tokens" in tokens


@pytest.mark.parametrize("here", ["zones", "countries"])
def test_a_part_of_the_frame_is_kept_for_each_context(here):
    nav = render('{% once "site/_nav.html" here=here %}', here=here)
    assert f'href="/{here}/" aria-current="page"' in nav
    assert nav.count("aria-current") == 1
