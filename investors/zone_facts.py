"""What is shown of several zones at once, gathered in as many queries for forty as for one."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import prefetch_related_objects

from sez_portal.common import dates
from sez_portal.records.evidence.facts import Fact, Notes, evidence_of, fact
from sez_portal.records.former_keys import rows_called
from sez_portal.records.record import Record
from zones import facets
from zones.models import Zone
from zones.near import NearKind, near_of_each
from zones.price_range import tell_range
from zones.record import ZONE
from zones.zone_tax import ZoneTax

TABLES = ("tenants", "offers", "cautions")


def zones_by_key(keys: Iterable[str]) -> dict[str, Zone]:
    """The published zones of these keys, in that order, with their tables; former keys too."""
    rows = Zone.objects.published().select_related("country").with_shown("province")
    return rows_called(ZONE, keys, rows.prefetch_related(*TABLES))


def with_tables(zones: Sequence[Zone]) -> Sequence[Zone]:
    """Return the same rows, with the tables of each at hand."""
    prefetch_related_objects(list(zones), *TABLES)
    return zones


def facts_of_each(
    record: Record, rows: Iterable[Any], keys: Iterable[str], notes: Notes
) -> dict[str, dict[str, Fact]]:
    """These fields of each row as facts, by the key of the row."""
    rows = list(rows)
    evidence = evidence_of(record, [row.key for row in rows], sources=True)
    today = dates.today()
    fields = [record[key] for key in keys]
    found = {
        row.key: {
            field.key: fact(
                field,
                row,
                field.kind.read(row, field.key),
                evidence.get((row.key, field.key), []),
                notes,
                today,
            )
            for field in fields
        }
        for row in rows
    }
    for facts in found.values():
        tell_range(facts)
    return found


def tax_of(zones: Iterable[Zone], notes: Notes) -> dict[str, ZoneTax]:
    """Return by zone its incentives: the best case, what else is in force, what ended."""
    reference = facets.current().reference
    return {zone.key: ZoneTax(zone, reference, notes) for zone in zones}


def near_of(zones: Iterable[Zone]) -> dict[str, list[NearKind]]:
    """Return by zone each kind of gateways with those that matter to it."""
    return near_of_each(zones, facets.current().reference)
