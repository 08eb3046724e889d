"""How rates and numbers of the calculators are written."""

from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format

from sez_portal.common.units import per_cent


def pct(rate: Decimal | None) -> str:
    """A rate in per cent with its sign, as exact as two decimals."""
    if rate is None:
        return ""
    return per_cent(plain(rate))


def plain(number: Decimal, places: int = 2) -> str:
    exact = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    return number_format(_trimmed(exact), use_l10n=True, force_grouping=True)


def _trimmed(number: Decimal) -> Decimal:
    """Without needless zeros, never with an exponent."""
    return number.quantize(Decimal(1)) if number == number.to_integral() else number.normalize()
