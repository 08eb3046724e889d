"""A figure as every page writes it: value and unit or why there is none, notes, moon and dates.

Written in Python, not as templates: a page shows a hundred figures and a list of zones sixty.
"""

from collections.abc import Iterable
from functools import cache, lru_cache

from django import template
from django.utils.html import conditional_escape, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from sez_portal.records.choices import Freshness, State
from sez_portal.records.evidence import Fact, Mark, Told
from sez_portal.records.record import Field

register = template.Library()


@register.filter
def figure(fact: Told) -> str:
    """The value with its unit, or in a word why it is not there."""
    return _figure(fact, get_language())


def _figure(fact: Told, language: str | None) -> SafeString:
    if not fact.is_known:
        return _missing(fact.state, language)
    return SafeString(conditional_escape(fact.shown) + _unit(fact.field, language))


@cache
def _unit(field: Field, _language: str | None) -> str:
    if not field.unit:
        return ""
    return f'<span class="unit">{conditional_escape(field.unit)}</span>'


@cache
def _missing(state: str, _language: str | None) -> SafeString:
    if state == State.NOT_APPLICABLE:
        return SafeString(f'<span class="unk unk--na">{_("not applicable")}</span>')
    if state == State.WITHHELD:
        return SafeString(f'<span class="unk unk--held">{_("withheld")}</span>')
    return SafeString(f'<span class="unk">{_("not known")}</span>')


@register.filter
def refs(numbers: Iterable[int]) -> str:
    """Links to the numbered notes of the page."""
    return format_html_join(
        "",
        '<a class="ref" href="#n{0}" aria-label="{1}">{0}</a>',
        ((number, _("Note %(number)s") % {"number": number}) for number in numbers),
    )


@register.filter
def stamp(fact: Told) -> str:
    """The closed mark of lists and tables: moon and year, nothing for what never ages."""
    return _stamp(fact, get_language())


def _stamp(fact: Told, language: str | None) -> SafeString:
    mark = fact.mark
    return _moon(mark.state, mark.year, language) if mark else SafeString("")


def listed(fact: Told, language: str | None) -> str:
    """The value and its closed mark, for rows that write several."""
    return _figure(fact, language) + _stamp(fact, language)


@lru_cache(maxsize=2048)
def _moon(state: str, year: str, _language: str | None) -> SafeString:
    """A page of a list has sixty, of a few states and years."""
    return SafeString(
        f' <span class="stamp is-{state}"><span class="moon"></span>'
        f'{conditional_escape(year)}<span class="vh"> {Freshness(state).label}</span></span>'
    )


@register.filter
def mark(fact: Fact) -> str:
    """The moon that opens to the three dates and the numbered sources."""
    return _opening(fact, [(_("Source"), _sources(fact.notes))])


@register.filter
def dates(fact: Fact, is_open: bool) -> str:
    """The moon that opens to the three dates, on a page that does not number its sources."""
    return _opening(fact, [], " open" if is_open else "")


def _opening(fact: Fact, more: list[tuple[str, str]], is_open: str = "") -> str:
    if fact.mark is None:
        return SafeString("")
    mark = fact.mark
    terms = (
        (_("Speaks of"), mark.speaks_of),
        (_("Confirmed"), mark.confirmed),
        (_("Due again"), _due(mark)),
        *more,
    )
    return SafeString(
        f'<details class="mark is-{mark.state}"{is_open}><summary><span class="moon"></span>'
        f'<span class="y">{conditional_escape(mark.year)}</span><span class="vh">, {mark.label}; '
        f"{_('source and dates')}</span></summary><dl>"
        + "".join(f"<dt>{term}</dt><dd>{conditional_escape(told)}</dd>" for term, told in terms)
        + "</dl></details>"
    )


def _due(mark: Mark) -> str:
    if not mark.due:
        return _("now: the figure is undated")
    return _("%(day)s, now overdue") % {"day": mark.due} if mark.is_overdue else mark.due


def _sources(numbers: Iterable[int]) -> str:
    links = format_html_join(
        ", ",
        '<a href="#n{}">{}</a>',
        ((number, _("Note %(number)s") % {"number": number}) for number in numbers),
    )
    none = _("not noted when it was compiled")
    return links or SafeString(f'<span class="unk">{none}</span>')
