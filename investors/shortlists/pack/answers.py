"""The answer pack of some zones, in the order in which site selectors ask.

It says what the directory knows with unit, date, confirmation and source, and what it does not
know: an honest blank is a question to send.
"""

import dataclasses
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import cached_property
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from countries.cost_beside import (
    STANDS_FOR,
    cost_of,
    earlier_beside,
    is_of_other_places,
    newer_beside,
    stands_before,
)
from countries.cost_choices import CostItem
from countries.cost_table import place_of
from countries.costs import CostBook, Level
from countries.record import COUNTRY
from investors import zone_facts
from investors.shortlists.pack.lines import Answer, answer_of, of_fact, of_zone, unknown
from investors.shortlists.pack.matrix import AnswerSection, Matrix, ZoneAnswers
from investors.shortlists.pack.parts import (
    Surroundings,
    access,
    buildings,
    incentives,
    one_stop,
    surroundings_of,
    unrecorded_questions,
)
from investors.shortlists.pack.prices import in_its_unit, own_prices, with_prices
from investors.shortlists.page import asking
from sez_portal.common import dates
from sez_portal.common.fields import columns_of, text_in
from sez_portal.common.lists import in_one
from sez_portal.common.marks import in_words
from sez_portal.common.numbers import plain
from sez_portal.common.text import in_one_line
from sez_portal.common.vocabulary import word_of
from sez_portal.languages import column_suffix
from sez_portal.records.evidence.facts import Fact, Notes
from zones import facets
from zones.cache import ZoneCache
from zones.models import Zone
from zones.record import ZONE
from zones.stand_ins import said_of

# A field of a zone stands under the heading of its group, in the order of the record.
HEADING_OF = {
    "identity": "identity",
    "glance": "identity",
    "land": "land",
    "power": "utilities",
    "office": "contact",
    "tenants": "people",
}
# Site selectors ask for these under another heading than that of their group.
ELSEWHERE = {
    "price": (
        "lease_price_usd_m2",
        "lease_price_text",
        "factory_rent_usd_m2",
        "management_fee_usd_m2",
    ),
    "access": ("nearby_text",),
    "people": ("jobs", "firms"),
    "incentives": ("investment_usd_m",),
    "environment": ("wastewater_text",),
}
OF_TABLES = ("cautions", "offers")
IN_CODE = {*OF_TABLES, *columns_of("name"), *columns_of("summary"), "country", "province"}
HEADINGS = (
    *("identity", "land", "price", "utilities", "access", "buildings", "people"),
    *("incentives", "services", "environment", "contact"),
)


def _fields() -> dict[str, tuple[str, ...]]:
    """The fields of a zone under each heading; the rest of a section follows in code."""
    apart = {*IN_CODE, *(name for names in ELSEWHERE.values() for name in names)}
    of_group: dict[str, list[str]] = {heading: [] for heading in HEADINGS}
    for field in ZONE.fields:
        if field.group in HEADING_OF and field.key not in apart:
            of_group[HEADING_OF[field.group]].append(field.key)
    return {heading: (*ELSEWHERE.get(heading, ()), *names) for heading, names in of_group.items()}


FIELDS = _fields()
OF_COUNTRY = {
    "land": ("foreign_land_rule",),
    "utilities": ("electricity_industrial_usd_kwh",),
    "people": ("minimum_wage_usd_month", "minimum_wage_text"),
    "incentives": ("standard_cit_rate_pct", "standard_vat_rate_pct"),
}


class Pack:
    """The zones of a list, by key with their notes; a key of no zone is in `left_out`."""

    def __init__(self, listed: Mapping[str, str]) -> None:
        self.listed = listed
        self.notes = Notes()
        self.zones = zone_facts.zones_by_key(listed)
        self.left_out = [key for key in listed if key not in self.zones]
        self.today = dates.today()

    @cached_property
    def answers(self) -> list[ZoneAnswers]:
        zones = list(self.zones.values())
        countries = {zone.country_id: zone.country for zone in zones}.values()
        of_zone = [name for names in FIELDS.values() for name in names]
        of_country = [name for names in OF_COUNTRY.values() for name in names]
        facts = zone_facts.facts_of_each(ZONE, zones, ["name_en", *OF_TABLES, *of_zone], self.notes)
        national = zone_facts.facts_of_each(COUNTRY, countries, of_country, self.notes)
        here = surroundings_of(zones, self.notes)
        return [
            ZoneAnswers(
                zone,
                self.listed[key],
                self._sections(zone, facts[zone.key], national[zone.country.key], here),
            )
            for key, zone in self.zones.items()
        ]

    @cached_property
    def matrix(self) -> Matrix:
        return Matrix(self.answers)

    def _sections(
        self, zone: Zone, facts: dict[str, Fact], national: dict[str, Fact], here: Surroundings
    ) -> list[AnswerSection]:
        zone_name = of_fact(facts["name_en"], self.notes)
        prices = own_prices(zone, facts, self._reference, self.notes, self.today)
        cautions = [of_zone(facts["cautions"], self.notes)] if zone.has_note else []
        marked = [*_marks(zone), *cautions]  # what the mark says stands right under it
        before = {"identity": [zone_name, *marked, *_identity(zone)]}
        after = {
            "access": access(zone, here),
            "buildings": buildings(zone, facts["offers"], self.notes),
            "incentives": incentives(zone, here),
            "services": one_stop(zone, here, self.notes),
            "environment": unrecorded_questions(),
            "contact": [_authorities(zone)],
        }
        return [
            AnswerSection(
                key,
                label,
                [
                    *before.get(key, []),
                    *with_prices(_askable(facts, FIELDS[key]), prices.get(key, []), self.notes),
                    *(self._of_country(zone, national[name]) for name in OF_COUNTRY.get(key, ())),
                    *after.get(key, []),
                ],
            )
            for key, label in _labels().items()
        ]

    @cached_property
    def _reference(self) -> ZoneCache:
        """Asked for once: it looks up each time whether it still holds."""
        return facets.current().reference

    @property
    def _costs(self) -> CostBook:
        return self._reference.costs

    def _of_country(self, zone: Zone, fact: Fact) -> Answer:
        """A fact of the country; before it the cost figure that stands for the place of the zone,
        as its page and the site costs tell it."""
        label, country = _of_country_label(fact.field.label), zone.country
        items, places = STANDS_FOR.get(fact.field.key, ()), zone.province_keys
        cost = items and cost_of(
            *(self._costs, items, country, self.notes, self.today),
            provinces=places,
            zone_key=zone.key,
        )
        if fact.field.key == "minimum_wage_text" and is_of_other_places(
            self._costs, STANDS_FOR["minimum_wage_usd_month"], country.iso2, places
        ):
            return unknown(label)
        if not cost or not stands_before(cost, fact):
            newer = newer_beside(self._costs, fact, country, self.today)
            remark = in_one_line((fact.remark, newer))
            return of_fact(dataclasses.replace(fact, remark=remark), self.notes, label=label)
        provinces, found = self._reference.provinces, cost.found
        said = said_of(found.level, found.item, place_of(found.figures[0], provinces))
        said = said if found.level != Level.COUNTRY else ""
        told: dict[str, Any] = {"as_of": cost.mark.year, "notes": cost.notes}
        told["remark"] = in_one_line((said, cost.not_converted, earlier_beside(fact)))
        told["unit"] = str(fact.field.unit)  # the row is that of the field
        line = answer_of(label, f"{cost.shown} {cost.unit}", **told)
        name = in_one([word_of(CostItem, cost.found.item), cost.unit])
        return in_its_unit(line, cost, _of_country_label(name))

    @property
    def enquiry(self) -> str:
        """The form that sends the open questions to every zone of the list at once."""
        field_names = [
            line.field for answers in self.answers for _label, line in answers.open_questions
        ]
        fields = [key for key in dict.fromkeys(field_names) if key in ZONE.by_key]
        return asking([zone.key for zone in self.zones.values()], fields)

    @property
    def open_count(self) -> int:
        return sum(len(answers.open_questions) for answers in self.answers)


def _askable(facts: Mapping[str, Fact], names: Iterable[str]) -> list[Fact]:
    """The facts that a zone can be asked for; of the others those that are known."""
    of_these = [facts[name] for name in names]
    return [fact for fact in of_these if fact.is_known or fact.field.counted]


def _labels() -> dict[str, str]:
    return {
        "identity": _("Names and kind"),
        # Translators: heading of a section: land for sale or lease.
        "land": _("Land"),
        "price": _("Price"),
        "utilities": _("Utilities"),
        "access": _("Transport access"),
        "buildings": _("Buildings and plots"),
        "people": _("Labour"),
        "incentives": _("Incentives"),
        "services": _("One-stop steps"),
        # Translators: heading of a section: waste, water and air.
        "environment": _("Environment"),
        "contact": _("Contact"),
    }


def _marks(zone: Zone) -> list[Answer]:
    marks = in_words(zone.marks)
    return [answer_of(_("Public note, border"), marks)] if marks else []


def _identity(zone: Zone) -> list[Answer]:
    """What names and places the zone; these do not age, so they have no dates."""
    local = getattr(zone, f"name_{column_suffix(zone.country.local_language)}")
    province = str(text_in(zone.province, "name")) if zone.province else ""
    return [
        answer_of(_("Local name"), local),
        answer_of(_("Country"), str(text_in(zone.country, "name"))),
        answer_of(_("Province"), province),
        answer_of(
            _("Latitude"),
            Decimal(plain(zone.lat)),
            unit="°",
            remark=zone.get_coord_precision_display(),
        ),
        answer_of(
            _("Longitude"),
            Decimal(plain(zone.lon)),
            unit="°",
            remark=zone.get_coord_precision_display(),
        ),
    ]


def _authorities(zone: Zone) -> Answer:
    """Where the authorities of the country stand: which of them is for a zone, no record says."""
    label = _("Authorities of the country")
    address = f"{settings.SITE_URL}{zone.country.get_absolute_url()}#h-law"
    return answer_of(label, address, address=address)


def _of_country_label(name: object) -> str:
    # Translators: a figure of the country or of a province of it, as its minimum wage.
    return _("%(field)s (of the country or a part of it)") % {"field": name}
