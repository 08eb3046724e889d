"""Zones side by side, row by row from the record: what each says, and where they differ."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from investors import zone_facts
from sez_portal.records.choices import State
from sez_portal.records.evidence.facts import Fact, Notes
from sez_portal.records.record import Field
from zones.kilometres import none_near
from zones.models import Zone
from zones.near import NearGateway, NearKind
from zones.record import ZONE
from zones.zone_tax import ZoneTax

IDENTITY = ("type", "status", "district")
MORE = ("tenants", "offers", "cautions")


@dataclass(frozen=True)
class ComparisonRow:
    """One field of every zone."""

    field: Field
    zones: Sequence[Zone]
    facts: list[Fact]

    @property
    def differs(self) -> bool:
        """Whether zones say different things. What is not known differs from nothing."""
        values = {json.dumps(fact.value, sort_keys=True) for fact in self.facts if fact.is_known}
        return len(values) > 1

    @property
    def cells(self) -> list[tuple[Zone, Fact]]:
        return list(zip(self.zones, self.facts, strict=True))

    @property
    def is_known(self) -> bool:
        return any(fact.is_known for fact in self.facts)

    @property
    def dated_alike(self) -> Fact | None:
        """A fact whose year and freshness are those of every zone; None where these differ."""
        marks = {fact.mark and (fact.mark.state, fact.mark.year) for fact in self.facts}
        return self.facts[0] if len(marks) == 1 else None

    @property
    def notes(self) -> list[int]:
        """The sources of all zones, each number once."""
        return sorted({number for fact in self.facts for number in fact.notes})

    @property
    def is_alike(self) -> bool:
        """Whether every one of several zones says the same."""
        return (
            len(self.facts) > 1 and all(fact.is_known for fact in self.facts) and not self.differs
        )


class ComparisonSection(NamedTuple):
    key: str
    label: str
    rows: list[ComparisonRow]
    blank: list[ComparisonRow]  # known of none of the zones

    @property
    def apart(self) -> list[ComparisonRow]:
        """The rows that need a column a zone."""
        return [row for row in self.rows if not row.is_alike]

    @property
    def alike(self) -> list[ComparisonRow]:
        return [row for row in self.rows if row.is_alike]


class GatewayReach(NamedTuple):
    """What is near of one kind of gateways, by zone; `bars` are lengths of 300 on one scale."""

    label: str
    none: str  # says that a zone has none of the kind
    cells: list[list[tuple[NearGateway, int]]]


class TaxBands(NamedTuple):
    """Zones with the same best case, and that as the page of the first of them tells it."""

    zones: list[Zone]
    tax: ZoneTax


class Comparison:
    def __init__(self, zones: Iterable[Zone], *, only_differing: bool = False) -> None:
        self.zones = zone_facts.with_tables(list(zones))
        self.only_differing = only_differing
        self.notes = Notes()

    @cached_property
    def facts(self) -> dict[str, dict[str, Fact]]:
        keys = [field.key for _key, _label, fields in _sections() for field in fields]
        return zone_facts.facts_of_each(ZONE, self.zones, keys, self.notes)

    @cached_property
    def sections(self) -> list[ComparisonSection]:
        sections = []
        for key, label, fields in _sections():
            rows = [
                ComparisonRow(
                    field, self.zones, [self.facts[zone.key][field.key] for zone in self.zones]
                )
                for field in fields
            ]
            known_rows = [row for row in rows if row.is_known]
            rows_on_page = [row for row in known_rows if row.differs or not self.only_differing]
            blank = [row for row in rows if row not in known_rows and row.field.counted]
            sections.append(
                ComparisonSection(key, label, rows_on_page, [] if self.only_differing else blank)
            )
        return [section for section in sections if section.rows or section.blank]

    @cached_property
    def differing(self) -> int:
        return sum(row.differs for section in self.sections for row in section.rows)

    @cached_property
    def asking(self) -> list[tuple[Zone, str]]:
        """Each zone with the form that asks it for all that it has not told here, or ""."""
        rows = [row for section in self.sections for row in (*section.rows, *section.blank)]
        asked = []
        for number, zone in enumerate(self.zones):
            facts = [row.facts[number] for row in rows]
            open_fields = [
                ("field", fact.field.key)
                for fact in facts
                if fact.state == State.UNKNOWN and fact.field.counted
            ]
            form = f"{reverse('zone-enquire', args=[zone.key])}?{urlencode(open_fields)}"
            asked.append((zone, form if open_fields else ""))
        return asked

    @cached_property
    def tax(self) -> list[TaxBands]:
        """The best case by year; zones that share it stand above one band."""
        tax = zone_facts.tax_of(self.zones, self.notes)
        alike: dict[object, list[Zone]] = {}
        for zone in self.zones:
            best = tax[zone.key].best
            best_rates = best and (best.case.plan.parts, best.rates, best.least_rates)
            alike.setdefault((zone.country_id, best_rates), []).append(zone)
        return [TaxBands(zones, tax[zones[0].key]) for zones in alike.values()]

    @cached_property
    def near(self) -> dict[str, list[NearKind]]:
        return zone_facts.near_of(self.zones)

    @cached_property
    def scale_km(self) -> int:
        """The end of the common scale: the next 100 km above the farthest."""
        kinds = [kind for of_zone in self.near.values() for kind in of_zone]
        farthest = max((row.distance_km for kind in kinds for row in kind.gateways), default=0)
        return max(100, -(-int(farthest) // 100) * 100)

    @cached_property
    def reaches(self) -> list[GatewayReach]:
        reaches = []
        for of_each in zip(*(self.near[zone.key] for zone in self.zones), strict=True):
            cells = [[(row, self._bar(row)) for row in kind.gateways] for kind in of_each]
            if any(cells):
                reaches.append(GatewayReach(of_each[0].label, none_near(), cells))
        return reaches

    def _bar(self, row: NearGateway) -> int:
        return max(2, round(300 * float(row.distance_km) / self.scale_km))


def _sections() -> list[tuple[str, str, list[Field]]]:
    """The groups of the record, after what a zone is and before its tables."""
    groups = [
        (key, str(label), [field for field in ZONE.group_fields(key) if field.counted])
        for key, label in ZONE.groups.items()
    ]
    first = ("identity", _("Zone"), [ZONE[key] for key in IDENTITY])
    last = ("more", _("Tenants, offers, cautions"), [ZONE[key] for key in MORE])
    return [first, *groups, last]
