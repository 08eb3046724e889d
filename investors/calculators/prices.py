"""A price as a range, and the same in another currency."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple


class Price(NamedTuple):
    """A price as its sources give it: the lowest and the highest; equal where they agree."""

    low: Decimal
    high: Decimal

    @classmethod
    def of(cls, values: Iterable[Decimal]) -> "Price":
        amounts = list(values)
        return cls(min(amounts), max(amounts))


def converted(span: Price, per_usd: Decimal) -> Price:
    """The range in another currency, of which so many units are worth a dollar.

    Exact: only what is written is rounded, so the parts still add up to their sum.
    """
    return Price(span.low * per_usd, span.high * per_usd)
