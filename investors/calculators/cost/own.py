"""One's own figures: typed into the form, kept in the address, never in a record."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from investors.calculators.fields import Number, QueryForm
from zones.models import Zone

MOST = 10**9
WHAT = {  # what can be typed instead, and its unit
    "land": (gettext_lazy("Land"), gettext_lazy("US$ per m², once")),
    "rent": (gettext_lazy("Factory rent"), gettext_lazy("US$ per m² a month")),
    "fee": (gettext_lazy("Management fee"), gettext_lazy("US$ per m² a year")),
    "power": (gettext_lazy("Electricity"), gettext_lazy("US$ per kWh")),
    "water": (gettext_lazy("Water"), gettext_lazy("US$ per m³")),
    "wages": (gettext_lazy("Wage"), gettext_lazy("US$ a month")),
    "km": (gettext_lazy("Seaport"), gettext_lazy("km")),
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
