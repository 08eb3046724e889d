"""The page of the match: must-haves leave zones, weights rank them, every score is explained."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import NamedTuple

from django.http import QueryDict
from django.utils.formats import number_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from countries.cost_table import unconverted
from countries.costs import Level
from investors.calculators.forms import weights_form
from investors.calculators.match import criteria
from investors.calculators.match.criteria import CRITERIA, USUAL, Criterion, Figures
from investors.calculators.match.engine import Placed, Ranking, rank
from investors.calculators.match.musts import TICKED, Musts
from investors.calculators.zone_filter import Narrowed
from investors.zone_picker import MOST
from sez_portal.common.dates import spell
from sez_portal.common.lists import in_parts
from sez_portal.common.numbers import counter
from sez_portal.common.queries import with_value
from sez_portal.records.evidence.facts import ListFact
from zones.kilometres import FAR_KM, in_km, none_near
from zones.list_items import Card, Line, cards_of, lines_of
from zones.models import Zone

PER_PAGE, POWER = 10, "power"
WeightsForm = weights_form(
    (criterion.key, criterion.label, criterion.weight) for criterion in CRITERIA
)
BOXED = ("country", "sector", "type")
DATED = [criterion.field for criterion in CRITERIA if criterion.field]


class Score(NamedTuple):
    """One criterion of one zone: the figure, its score, and what it adds to the total, at worst
    and at best."""

    criterion: Criterion
    shown: str  # "" when not known
    fact: ListFact | None  # for its date
    points: tuple[int, int]  # of 100
    weight: int
    adds: tuple[float, float]
    adds_shown: str
    why: str
    none: str = ""  # that there is nothing near, where a distance would stand
    where: str = ""  # of a distance: to which gateway, and how far the main one is
    unconverted: str = ""  # what is known where the figure has no rate of exchange

    @property
    def why_shown(self) -> str:
        return _("Not converted: anything from 0 to 100.") if self.unconverted else self.why

    @property
    def points_shown(self) -> str:
        return _span(*map(str, self.points))


@dataclass(frozen=True)
class Match:
    """A zone in its place, with its scores in the order of the criteria."""

    placed: Placed
    card: Card
    line: Line
    scores: list[Score]
    asks_land: bool = False  # the land is a must, and nobody knows it

    @property
    def missing(self) -> list[str]:
        told = (score for score in self.scores if score.shown or score.none or score.unconverted)
        known = {score.criterion.key for score in told}
        unknown = (one.criterion for one in self.scores if one.criterion.key not in known)
        return [str(criterion.label) for criterion in unknown]

    @property
    def unconverted(self) -> list[tuple[str, str]]:
        """(criterion, its figure) of what counts as not known for want of a rate of exchange."""
        rows = (score for score in self.scores if score.unconverted)
        return [(str(score.criterion.label), score.unconverted) for score in rows]


class MatchPage:
    """Everything that the page shows for a query string."""

    def __init__(self, query: QueryDict) -> None:
        self.query = query
        ticked = [(name, value) for name, value, _label in TICKED]
        self.narrowed = Narrowed(query, BOXED, ticked)
        self.form = WeightsForm(query)
        self.musts = Musts(query, self.figures)
        self.is_right = self.form.is_valid() and self.musts.is_right

    @property
    def blank(self) -> "MatchPage":
        """The page before anything was asked, which everybody sees first: its form is kept."""
        return self.figures.reference.once("blank match", lambda: MatchPage(QueryDict()))

    @cached_property
    def asked(self) -> dict[str, int]:
        """The weights as they were given."""
        if not self.is_right:
            return {}
        weights = self.form.cleaned_data
        return {
            criterion.key: weights[f"w_{criterion.key}"]
            for criterion in CRITERIA
            if weights[f"w_{criterion.key}"]
        }

    @cached_property
    def weights(self) -> dict[str, int]:
        """Those that count: of criteria that are known of enough of the zones compared."""
        return self.figures.known_enough(self.asked, self.candidates)

    @property
    def left_out(self) -> list[tuple[str, int]]:
        """(criterion, how many of the zones have the figure) of those that do not count."""
        scales = self.figures.scales
        return [
            (str(criterion.label), scales[criterion.key].known_among(self.candidates))
            for criterion in CRITERIA
            if criterion.key in self.asked and criterion.key not in self.weights
        ]

    @property
    def left_unconverted(self) -> list[str]:
        """What is known of the price of power where that is left out for want of a rate."""
        if POWER in self.weights or POWER not in self.asked:
            return []
        figures = (self.figures.unconverted.get(at, ()) for at in self.candidates)
        return [unconverted(told) for told in dict.fromkeys(figures) if told]

    @cached_property
    def figures(self) -> Figures:
        return criteria.current()

    @property
    def is_open(self) -> bool:
        """Whether nothing is a must."""
        return not (self.narrowed.filter.given or self.musts.is_any)

    @cached_property
    def candidates(self) -> Sequence[int]:
        """The positions of the zones that have every must-have."""
        if self.is_open:
            return range(len(self.figures.pks))
        pks = self.narrowed.filter.qs.order_by().values_list("pk", flat=True)
        positions = (self.figures.positions.get(pk) for pk in pks)
        return self.musts.among(sorted(at for at in positions if at is not None))

    @cached_property
    def ranking(self) -> Ranking:
        if self.asked == USUAL and self.is_open:
            return self.figures.usual
        return rank(self.figures.scales, self.weights, self.candidates)

    @property
    def total(self) -> int:
        return len(self.ranking)

    @property
    def sure_of_land(self) -> int:
        """How many of the zones are known to have the land."""
        return sum(bool(self.musts.has_land(at)) for at in self.candidates)

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
            Match(
                placing,
                card,
                line,
                self._scores(placing.position, card),
                self.musts.ha is not None and self.musts.has_land(placing.position) is None,
            )
            for (placing, _zone), card, line in zip(published, cards, lines_of(cards), strict=True)
        ]

    @property
    def nothing(self) -> str:
        """What is said where no zone is left."""
        if self.musts.is_any:
            return _("No zone has all that you must have: ask for less land or a longer way.")
        return self.narrowed.nothing

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
            value, low, high = scale.values[position], scale.lows[position], scale.highs[position]
            dated = facts.get(criterion.field)
            far = (
                none_near()
                if criterion.key in self.figures.reaches and (value or 0) > FAR_KM
                else ""
            )
            adds = low * weight / whole, high * weight / whole
            scores.append(
                Score(
                    criterion,
                    "" if value is None or far else self._text_of(criterion, position, card.zone),
                    dated if dated and dated.is_known else None,
                    (round(low), round(high)),
                    weight,
                    adds,
                    _span(*(_number(end, 1, language) for end in adds)),
                    _why(
                        criterion.less_is_better,
                        None if value is None else round(low),
                        len(scale.known),
                        language,
                    ),
                    far,
                    "" if far else self._where(criterion, card.zone),
                    self._unconverted(criterion, position),
                )
            )
        return scores

    def _unconverted(self, criterion: Criterion, position: int) -> str:
        figures = self.figures.unconverted.get(position, ()) if criterion.key == POWER else ()
        return unconverted(figures)

    def _where(self, criterion: Criterion, zone: Zone) -> str:
        reach = self.figures.reaches.get(criterion.key, {}).get(zone.pk)
        if reach is None:
            return ""
        reference = self.figures.reference
        main = reach.main_line(reference, zone.coord_precision)
        return in_parts(filter(None, (reach.name(reference), main)))

    def _text_of(self, criterion: Criterion, position: int, zone: Zone) -> str:
        scale, language = self.figures.scales[criterion.key], get_language()
        value = scale.values[position]
        if criterion.key == "fresh":
            return spell(value)
        if criterion.key in self.figures.reaches:
            return in_km(value, zone.coord_precision)
        best = value if scale.bests is None else scale.bests[position]
        places = 4 if criterion.key == POWER else None
        number = _span(*(_number(end, places, language) for end in sorted((value, best))))
        whose = self.figures.power_of.get(position) if criterion.key == POWER else None
        if whose is None:
            return number
        if whose == Level.COUNTRY:
            return _("%(value)s (the country's figure)") % {"value": number}
        return _("%(value)s (figure of its province or region)") % {"value": number}

    @property
    def unknown(self) -> list[tuple[str, int, int]]:
        """(criterion, how many of the zones ranked have the figure, of how many)."""
        among, scales = self.candidates, self.figures.scales
        return [
            (str(criterion.label), scales[criterion.key].known_among(among), len(among))
            for criterion in CRITERIA
            if criterion.key in self.weights
        ]


def _span(low: str, high: str) -> str:
    return low if low == high else _("%(low)s to %(high)s") % {"low": low, "high": high}


@lru_cache(maxsize=8192)
def _number(value: float | Decimal, places: int | None, _language: str | None) -> str:
    """A figure as the language writes it; most stand on many pages."""
    return number_format(value, places, use_l10n=True, force_grouping=True)


@lru_cache(maxsize=2048)
def _why(less_is_better: bool, points: int | None, known: int, _language: str | None) -> str:
    """Say why a score is what it is; said a hundred times on a page, in a few ways."""
    if points is None:
        return _("Not known: anything from 0 to 100.")
    figures = {"percent": points, "count": known}
    if less_is_better:
        return _("As low as, or lower than, %(percent)s%% of the %(count)s zones known.") % figures
    return _("As high as, or higher than, %(percent)s%% of the %(count)s zones known.") % figures
