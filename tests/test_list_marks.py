"""Lists have the marks of the reader's language, and a cell with several words is read with any."""

import pytest
from django.template import Context, Template
from django.utils import translation
from django.utils.safestring import SafeString

from sez_portal.common.lists import in_one, in_parts, listed
from sez_portal.languages import LANGUAGES
from sez_portal.records.field_types.basic import Words
from sez_portal.records.workbooks.words import items_of

pytestmark = pytest.mark.one_database
MARKS = {"zh-hans": ("a、b", "a；b"), "my": ("a၊ b", "a; b")}


@pytest.mark.parametrize("code", [code for code, _name in LANGUAGES])
def test_a_list_in_the_language_of_the_reader(code):
    with translation.override(code):
        assert (listed("ab"), in_parts("ab")) == MARKS.get(code, ("a, b", "a; b"))
        loop = Template("{% for x in xs %}{{ x }}{% next_comma %}{% endfor %} {{ xs|as_list }}")
        told = loop.render(Context({"xs": ["a", "<b>", SafeString("<i>c</i>")]}))
    items = ("a", "&lt;b&gt;", "<i>c</i>")
    comma = MARKS.get(code, ("a, b",))[0][1:-1]
    with translation.override(code):
        place = in_one(["a", "", "b"])
    assert place == {"zh-hans": "a，b", "my": "a၊ b"}.get(code, "a, b")
    assert told == f"{comma.join(items)} {comma.join(items)}"


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ("Rail, Road", ["Rail", "Road"]),
        ("Rail、Food, drink；Road", ["Rail", "Food", "drink", "Road"]),
        ("Food, drink; Road", ["Food, drink", "Road"]),
        ("Rail၊ Road;", ["Rail", "Road"]),
    ],
)
def test_words_of_a_cell_are_parted_as_they_were_typed(text, items):
    assert items_of(text, {"food, drink": "food", "rail": "rail", "road": "road"}) == items


def test_free_texts_are_parted_by_the_semicolon_of_a_chinese_keyboard_too():
    assert Words().parse("甲；乙; c") == ["甲", "乙", "c"]
