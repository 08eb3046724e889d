"""Zones as they stand in lists and tables: names, place, state and a few dated figures."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple, TypedDict

from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from countries.cache import ReferenceData
from countries.choices import ZoneType
from sez_portal.common import dates
from sez_portal.common.fields import text_in
from sez_portal.common.templatetags.text_tags import marked_in, marks
from sez_portal.common.vocabulary import word_of
from sez_portal.languages import page_language
from sez_portal.records.evidence.facts import ListFact, told
from sez_portal.records.evidence.summary import Summary
from sez_portal.records.record import Field
from sez_portal.records.templatetags.fact_tags import listed
from zones.choices import Status
from zones.kilometres import in_km
from zones.models import Zone
from zones.record import ZONE
from zones.templatetags.zone_tags import state

FIGURES = ("area_ha", "firms", "jobs")
TABLE_COLUMNS = {
    "type": _("Kind"),
    "established_year": _("Founded"),
    "area_ha": _("Area"),
    "available_ha": _("Vacant land"),
    "firms": _("Firms"),
    "jobs": _("Jobs"),
    "investment_usd_m": _("Investment"),
    "lease_price_usd_m2": _("Land price"),
    "lease_term_years": _("Longest lease"),
    "developer": _("Developer"),
    "sectors": _("Sectors"),
}
MOST_KEPT = 4000  # lines of a language in the process: some 10 MB
DEFAULT_COLUMNS = ("established_year", "area_ha", "firms", "jobs")


@dataclass(frozen=True)
class Card:
    """One zone of a list with the figures asked for."""

    zone: Zone
    figures: list[ListFact]

    @property
    def distance_km(self) -> Decimal | None:
        """From the place of which the list speaks, if it speaks of one."""
        return getattr(self.zone, "distance_km", None)

    @property
    def status(self) -> str:
        return word_of(Status, self.zone.status)

    @property
    def kind(self) -> str:
        return word_of(ZoneType, self.zone.type)


class Away(NamedTuple):
    """How far a zone lies from what a list asks for."""

    km: str
    words: str  # "9 km away"
    of: str = ""  # which gateway of the kind
    main: str = ""  # the main one, where it is another


class Line(TypedDict):
    """A card in the words of the reader, as a template writes it twenty times on a page.

    A dictionary, since that is what a template looks things up in fastest.
    """

    pk: int
    key: str
    address: str
    name: str  # marked where it is not in the language of the page, as are the places
    plain_name: str
    province: str
    country: str
    local_name: str  # "" where the page shows it already
    local_province: str
    local_language: str
    square: str
    state: str  # with its dot
    kind: str
    distance: str
    named: str  # the firms for which a search found it
    away: Away | None
    marks: str
    figures: list[tuple[str, str]]  # the label of each, and the figure with its badge


def kept_lines(
    pks: Sequence[int], reference: ReferenceData, fields: tuple[str, ...] = FIGURES
) -> list[Line]:
    """The lines of these zones in that order, with these figures; what earlier pages made is not
    read again."""
    today, kept = dates.today(), reference.once("lines", dict[tuple[object, ...], Line])
    if len(kept) > MOST_KEPT:
        kept.clear()
    found = {pk: kept[today, fields, pk] for pk in pks if (today, fields, pk) in kept}
    if missing := [pk for pk in pks if pk not in found]:
        zones = list(Zone.objects.filter(pk__in=missing).for_cards(fields))
        made = zip(zones, lines_of(cards_of(zones, fields, reference=reference)), strict=True)
        found |= {zone.pk: line for zone, line in made}
        kept.update({(today, fields, pk): found[pk] for pk in missing if pk in found})
    return [found[pk] for pk in pks if pk in found]


def lines_of(cards: Sequence[Card]) -> list[Line]:
    labels = [str(fact.field.label) for fact in cards[0].figures] if cards else []
    language = page_language()
    return [_line(card, labels, language) for card in cards]


def away(distance_km: Decimal | float, precision: str) -> str:
    return gettext("%(km)s km away") % {"km": in_km(distance_km, precision)}


def _line(card: Card, labels: Sequence[str], language: str) -> Line:
    zone, km_away = card.zone, card.distance_km
    name, local, province = zone.name, zone.local_name, zone.province
    local_province = province.local_name if local and province else None
    return {
        "pk": zone.pk,
        "key": zone.key,
        "address": zone.get_absolute_url(),
        "name": marked_in(name, language),
        "plain_name": name.text,
        "province": marked_in(text_in(province, "name"), language) if province else "",
        "country": marked_in(zone.country.name, language),
        "local_name": local.text if local else "",
        "local_province": local_province.text if local_province else "",
        "local_language": local.language if local else "",
        "square": zone.square,
        "state": state(zone),
        "kind": card.kind,
        "distance": away(km_away, zone.coord_precision) if km_away is not None else "",
        "named": "",
        "away": None,
        "marks": marks(zone),
        "figures": [
            (label, listed(fact)) for label, fact in zip(labels, card.figures, strict=True)
        ],
    }


def cards_of(
    zones: Iterable[Zone] | QuerySet[Zone],
    fields: Sequence[str] = FIGURES,
    *,
    reference: ReferenceData,
) -> list[Card]:
    """The cards of these zones; the fields are some of those that the record lists."""
    zones = list(zones)
    for zone in zones:
        zone.country = reference.countries[zone.country_id]
        zone.province = reference.provinces.get(zone.province_id)
    columns = [ZONE[name] for name in fields]
    today = dates.today()

    def figure(field: Field, zone: Zone) -> ListFact:
        piece = zone.listed.get(field.key)
        summary = Summary(*piece) if piece else None
        return told(field, zone, field.kind.read(zone, field.key), summary, today)

    return [Card(zone, [figure(field, zone) for field in columns]) for zone in zones]
