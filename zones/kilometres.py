"""How far something is from a zone, no more exactly than the point of the zone can bear."""

from decimal import Decimal

from django.utils.translation import gettext as _

from sez_portal.common.numbers import localized
from zones.choices import Precision

FAR_KM = 300  # beyond it a gateway is not near
LEAST_KM = {Precision.DISTRICT: 10, Precision.PROVINCE: 10}
LEAST_OF_A_POINT = 2  # of the other points


def in_km(km: Decimal | float, precision: str) -> str:
    """Write kilometres as the point of the zone can bear them, without the unit: "under 2",
    "6", of a point known to the province "under 10", "40"."""
    least = LEAST_KM.get(precision, LEAST_OF_A_POINT)
    if km < least:
        return _("under %(km)s") % {"km": least}
    if km > FAR_KM:
        return _("over %(km)s") % {"km": FAR_KM}
    return localized(_rounded(km, precision))


def km_cell(km: Decimal | float, precision: str) -> int | str:
    """Return the same as the cell of a workbook: a number where the point can bear one."""
    is_number = LEAST_KM.get(precision, LEAST_OF_A_POINT) <= km <= FAR_KM
    return _rounded(km, precision) if is_number else in_km(km, precision)


def _rounded(km: Decimal | float, precision: str) -> int:
    return round(km / 10) * 10 if precision == Precision.PROVINCE else round(km)


def none_near() -> str:
    """Say that there is no gateway of a kind to speak of."""
    return _("none within %(km)s km") % {"km": FAR_KM}
