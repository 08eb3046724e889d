"""What the pages of all zones share, read once for each data version and kept in the process.

Six countries and some hundred rows around them change a few times a month, and stand on the
page of every zone. `zones.facets` renews them together with its index; nobody changes a row
that is kept here.
"""

from collections.abc import Callable
from functools import cached_property
from typing import Any, TypeVar

from django.db.models import QuerySet
from django.template.loader import get_template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from countries.corridor_line import CorridorLine
from countries.costs import CostBook, RestsOn
from countries.models import (
    Corridor,
    CostFigure,
    Country,
    Gateway,
    Incentive,
    OneStopCentre,
    Procedure,
    Province,
)
from countries.record import COST_FIGURE, INCENTIVE
from sez_portal.records.evidence.facts import evidence_of
from sez_portal.records.models import Source

Kept = TypeVar("Kept")


class ReferenceData:
    """Each part is read when a page first asks for it; lists are by country.

    All is what every visitor may see, but for `countries`: who keeps a hidden one sees its rows.
    """

    @cached_property
    def countries(self) -> dict[str, Country]:
        return {country.iso2: country for country in Country.objects.all()}

    @cached_property
    def provinces(self) -> dict[str, Province]:
        return {province.key: province for province in Province.objects.published()}

    @cached_property
    def gateways(self) -> dict[str, Gateway]:
        rows = self._by_country(Gateway.objects.published()).values()
        return {gateway.key: gateway for gateways in rows for gateway in gateways}

    @cached_property
    def lines(self) -> list[CorridorLine]:
        """The published corridors, each with the published gateways along it."""
        gateways = self.gateways.values()
        return [
            CorridorLine(
                corridor, [gateway for gateway in gateways if corridor.key in gateway.corridors]
            )
            for corridor in Corridor.objects.published()
        ]

    @cached_property
    def incentives(self) -> dict[str, list[Incentive]]:
        return self._by_country(Incentive.objects.published())

    @cached_property
    def incentive_sources(self) -> dict[str, list[Source]]:
        """Return what the terms of each incentive rest on, by its key."""
        keys = [incentive.key for offered in self.incentives.values() for incentive in offered]
        evidence = evidence_of(INCENTIVE, keys, ["description_en"], sources=True)
        return {
            key: [source for piece in pieces for source in piece.cited]
            for (key, _field), pieces in evidence.items()
        }

    @cached_property
    def costs(self) -> CostBook:
        return CostBook(self._by_country(CostFigure.objects.published()), _evidence_of_costs)

    @cached_property
    def centres(self) -> dict[str, list[OneStopCentre]]:
        return self._by_country(OneStopCentre.objects.published())

    @cached_property
    def procedures(self) -> dict[str, list[Procedure]]:
        offered = Procedure.objects.published().with_shown("centre")
        return self._by_country(offered.prefetch_related("steps"))

    def written(self, template_name: str, **context: Any) -> SafeString:
        """Render a part of a page that shows kept rows alone, once a language.

        The context is what it is kept by: rows, tuples of rows, numbers. Seven procedures take
        1.7 ms of the first making of a zone's page, kept 0.1 ms.
        """
        cache_key = template_name, get_language(), *context.values()
        if cache_key not in self._written:
            self._written[cache_key] = get_template(template_name).render(context)
        return self._written[cache_key]

    @cached_property
    def _written(self) -> dict[tuple[Any, ...], SafeString]:
        return {}

    def once(self, what: str, make: Callable[[], Kept]) -> Kept:
        """What `make` answers of kept rows alone, made once a language."""
        cache_key = what, get_language()
        if cache_key not in self._made:
            self._made[cache_key] = make()
        return self._made[cache_key]

    @cached_property
    def _made(self) -> dict[tuple[Any, ...], Any]:
        return {}

    def _by_country(self, rows: QuerySet[Any]) -> dict[str, list[Any]]:
        by_country: dict[str, list[Any]] = {iso2: [] for iso2 in self.countries}
        for row in rows:
            row.country = self.countries[row.country_id]
            by_country[row.country_id].append(row)
        return by_country


def _evidence_of_costs(keys: list[str]) -> dict[str, RestsOn]:
    """What each of these cost figures rests on, by its key."""
    evidence = evidence_of(COST_FIGURE, keys, ["value_max"], sources=True)
    return {
        key: RestsOn(
            [source for piece in pieces for source in piece.cited],
            min((piece.holds_until for piece in pieces if piece.holds_until), default=None),
        )
        for (key, _field), pieces in evidence.items()
    }
