"""In which currency results are shown: US dollars, or one whose rate a country's record holds."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django.http import QueryDict
from django.utils.translation import gettext as _

from countries.models import Country
from countries.record import COUNTRY
from investors.calculators.prices import Price, converted
from sez_portal.common import dates
from sez_portal.records.evidence.facts import Fact, Notes, evidence_of, fact

DOLLARS, DOLLARS_SHOWN = "USD", "US$"
FIELD = "currency_per_usd"
REPEATED = 10  # characters of what a link held that a note repeats


@dataclass
class Currency:
    """The currency that the query chooses; an unknown one is dropped with a note.

    A rate that is chosen is cited among the `notes` of the page.
    """

    query: QueryDict
    notes: Notes

    @cached_property
    def known(self) -> dict[str, Country]:
        """The countries whose rate is known, by the code of the currency."""
        rows = Country.objects.published().exclude(currency_per_usd=None).exclude(currency_code="")
        return {country.currency_code: country for country in rows.order_by("currency_code")}

    @property
    def options(self) -> list[tuple[str, str]]:
        """(code, how it is told) of what can be chosen; none when only dollars can."""
        rows = [(code, f"{code}, {country.name}") for code, country in self.known.items()]
        return [(DOLLARS, DOLLARS_SHOWN), *rows] if rows else []

    @property
    def _code_in_link(self) -> str:
        return str(self.query.get("currency", "")).strip().upper()

    @property
    def code(self) -> str:
        return self._code_in_link if self._code_in_link in self.known else DOLLARS

    @property
    def unit(self) -> str:
        """How it is written beside an amount."""
        return DOLLARS_SHOWN if self.code == DOLLARS else self.code

    @property
    def dropped(self) -> str:
        """What is said about a currency that cannot be chosen."""
        if self._code_in_link in ("", DOLLARS, *self.known):
            return ""
        sentence = _("No rate of “%(code)s” is known: all is in US dollars.")
        return sentence % {"code": self._code_in_link[:REPEATED]}

    @cached_property
    def rate(self) -> Fact | None:
        """The rate as its record holds it, with its dates and sources; None for dollars."""
        country = self.known.get(self.code)
        if country is None:
            return None
        pieces = evidence_of(COUNTRY, [country.key], [FIELD], sources=True)
        value = COUNTRY[FIELD].kind.read(country, FIELD)
        today = dates.today()
        evidence = pieces.get((country.key, FIELD), [])
        return fact(COUNTRY[FIELD], country, value, evidence, self.notes, today)

    def of(self, span: Sequence[Decimal]) -> Price:
        """A range of US dollars in this currency."""
        low, high = span
        return converted(Price(low, high), Decimal(self.rate.value) if self.rate else Decimal(1))
