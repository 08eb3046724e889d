"""How sums and ranges of the calculators are written; units stand in the labels beside them."""

from collections.abc import Sequence
from decimal import Decimal
from functools import cache
from html import escape

from django import template
from django.forms import BoundField
from django.http import QueryDict
from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from investors.calculators.currency import Currency
from investors.calculators.match.criteria import Criterion
from investors.calculators.match.engine import Placed
from investors.calculators.match.page import Score
from investors.calculators.prices import Price
from investors.calculators.written import pct, plain
from sez_portal.common.snippets import snippet
from sez_portal.common.units import per_cent
from sez_portal.records.choices import State
from sez_portal.records.evidence.facts import Fact
from sez_portal.records.templatetags.fact_tags import badge

register = template.Library()
register.filter(pct)


@register.filter
def usd(amount: Decimal | None) -> str:
    """Whole US dollars."""
    return "" if amount is None else _written(amount, 0)


@register.filter
def amount(number: Decimal | int | None) -> str:
    """A number as somebody wrote it, with separators."""
    return "" if number is None else plain(Decimal(number), 6)


@register.filter
def usd_span(ends: Sequence[Decimal]) -> str:
    """The two ends of a range of US dollars, or one when they are equal."""
    return _span([_written(end, 0) for end in ends])


@register.filter
def span_in(ends: Sequence[Decimal], currency: Currency) -> str:
    """A range of US dollars in the currency of the page; its unit stands beside it."""
    return usd_span(currency.of(ends))


@register.filter
def price_in(price: Price, currency: Currency) -> str:
    """A price in US dollars converted; nothing while all is in US dollars."""
    if currency.rate is None:
        return ""
    told = {"amount": price_span(currency.of(price)), "currency": currency.unit}
    return _("= %(amount)s %(currency)s") % told


@register.filter
def value_in(value: str, currency: Currency) -> str:
    """The same of a figure that another source gives."""
    number = Decimal(value)
    return price_in(Price(number, number), currency)


@register.filter
def price_span(price: Sequence[Decimal]) -> str:
    """A price in US dollars, as exact as it is counted with."""
    return _span([plain(end, 2 if end >= 1 else 4) for end in price])


@register.filter
def own(bound: BoundField) -> SafeString:
    """The input for one's own figure; its label is beside it, unseen."""
    more = {"class": "own", "placeholder": _("yours")}
    return bound.as_widget(attrs=more | ({"aria-invalid": "true"} if bound.errors else {}))


@register.filter
def pct_span(ends: Sequence[Decimal | None]) -> str:
    known = [end for end in ends if end is not None]
    return per_cent(_span([plain(end, 1) for end in known])) if known else _("no profit")


def _span(ends: Sequence[str]) -> str:
    low, high = ends
    return low if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}


def _written(number: Decimal, places: int) -> str:
    return number_format(number, decimal_pos=places, use_l10n=True, force_grouping=True)


@register.filter
def with_zone(key: str, query: QueryDict) -> str:
    """The query string with this zone alone."""
    changed = query.copy()
    changed.setlist("zone", [key])
    return f"?{changed.urlencode()}"


@register.filter
def confirmed(fact: Fact) -> str:
    """What year a figure speaks of, and who confirmed it."""
    if fact.mark is None:
        return ""
    spoken, office = fact.mark.speaks_of, fact.mark.confirmed
    return _("Speaks of: %(year)s. Confirmed: %(office)s") % {"year": spoken, "office": office}


@register.filter
def score_row(score: Score) -> str:
    """A criterion of a match: figure, score, weight, what it adds.

    Written here: the 70 of a page take 6.6 ms as a template and 0.9 ms so.
    """
    label, unit, shown = _words(score.criterion, get_language())
    figure, points, weight, adds = _heads(get_language())
    if score.shown:
        dated = badge(score.fact) if score.fact else ""
        shown = f'{escape(score.shown)}<span class="unit">{unit}</span>{dated}'
        if score.where:
            shown += f'<br><span class="small quiet">{escape(score.where)}</span>'
    elif score.none or score.unconverted:
        shown = escape(score.none or score.unconverted)
    (low, high), why = score.points, escape(score.why_shown)
    return SafeString(
        f'<tr><th scope="row">{label}<br>'
        f'<span class="small quiet">{why}</span></th><td class="num">{figure}{shown}</td>'
        f'<td class="num">{points}{escape(score.points_shown)}<svg class="meter score rbar"'
        f' viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">'
        f'<rect class="f-river" width="{low}" height="10"/><rect class="hatchbar" x="{low}"'
        f' width="{high - low}" height="10"/><rect class="f-rule" x="{high}"'
        f' width="{100 - high}" height="10"/></svg></td><td class="num">{weight}{score.weight}</td>'
        f'<td class="num">{adds}{score.adds_shown}</td></tr>\n'
    )


@register.filter
def total_span(placed: Placed) -> str:
    """The total, at worst and at best."""
    return _span([plain(Decimal(round(end))) for end in (placed.low, placed.high)])


@register.filter
def total_bar(placed: Placed) -> str:
    """The same as a bar: solid to the worst, hatched to the best."""
    low, beyond = f"{placed.low:.1f}", f"{placed.high - placed.low:.1f}"
    return SafeString(
        f'<svg class="track rbar" width="100%" height="14" aria-hidden="true"><rect class="f-river"'
        f' y="3" width="{low}%" height="8"/><rect class="hatchbar" x="{low}%" y="3.5"'
        f' width="{beyond}%" height="7"/></svg>'
    )


@cache
def _heads(_language: str | None) -> list[str]:
    """The heads of the columns as they stand in the cells on a narrow screen, above all rows."""
    heads = (_("Figure"), _("Score"), _("Weight"), _("Points added"))
    return [f'<span class="lbl">{escape(head)}</span>' for head in heads]


@cache
def _words(criterion: Criterion, _language: str | None) -> tuple[str, str, str]:
    """Its label, its unit, and how a missing figure is told."""
    missing = snippet("records/_missing.html", state=State.UNKNOWN)
    return escape(str(criterion.label)), escape(str(criterion.unit)), missing
