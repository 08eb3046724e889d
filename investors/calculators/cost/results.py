"""The costs of the chosen zones side by side, as bars on one scale."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from investors.calculators.cost.engine import Cost, CostItem
from investors.calculators.cost.inputs import LABELS, Input, joined, labels_of
from investors.calculators.prices import Price
from zones.models import Zone

WHOLE = 100  # per cent


@dataclass(frozen=True)
class Bar:
    """A range on the scale of the page, in per cent: solid to the least, hatched to the most."""

    low: str
    beyond: str
    most: str

    @classmethod
    def of(cls, span: Price, scale: Decimal) -> "Bar":
        low, high = (WHOLE * end / scale if scale else Decimal(0) for end in span)
        return cls(f"{low:.2f}", f"{high - low:.2f}", f"{high:.2f}")


@dataclass(frozen=True)
class ResultCell:
    """One part, or the sum, of one zone; without a span where it is not known."""

    zone: Zone
    span: Price | None
    bar: Bar | None
    is_own: bool = False
    remark: str = ""
    unconverted: str = ""  # what is known of it, where nothing can be counted with that


@dataclass(frozen=True)
class ResultRow:
    label: str
    cells: list[ResultCell]


@dataclass(frozen=True)
class SideBySide:
    """What each zone costs, part by part and together, and whether the sums can be compared."""

    zones: Sequence[Zone]
    rows: list[ResultRow]
    sums: list[ResultCell]
    told: list[str]


def side_by_side(
    zones: Sequence[Zone], costs: Mapping[str, Cost], inputs: Mapping[str, Mapping[str, Input]]
) -> SideBySide:
    scale = max((costs[zone.key].span.high for zone in zones), default=Decimal(0))
    keys = [line.key for line in costs[zones[0].key].lines] if zones else []
    rows = [
        ResultRow(
            str(LABELS[key]),
            [_cell(zone, costs[zone.key], key, inputs[zone.key].get(key), scale) for zone in zones],
        )
        for key in keys
    ]
    sums = [_sum(zone, costs[zone.key], inputs[zone.key], scale) for zone in zones]
    return SideBySide(zones, rows, sums, _told(zones, costs))


def _cell(zone: Zone, cost: Cost, key: str, found: Input | None, scale: Decimal) -> ResultCell:
    line = next(line for line in cost.lines if line.key == key)
    is_own = found is not None and found.is_own
    if line.span is None:
        told = found.unconverted if found is not None else ""
        return ResultCell(zone, None, None, remark=remark_of(line), unconverted=told)
    return ResultCell(zone, line.span, Bar.of(line.span, scale), is_own, remark_of(line))


def _sum(zone: Zone, cost: Cost, inputs: Mapping[str, Input], scale: Decimal) -> ResultCell:
    if not cost.known:
        return ResultCell(zone, None, None)
    without = _("without %(parts)s") % {"parts": labels_of(cost.unknown)} if cost.unknown else ""
    owns = any(key in inputs and inputs[key].is_own for key in (line.key for line in cost.known))
    return ResultCell(zone, cost.span, Bar.of(cost.span, scale), owns, without)


def _told(zones: Sequence[Zone], costs: Mapping[str, Cost]) -> list[str]:
    """What the comparison is worth: which sums lack a part, whose ranges do not overlap."""
    if len(zones) <= 1:
        return []
    everywhere = set.intersection(*(set(costs[zone.key].unknown) for zone in zones))
    lacking = {
        str(zone.name): [part for part in costs[zone.key].unknown if part not in everywhere]
        for zone in zones
    }
    if any(lacking.values()):
        each = joined(
            _("%(zone)s (%(parts)s)") % {"zone": name, "parts": labels_of(parts)}
            for name, parts in lacking.items()
            if parts
        )
        return [
            _("Nothing is ranked while one sum lacks a part that another has: %(zones)s.")
            % {"zones": each}
        ]
    spans = sorted((costs[zone.key].span, str(zone.name)) for zone in zones)
    (first, name), *others = spans
    if all(first.high < span.low for span, _name in others):
        return [_("%(zone)s costs the least, whatever end of the ranges holds.") % {"zone": name}]
    return [_("The ranges overlap: which costs the least is open.")]


def remark_of(line: CostItem) -> str:
    if "lease_term_years" in line.remarks:
        return _("The length of the lease is not known: the whole price is counted.")
    if "bought" in line.remarks:
        return _("The whole price is counted.")
    remarks = {
        "freight": _("Give a rate of transport to count it."),
        "skilled_wage": _("Give their pay to count it."),
        "port_km": _("No seaport is recorded near it."),
    }
    return " ".join(remarks[name] for name in line.missing if name in remarks)
