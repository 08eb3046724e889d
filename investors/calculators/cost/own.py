"""One's own figures: typed into the form, kept in the address, never in a record."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _l

from investors.calculators.fields import Number, QueryForm
from zones.models import Zone

MOST = 10**9
WHAT = {  # what can be typed instead, and its unit
    "land": (_l("Land"), _l("US$ per m², once")),
    "rent": (_l("Factory rent"), _l("US$ per m² a month")),
    "fee": (_l("Management fee"), _l("US$ per m² a year")),
    "power": (_l("Power"), _l("US$ per kWh")),
    "water": (_l("Water"), _l("US$ per m³")),
    "wages": (_l("Wage"), _l("US$ a month")),
    "km": (_l("Seaport"), _l("km")),
}


def name_of(part: str, zone: str = "") -> str:
    """What the address calls the figure of a zone, or that for wherever none is known."""
    return f"own-{part}-{zone}" if zone else f"own-{part}"


def rate_name(currency: str) -> str:
    return f"rate-{currency}"


class Own:
    """The figures that somebody typed, with the form that holds them."""

    def __init__(self, form: QueryForm) -> None:
        self.form = form
        cleaned = form.cleaned_data if form.is_valid() else {}
        self._typed = {name: value for name, value in cleaned.items() if value is not None}

    def of(self, part: str, zone: str) -> Decimal | None:
        return self._typed.get(name_of(part, zone))

    def anywhere(self, part: str) -> Decimal | None:
        """What counts wherever no figure is known."""
        return self._typed.get(name_of(part))

    def rate(self, currency: str) -> Decimal | None:
        return self._typed.get(rate_name(currency))

    def __bool__(self) -> bool:
        return bool(self._typed)


def own_form(zones: Iterable[Zone], currencies: Iterable[str]) -> type["OwnForm"]:
    """A form with a field for each figure of each zone, for wherever none is known, for rates."""
    fields: dict[str, Any] = {}
    for part, (what, unit) in WHAT.items():
        for zone in zones:
            told = {"what": what, "zone": zone.name}
            fields[name_of(part, zone.key)] = _figure(_("Your own: %(what)s, %(zone)s") % told)
        if part != "km":
            fields[name_of(part)] = _figure(_("%(what)s, %(unit)s") % {"what": what, "unit": unit})
    for currency in currencies:
        label = _("%(currency)s for US$ 1") % {"currency": currency}
        fields[rate_name(currency)] = _figure(label, least_above_zero=True)
    return type("OwnForm", (OwnForm,), fields)


def _figure(label: str, *, least_above_zero: bool = False) -> Number:
    least: Any = Decimal("0.000001") if least_above_zero else 0
    return Number(label=label, least=least, most=MOST, required=False)


class OwnForm(QueryForm):
    """Empty is no figure."""

    def clean(self) -> dict[str, Any]:
        return self.cleaned_data
