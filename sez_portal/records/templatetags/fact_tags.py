"""A figure as every page writes it: value and unit or why there is none, notes, badge and dates.

What has few values is a template, rendered once for each. A row of a page, its notes and its
dates are written here: the 14 rows of a zone take 3.2 ms as a template and 0.7 ms so, of the
30 ms in which its page is made.
"""

from collections.abc import Iterable
from functools import cache, lru_cache
from typing import NamedTuple

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sez_portal.common import lists
from sez_portal.common.snippets import snippet
from sez_portal.records.choices import UNSAID, Freshness
from sez_portal.records.evidence.facts import Fact, ListFact, Mark, Other
from sez_portal.records.record import Field

register = template.Library()


@register.filter
def figure(fact: ListFact) -> SafeString:
    """The value with its unit, or in a word why it is not there."""
    return _figure(fact, get_language())


def _figure(fact: ListFact, language: str | None) -> SafeString:
    if not fact.is_known:
        return _missing(fact.state, language)
    if address := fact.field.kind.leads_to(fact.value):
        return snippet("records/_link.html", text=fact.shown, address=address)
    return conditional_escape(fact.shown) + _unit(fact.field, language)


@cache
def _unit(field: Field, _language: str | None) -> SafeString:
    return snippet("records/_unit.html", unit=field.unit) if field.unit else SafeString("")


@cache
def _missing(state: str, _language: str | None) -> SafeString:
    return snippet("records/_missing.html", state=state)


class Words(NamedTuple):
    """What stands beside every figure, in one language."""

    ask: str
    source: str
    speaks_of: str
    holds_until: str
    confirmed: str
    due: str
    opens: str
    no_source: str
    note: str  # with the place of its number


@cache
def _words(_language: str | None) -> Words:
    return Words(
        ask=_("Ask the zone"),
        source=_("Source"),
        speaks_of=_("Year of the figure"),
        holds_until=_("By its source until"),
        confirmed=_("Confirmed"),
        due=_("Due again"),
        opens=_("source and dates"),
        no_source=_("not noted when it was compiled"),
        note=_("Note %(number)s"),
    )


@register.filter
def row(fact: Fact, ask: str) -> str:
    """The figure with its label, what other sources give, and its mark; see `value`."""
    remark = f'<p class="small quiet">{conditional_escape(fact.remark)}</p>' if fact.remark else ""
    others = remark + "".join(_other(other) for other in fact.others)
    opening = f'<dd class="m">{mark(fact)}</dd>' if fact.mark else ""
    return SafeString(
        f'<div class="fact"><dt>{_label(fact.field, get_language())}</dt>'
        f"<dd>{value(fact, ask)}{others}</dd>{opening}</div>\n"
    )


@register.filter
def value(fact: Fact, ask: str) -> str:
    """The value with its unit and notes, or why there is none and whom to ask.

    `ask` is an address that ends where the field's key begins, or "".
    """
    language = get_language()
    shown = _figure(fact, language)
    if fact.is_known:
        return shown + refs(fact.notes)
    if fact.state in UNSAID:
        why = f": {conditional_escape(fact.reason)}" if fact.reason else ""
        return SafeString(f"{shown}{why}")
    if not ask:
        return shown
    what = _label(fact.field, language)
    return SafeString(
        f'{shown} <a class="noprint" href="{conditional_escape(ask)}{fact.field.key}"'
        f' rel="nofollow">{_words(language).ask}<span class="vh">: {what}</span></a>'
    )


@cache
def _label(field: Field, _language: str | None) -> str:
    return conditional_escape(str(field.label))


def _other(other: Other) -> str:
    said = conditional_escape(other.said)
    return f'<p class="small quiet">{said}{refs(other.notes)}</p>'


@register.filter
def refs(numbers: Iterable[int]) -> str:
    """Links to the numbered notes of the page."""
    note = _words(get_language()).note
    links = (
        f'<a class="ref" href="#n{one}" aria-label="{note % {"number": one}}">{one}</a>'
        for one in numbers
    )
    return SafeString("".join(links))


@register.filter
def noted(numbers: Iterable[int]) -> str:
    """The numbers of the notes as text, where a hundred links would stand in a keyboard's way."""
    told = lists.listed(numbers)
    source = _words(get_language()).source
    return SafeString(
        f'<sup class="src"><span class="vh"> {source} </span>{told}</sup>' if told else ""
    )


@register.filter
def badge(fact: ListFact) -> SafeString:
    """How fresh the figure of a list is: moon and year, nothing for what never ages."""
    if fact.mark is None:
        return SafeString("")
    return _badge(fact.mark.state, fact.mark.year, get_language())


@register.filter
def listed(fact: ListFact) -> SafeString:
    """The figure with its badge, as a list of zones shows sixty."""
    return figure(fact) + badge(fact)


@lru_cache(maxsize=2048)
def _badge(state: str, year: str, _language: str | None) -> SafeString:
    """A page of a list has sixty, of a few states and years."""
    label = Freshness(state).label
    return SafeString(" ") + snippet("records/_badge.html", state=state, year=year, label=label)


@register.filter
def mark(fact: Fact) -> str:
    """The moon that opens to the three dates and the numbered sources."""
    words = _words(get_language())
    return _opening(fact, [(words.source, _sources(fact.notes, words))])


@register.filter
def dates(fact: Fact, is_open: bool) -> str:
    """The moon that opens to the three dates, on a page that does not number its sources."""
    return _opening(fact, [], " open" if is_open else "")


def _opening(fact: Fact, more: list[tuple[str, str]], is_open: str = "") -> str:
    if fact.mark is None:
        return SafeString("")
    mark, words = fact.mark, _words(get_language())
    terms = (
        (words.speaks_of, mark.speaks_of),
        *([(words.holds_until, mark.holds_until)] if mark.holds_until else []),
        (words.confirmed, mark.confirmed),
        (words.due, _due(mark)),
        *more,
    )
    return SafeString(
        f'<details class="mark is-{mark.state}"{is_open}><summary><span class="moon"></span>'
        f'<span class="y">{conditional_escape(mark.year)}</span><span class="vh">, {mark.label}; '
        f"{words.opens}</span></summary><dl>"
        + "".join(f"<dt>{term}</dt><dd>{conditional_escape(told)}</dd>" for term, told in terms)
        + "</dl></details>"
    )


def _due(mark: Mark) -> str:
    if not mark.due:
        return _("now: the figure is undated")
    return _("%(day)s, now overdue") % {"day": mark.due} if mark.is_overdue else mark.due


def _sources(numbers: Iterable[int], words: Words) -> str:
    links = (f'<a href="#n{one}">{words.note % {"number": one}}</a>' for one in numbers)
    return SafeString(lists.listed(links) or f'<span class="unk">{words.no_source}</span>')
