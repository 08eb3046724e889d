"""One zone of a list, and the mark of its state.

Written in Python, not as templates: a list shows them twenty at a time.
"""

from functools import cache
from html import escape
from typing import NamedTuple

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from countries.cache import ReferenceData
from countries.choices import ZoneType
from sez_portal.common.fields import text_in
from sez_portal.common.marks import marks_html
from sez_portal.common.templatetags.text_tags import km, label, marked_in, text
from sez_portal.common.vocabulary import word_of
from sez_portal.languages import ENGLISH, page_language
from sez_portal.records.templatetags.fact_tags import listed
from zones.choices import Status
from zones.list_items import Card
from zones.models import Zone
from zones.page import Distance
from zones.record import ZONE

DOT = {
    Status.OPERATIONAL: "dot",
    Status.PLANNED: "dot--plan",
    Status.UNDER_CONSTRUCTION: "dot--plan",
}
register = template.Library()


@register.filter
def state(zone: Zone) -> str:
    """The dot of the plates with its word."""
    return _state(zone.status, get_language())


@cache
def _state(key: str, _language: str | None) -> SafeString:
    dot = DOT.get(key, "dot--none")
    size = 'r="4" stroke-width="2"' if dot == "dot--plan" else 'r="5" stroke-width="0"'
    return SafeString(
        f'<span class="status"><svg viewBox="0 0 12 12" aria-hidden="true">'
        f'<circle class="{dot}" cx="6" cy="6" {size}/></svg>{escape(word_of(Status, key))}</span>'
    )


@register.simple_tag
def kept_row(kept: ReferenceData, template_name: str, **context: object) -> SafeString:
    """A row that the process keeps, as every page shows it."""
    return kept.written(template_name, **context)


class Words(NamedTuple):
    """What every row of a list says again, in one language."""

    language: str
    page: str  # the language of the page, English while the catalogue is not complete
    square: str
    shortlist: str
    kinds: dict[str, str]
    labels: dict[str, str]  # of the fields


@cache
def _words(language: str, page: str) -> Words:
    kinds = {kind.value: escape(str(kind.label)) for kind in ZoneType}
    labels = {field.key: escape(str(field.label)) for field in ZONE.fields}
    return Words(language, page, _("square"), _("Shortlist"), kinds, labels)


@register.simple_tag
def zone_row(card: Card, *, keeps: bool = False) -> str:
    """An item of a list; with `keeps` it has a button for the form #keep of the page."""
    zone, words = card.zone, _words(get_language() or ENGLISH, page_language())
    figures = "".join(
        f"<div><dt>{words.labels[fact.field.key]}</dt><dd>{listed(fact, words.language)}</dd></div>"
        for fact in card.figures
    )
    name = text_in(zone, "name", words.language)
    title = f'<a href="{zone.get_absolute_url()}">{marked_in(name, words.page)}</a>'
    return SafeString(
        f'<li class="zrow"><div><h3>{title}</h3>{_local_name(zone)}<p class="meta">'
        f"{_place(zone, words)} {_state(zone.status, words.language)}"
        f" <span>{words.kinds[zone.type]}</span>{_distance(zone)}{marks_html(zone.marks)}</p></div>"
        f"<dl>{figures}</dl>{_button(zone.key, name.text, words) if keeps else ''}</li>"
    )


@register.simple_tag
def distance_row(item: Distance, zone: Zone) -> str:
    """A gateway of the table of distances: its name, kind, a bar and kilometres."""
    gateway, kind = item.nearest.gateway, escape(label(item.nearest, "kind"))
    name = f'<a href="{gateway.get_absolute_url()}">{text(gateway, "name")}</a>'
    if gateway.country_id != zone.country_id:
        name += f", {text(gateway.country, 'name')}"
    name += marks_html(gateway.marks) or '<br class="narrow-only">'  # marks end their line
    how = _("straight line")
    return SafeString(
        f'<tr><th scope="row">{name}<span class="narrow-only small quiet">'
        f'{kind}, {how}</span></th><td class="wide-only">{kind}</td><td class="line">'
        f'<svg viewBox="0 0 600 24" preserveAspectRatio="none" aria-hidden="true">'
        f'<line x1="0" x2="{item.bar}" y1="12" y2="12" class="go"'
        f' vector-effect="non-scaling-stroke"/></svg></td>'
        f'<td class="num">{km(item.nearest.distance_km)}<span class="unit">km</span></td>'
        f'<td class="small quiet wide-only">{how}</td></tr>\n'
    )


def _local_name(zone: Zone) -> str:
    local = zone.local_name
    if not local:
        return ""
    place = zone.province.local_name if zone.province else None
    told = f"{local.text}, {place.text}" if place else local.text
    return f'<p class="native" lang="{local.language}">{escape(told)}</p>'


def _place(zone: Zone, words: Words) -> str:
    around = (zone.province, zone.country)
    places = [
        marked_in(text_in(place, "name", words.language), words.page) for place in around if place
    ]
    square = zone.square
    if not square:
        return f"<span>{', '.join(places)}</span>"
    return (
        f"<span>{', '.join(places)}</span> "
        f'<span><span class="vh">{words.square} </span>{square}</span>'
    )


def _distance(zone: Zone) -> str:
    away = getattr(zone, "distance_km", None)
    return f" <span>{_('%(km)s km away') % {'km': km(away)}}</span>" if away else ""


def _button(key: str, name: str, words: Words) -> str:
    return (
        f'<button type="submit" class="pick" form="keep" name="zone" value="{key}">'
        f'{words.shortlist}<span class="vh"> {escape(name)}</span></button>'
    )
