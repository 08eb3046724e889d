"""The page of the match: must-haves leave zones, weights rank them, every score is explained."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from django.http import QueryDict
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from investors.calculators.forms import weights_form
from investors.calculators.match import criteria
from investors.calculators.match.criteria import CRITERIA, USUAL, Criterion, Figures
from investors.calculators.match.engine import Placed, Ranking, rank
from investors.calculators.zone_filter import Narrowed
from investors.zone_picker import MOST
from sez_portal.common.dates import spell
from sez_portal.common.numbers import counter
from sez_portal.common.queries import with_value
from sez_portal.records.evidence.facts import ListFact
from zones.list_items import Card, Line, cards_of, lines_of
from zones.models import Zone

PER_PAGE = 10
WeightsForm = weights_form(
    (criterion.key, criterion.label, criterion.weight) for criterion in CRITERIA
)
DATED = [criterion.field for criterion in CRITERIA if criterion.field]


class Score(NamedTuple):
    """One criterion of one zone: the figure, its score, and what it adds to the total."""

    criterion: Criterion
    shown: str  # "" when not known
    fact: ListFact | None  # for its date
    points: int  # of 100; 0 when not known
    weight: int
    adds: float
    adds_shown: str
    why: str


@dataclass(frozen=True)
class Match:
    """A zone in its place, with its scores in the order of the criteria."""

    placed: Placed
    card: Card
    line: Line
    scores: list[Score]

    @property
    def missing(self) -> list[str]:
        return [str(score.criterion.label) for score in self.scores if not score.shown]


class MatchPage:
    """Everything that the page shows for a query string."""

    def __init__(self, query: QueryDict) -> None:
        self.query = query
        self.narrowed = Narrowed(query)
        self.form = WeightsForm(query)
        self.is_right = self.form.is_valid()

    @property
    def blank(self) -> "MatchPage":
        """The page before anything was asked, which everybody sees first: its form is kept."""
        return self.figures.reference.once("blank match", lambda: MatchPage(QueryDict()))

    @cached_property
    def weights(self) -> dict[str, int]:
        if not self.is_right:
            return {}
        weights = self.form.cleaned_data
        return {
            criterion.key: weights[f"w_{criterion.key}"]
            for criterion in CRITERIA
            if weights[f"w_{criterion.key}"]
        }

    @cached_property
    def figures(self) -> Figures:
        return criteria.current()

    @property
    def is_open(self) -> bool:
        """Whether nothing is a must."""
        return not self.narrowed.filter.given

    @cached_property
    def candidates(self) -> Sequence[int]:
        """The positions of the zones that have every must-have."""
        if self.is_open:
            return range(len(self.figures.pks))
        pks = self.narrowed.filter.qs.order_by().values_list("pk", flat=True)
        positions = (self.figures.positions.get(pk) for pk in pks)
        return sorted(position for position in positions if position is not None)

    @cached_property
    def ranking(self) -> Ranking:
        if self.weights == USUAL and self.is_open:
            return self.figures.usual
        return rank(self.figures.scales, self.weights, self.candidates)

    @property
    def total(self) -> int:
        return len(self.ranking)

    @cached_property
    def pages(self) -> int:
        return max(1, math.ceil(self.total / PER_PAGE))

    @cached_property
    def page(self) -> int:
        """The page asked for; past the end the last, anything else the first."""
        return min(max(1, counter(self.query.get("page", ""), 1)), self.pages)

    @property
    def previous(self) -> str:
        return with_value(self.query, "page", self.page - 1) if self.page > 1 else ""

    @property
    def following(self) -> str:
        return with_value(self.query, "page", self.page + 1) if self.page < self.pages else ""

    @cached_property
    def matches(self) -> list[Match]:
        start = (self.page - 1) * PER_PAGE
        placed = self.ranking[start : start + PER_PAGE]
        pks = [self.figures.pks[placing.position] for placing in placed]
        zones = {zone.pk: zone for zone in Zone.objects.filter(pk__in=pks).for_cards(DATED)}
        published = [
            (placing, zones[pk]) for placing, pk in zip(placed, pks, strict=True) if pk in zones
        ]
        cards = cards_of(
            [zone for _placing, zone in published], DATED, reference=self.figures.reference
        )
        return [
            Match(placing, card, line, self._scores(placing.position, card))
            for (placing, _zone), card, line in zip(published, cards, lines_of(cards), strict=True)
        ]

    @property
    def first_query(self) -> str:
        """The first zones of the page, for the comparison and the other calculators."""
        query = QueryDict(mutable=True)
        query.setlist("zone", [match.card.zone.key for match in self.matches[:MOST]])
        return f"?{query.urlencode()}"

    def _scores(self, position: int, card: Card) -> list[Score]:
        facts = {fact.field.key: fact for fact in card.figures}
        whole, language = sum(self.weights.values()), get_language()
        scores = []
        for criterion in CRITERIA:
            weight = self.weights.get(criterion.key, 0)
            if not weight:
                continue
            scale = self.figures.scales[criterion.key]
            value, points = scale.values[position], scale.scores[position]
            dated = facts.get(criterion.field)
            scores.append(
                Score(
                    criterion,
                    "" if value is None else self._text_of(criterion, value, position),
                    dated if dated and dated.is_known else None,
                    round(points or 0.0),
                    weight,
                    adds := (points or 0.0) * weight / whole,
                    _number(adds, 1, language),
                    _why(
                        criterion.less_is_better,
                        None if points is None else round(points),
                        len(scale.known),
                        language,
                    ),
                )
            )
        return scores

    def _text_of(self, criterion: Criterion, value: Any, position: int) -> str:
        if criterion.key == "fresh":
            return spell(value)
        number = _number(value, None, get_language())
        if criterion.key == "power" and position in self.figures.of_country:
            return _("%(value)s (the country's figure)") % {"value": number}
        return number

    @property
    def unknown(self) -> list[tuple[str, int, int]]:
        """(criterion, how many of the zones ranked have the figure, of how many)."""
        among, scales = self.candidates, self.figures.scales
        return [
            (str(criterion.label), scales[criterion.key].known_among(among), len(among))
            for criterion in CRITERIA
            if criterion.key in self.weights
        ]


@lru_cache(maxsize=8192)
def _number(value: float | Decimal, places: int | None, _language: str | None) -> str:
    """A figure as the language writes it; most stand on many pages."""
    return number_format(value, places, use_l10n=True, force_grouping=True)


@lru_cache(maxsize=2048)
def _why(less_is_better: bool, points: int | None, known: int, _language: str | None) -> str:
    """Say why a score is what it is; said a hundred times on a page, in a few ways."""
    if points is None:
        return _("Not known: counts as 0.")
    figures = {"percent": points, "count": known}
    if less_is_better:
        return _("As low as, or lower than, %(percent)s%% of the %(count)s zones known.") % figures
    return _("As high as, or higher than, %(percent)s%% of the %(count)s zones known.") % figures
