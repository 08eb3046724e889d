"""The price of land that a zone states as a range: the one number beside it is its middle.

Lists sort by the one number; whoever reads the price or computes with it is told the range.
"""

import re
from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from sez_portal.common.numbers import localized, plain
from sez_portal.records.evidence.facts import Fact

PRICE, STATED = "lease_price_usd_m2", "lease_price_text"
RANGE = re.compile(r"(?<![\d.,-])(\d+(?:\.\d+)?)[-–](\d+(?:\.\d+)?)(?![\d-])")


def stated_range(price: Decimal | None, stated: str) -> tuple[Decimal, Decimal] | None:
    """The range in the words of the price of which the number is the middle; None without one."""
    if price is None:
        return None
    for least, most in RANGE.findall(stated):
        low, high = Decimal(least), Decimal(most)
        if low < high and low + high == 2 * price:
            return low, high
    return None


def tell_range(facts: Mapping[str, Fact]) -> None:
    """Say beside the price of land that it is the middle of the range stated, where it is."""
    price, stated = facts.get(PRICE), facts.get(STATED)
    if price is None or stated is None or not price.is_known:
        return
    if span := stated_range(Decimal(str(price.value)), str(stated.value or "")):
        low, high = (localized(plain(end)) for end in span)
        told = _("the middle of the range that is stated: %(low)s to %(high)s")
        price.remark = told % {"low": low, "high": high}
