"""How values look in a page: texts with their language, partial dates, distances, icons."""

from collections.abc import Iterable
from decimal import Decimal
from functools import cache
from typing import Any

from django import template
from django.db import models
from django.template.context import Context
from django.templatetags.static import static
from django.utils.formats import number_format
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from sez_portal import languages
from sez_portal.common import dates, lists, stored_words
from sez_portal.common.fields import TextInLanguages, text_in
from sez_portal.common.snippets import snippet
from sez_portal.common.units import UNITS

register = template.Library()


@register.filter
def text(obj: models.Model, name: str) -> str:
    """A text of the row in the reader's language, marked where it is in another one."""
    return marked(text_in(obj, name))


@register.filter
def words(obj: models.Model, name: str) -> str:
    """The same as plain text: for attributes, which cannot say a language."""
    return str(text_in(obj, name))


@register.filter
def said(text: str) -> str:
    """A text of the data; where the portal itself wrote it, in the language of the reader."""
    return stored_words.in_words(text)


@register.filter
def marked(found: TextInLanguages | str) -> str:
    """The text with `lang` when it is not in the language of the page."""
    return marked_in(found, languages.page_language())


def marked_in(found: TextInLanguages | str, page_language: str) -> str:
    """The same for who has asked for the language of the page already."""
    language = getattr(found, "language", None)
    if language in (None, page_language):
        return conditional_escape(str(found))
    return format_html('<span lang="{}">{}</span>', language, found)


@register.filter
def label(obj: models.Model, name: str) -> str:
    """What `get_FOO_display` says; that one translates every choice there is each time."""
    value = getattr(obj, name)
    return _labels(obj._meta.get_field(name), get_language()).get(value, str(value))


@cache
def _labels(field: models.Field, _language: str | None) -> dict[object, str]:
    return {value: str(label) for value, label in field.flatchoices}


@register.filter
def spell(partial_date: str) -> str:
    return dates.spell(partial_date)


@register.filter
def km(distance: Decimal | float) -> str:
    """Whole kilometres from ten on; below it one decimal."""
    return number_format(round(distance) if distance >= 10 else round(distance, 1))  # noqa: PLR2004  km


@register.simple_tag
def unit(name: str) -> SafeString:
    """The unit that stands beside a number, such as `{{ row.km }}{% unit "km" %}`."""
    return format_html('<span class="unit">{}</span>', UNITS[name])


@register.filter
def marks(row: Any) -> SafeString:
    """What must be known of a zone or a gateway where it is named, each a link; mostly nothing."""
    found = row.marks
    return SafeString(f" {snippet('site/_marks.html', marks=found)}" if found else "")


@register.filter
def get(mapping: dict, key: object) -> object:
    return mapping.get(key, "")


@register.simple_tag
@cache
def icon(name: str) -> SafeString:
    sprite = static("icons.svg")
    return format_html(
        '<svg class="icon" aria-hidden="true"><use href="{}#{}"/></svg>', sprite, name
    )


@register.filter(needs_autoescape=True)
def as_list(items: Iterable[object], *, autoescape: bool = True) -> str:
    """`{{ names|as_list }}`: with the commas of the reader's language."""
    return _joined(lists.list_comma(), items, autoescape=autoescape)


@register.filter(needs_autoescape=True)
def as_parts(items: Iterable[object], *, autoescape: bool = True) -> str:
    """The same where an item may hold commas itself."""
    return _joined(lists.semicolon(), items, autoescape=autoescape)


def _joined(between: str, items: Iterable[object], *, autoescape: bool) -> str:
    escape = conditional_escape if autoescape else str
    return SafeString(between.join(escape(item) for item in items))


@register.simple_tag
def comma() -> str:
    """The comma between a place and its country, with its blank, if the language has one."""
    return lists.comma()


@register.simple_tag(takes_context=True)
def next_comma(context: Context) -> str:
    """The comma of a list, at the end of a loop's item, before the next one."""
    return "" if context["forloop"]["last"] else lists.list_comma()


@register.simple_tag(takes_context=True)
def next_semicolon(context: Context) -> str:
    """Between items that may hold commas themselves."""
    return "" if context["forloop"]["last"] else lists.semicolon()
