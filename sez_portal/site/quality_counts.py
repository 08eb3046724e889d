"""How complete and fresh the data is: by country, section and kind, and month by month."""

import datetime
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from countries.models import Country
from sez_portal.common import dates
from sez_portal.common.dates import add_months
from sez_portal.records import record
from sez_portal.records.choices import Freshness
from sez_portal.records.models import Evidence, QualitySnapshot
from sez_portal.records.record import is_known
from zones.models import Zone
from zones.record import GROUPS, ZONE

CONFIRMED_MONTHS = 12
ALL = "all"


@dataclass
class Tally:
    """Facts of one country, section or kind: what could be known, is known, and how fresh it is.

    `confirmed` are the figures that an office confirmed within a year.
    """

    label: str
    url: str = ""
    countable: int = 0
    known: int = 0
    fresh: Counter = field(default_factory=Counter)
    confirmed: int = 0
    rows: int = 0

    @property
    def known_pct(self) -> float:
        return round(100 * self.known / self.countable, 1) if self.countable else 0

    @property
    def dated(self) -> int:
        return sum(self.fresh.values())

    @property
    def fresh_pct(self) -> float:
        return round(100 * self.fresh[Freshness.FRESH] / self.dated, 1) if self.dated else 0

    def shares(self) -> list[tuple[str, int, float, float]]:
        """(state, count, start, width) of a bar 100 wide."""
        shares, start = [], 0.0
        for state in Freshness.values:
            width = round(100 * self.fresh[state] / self.dated, 2) if self.dated else 0
            shares.append((state, self.fresh[state], start, width))
            start = round(start + width, 2)
        return shares

    def as_json(self) -> dict[str, int]:
        states = {state: self.fresh[state] for state in Freshness.values}
        return {
            "known": self.known,
            "countable": self.countable,
            **states,
            "confirmed": self.confirmed,
        }

    @classmethod
    def from_json(cls, label: str, told: dict[str, int]) -> "Tally":
        fresh = Counter({state: told.get(state, 0) for state in Freshness.values})
        return cls(
            label,
            countable=told["countable"],
            known=told["known"],
            fresh=fresh,
            confirmed=told["confirmed"],
        )


@dataclass
class Board:
    """All counts of a day, by key."""

    countries: dict[str, Tally]
    sections: dict[str, Tally]
    kinds: dict[str, Tally]

    @property
    def total(self) -> Tally:
        """All zones together: the sum over countries."""
        total = Tally(_("All countries"))
        for tally in self.countries.values():
            total.countable += tally.countable
            total.known += tally.known
            total.fresh.update(tally.fresh)
            total.confirmed += tally.confirmed
        return total

    def as_json(self) -> dict[str, Any]:
        groups = {"country": self.countries, "section": self.sections, "kind": self.kinds}
        told = {
            name: {key: one.as_json() for key, one in of.items()} for name, of in groups.items()
        }
        return {ALL: {ALL: self.total.as_json()}, **told}


def board() -> Board:
    """Count it all as of today."""
    countries = {
        row.iso2: Tally(str(row), row.get_absolute_url()) for row in Country.objects.published()
    }
    sections = {key: Tally(str(label)) for key, label in section_labels().items()}
    _count_facts(countries, sections)
    _count_freshness(countries, sections)
    return Board(countries, sections, _kinds())


def section_labels() -> dict[str, str]:
    return {
        **GROUPS,
        "tenants": _("Tenants"),
        "offers": _("Offers"),
        "identity": _("Names and kind"),
    }


def keep_snapshot(today: datetime.date) -> bool:
    """Keep the counts of this month, once. Whether they were kept now."""
    month = today.replace(day=1)
    if QualitySnapshot.objects.filter(month=month).exists():
        return False
    counts = board().as_json()
    rows = Zone.objects.published().count()
    values = {"taken_on": today, "rows": rows, "counts": counts}
    return bool(QualitySnapshot.objects.get_or_create(month=month, defaults=values)[1])


def months() -> list[tuple[QualitySnapshot, Tally]]:
    """The kept months, the latest first, each with the counts of all zones."""
    return [
        (one, Tally.from_json("", one.counts[ALL][ALL])) for one in QualitySnapshot.objects.all()
    ]


def _count_facts(countries: dict[str, Tally], sections: dict[str, Tally]) -> None:
    """Walk over every zone's counted fields; a field that cannot apply does not count."""
    fields = [each for each in ZONE.fields if each.counted and each.group in sections]
    zones = Zone.objects.published().prefetch_related("tenants", "offers")
    for zone in zones.iterator(chunk_size=500):
        values = ZONE.read(zone, [zone_field.key for zone_field in fields])
        for zone_field in fields:
            has_value = is_known(zone_field, values[zone_field.key])
            if has_value or not zone_field.cannot_apply(zone):
                for tally in (countries[zone.country_id], sections[zone_field.group]):
                    tally.countable += 1
                    tally.known += has_value


def _count_freshness(countries: dict[str, Tally], sections: dict[str, Tally]) -> None:
    """The figures on show that can age, as of today; one query."""
    today = dates.today()
    groups = {zone_field.key: zone_field.group for zone_field in ZONE.fields}
    zones = Zone.objects.published().values("key")
    evidence = Evidence.objects.filter(
        record="zone", key__in=zones, is_shown=True, months__isnull=False
    )
    columns = ("country", "field", "months", "due_on", "stale_on", "confirmed_on")
    for piece in evidence.only(*columns).iterator():
        tallies = [countries[piece.country]]
        if groups.get(piece.field) in sections:
            tallies.append(sections[groups[piece.field]])
        state = piece.freshness(today)
        is_confirmed = piece.confirmed_on is not None and piece.confirmed_on > _a_year_ago()
        for tally in tallies:
            tally.fresh[state] += 1
            tally.confirmed += is_confirmed


def _a_year_ago() -> datetime.date:
    return add_months(dates.today(), -CONFIRMED_MONTHS)


def _kinds() -> dict[str, Tally]:
    """Every kind of record: what its rows say is known of them, and how fresh it is."""
    found, shown = {}, Q(pk__in=[])
    for one in record.every():
        rows = one.model._default_manager.filter(one.model.shown()).order_by()
        sums = rows.aggregate(n=Count("pk"), known=Sum("known"), countable=Sum("countable"))
        tally = Tally(str(one.label), countable=sums["countable"] or 0, known=sums["known"] or 0)
        tally.rows = sums["n"]
        found[one.name] = tally
        shown |= Q(record=one.name, key__in=rows.values("key"))
    today = dates.today()
    is_stale = Q(due_on=None) | Q(stale_on=None) | Q(stale_on__lte=today)
    is_due = ~is_stale & Q(due_on__lte=today)
    pieces: Any = Evidence.objects.filter(is_shown=True, months__isnull=False).filter(shown)
    counts: Iterable[dict[str, Any]] = (
        pieces.order_by()
        .values("record")
        .annotate(
            n=Count("pk"),
            late=Count("pk", filter=is_stale),
            due=Count("pk", filter=is_due),
            confirmed=Count("pk", filter=Q(confirmed_on__gt=_a_year_ago())),
        )
    )
    for row in counts:
        tally = found[row["record"]]
        fresh = row["n"] - row["late"] - row["due"]
        told = {Freshness.FRESH: fresh, Freshness.DUE: row["due"], Freshness.STALE: row["late"]}
        tally.fresh.update({str(state.value): count for state, count in told.items()})
        tally.confirmed = row["confirmed"]
    return found
