"""The page of the incentive schedule: a question, and for each place the tax year by year."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import groupby
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from countries.models import Country, Incentive
from countries.record import COUNTRY, INCENTIVE
from countries.schedule import Outcome, Profit, Schedule, outcome
from investors.calculators.forms import IncentivesForm
from investors.calculators.schedule.drawing import Chart, chart_of
from investors.calculators.schedule.results import (
    SPANS,
    Choice,
    Part,
    Sums,
    YearRow,
    assumptions,
    expiries,
)
from investors.zone_picker import ZonePicker
from sez_portal.common import dates
from sez_portal.common.fields import text_in
from sez_portal.common.marks import Mark
from sez_portal.common.queries import query_string
from sez_portal.records.evidence.facts import Fact, Notes, evidence_of, fact
from zones.incentives.best_case import Best, best_case, least_of, rates_of
from zones.incentives.combining import Book, LeftOut, Plan, Question, Relief
from zones.incentives.eligibility import Place, place_of
from zones.incentives.tax_bands import Cell, cells_of
from zones.zone_tax import IncentiveFact

STANDARD_RATE = "standard_cit_rate_pct"


@dataclass
class PlaceResult(IncentiveFact):
    """One place with its schedule. It opens with the best case of the place."""

    name: Any
    address: str
    country: Country
    standard: Fact
    relief: Relief
    choices: list[Choice]
    shown: Choice | None
    page: "IncentivesPage"
    anchor: str
    marks: list[Mark]  # of the zone
    best: Best | None

    @property
    def is_best(self) -> bool:
        """Whether the rule shown is the best case."""
        return self.best is not None and self.shown is not None and self.shown.leads(self.best.case)

    @property
    def best_condition(self) -> str:
        """The condition that stands with the best case, not to be told twice."""
        return self.condition if self.is_best else ""

    @property
    def least(self) -> Schedule | None:
        """The least case beside the best; None beside other rules and where both are one."""
        if self.best is None or not self.is_best or self.is_one_case:
            return None
        (choice,) = [choice for choice in self.choices if choice.leads(self.best.least)]
        return least_of(choice.plan, choice.outcome) if choice.plan else choice.outcome.least

    @property
    def shown_condition(self) -> str:
        """On what the rule shown depends."""
        if self.is_best:
            return self.condition
        lead = self.shown.plan.lead if self.shown and self.shown.plan else None
        return (lead.holds_if or lead.conditions_en) if lead else ""

    @cached_property
    def told(self) -> Outcome | None:
        """Both ends of what is shown: of the best case the best and the least, as its band tells
        them; of another rule its own range."""
        if self.shown is None or not self.is_best:
            return self.shown.outcome if self.shown else None
        best = self.shown.outcome.most
        return Outcome(self.least or best, best)

    @cached_property
    def sums(self) -> list[Sums]:
        """What the rule shown comes to: the best case alone, another rule with its range."""
        if self.told is None or not self.is_best:
            return self.shown.sums if self.shown else []
        return self._sums(self.told.most)

    @cached_property
    def without(self) -> list[Sums]:
        """The sums of a project that does not meet the condition: of the least case beside the
        best, of no incentive beside another rule; of one case for all the same once more."""
        if self.told is None:
            return []
        return self._sums(self.told.least if self.is_best else self.choices[-1].outcome.least)

    def _sums(self, schedule: Schedule) -> list[Sums]:
        both = Outcome(schedule, schedule)
        return [Sums(years, both, self.page.inputs["discount"]) for years in SPANS]

    @property
    def without_said(self) -> str:
        """What such a project has instead, in words."""
        if self.is_best and self.is_one_case:
            return _("the same: it holds for every tenant")
        least = self.best.least if self.is_best and self.best else None
        if least is None:
            return self.without_rule if self.best else _("no incentive")
        return str(text_in(least.lead, "name"))

    @cached_property
    def rows(self) -> list[YearRow]:
        """The years; the rule behind stands once for all that follow each other."""
        if self.told is None:
            return []
        parts, rows = {part.key: part for part in self._parts}, []
        years = zip(self.told.most.years, self.told.least.years, strict=True)
        for keys, stretch in groupby(years, lambda pair: (pair[0].keys, pair[1].keys)):
            pairs = list(stretch)
            behind = [parts[key] for key in dict.fromkeys((*keys[0], *keys[1]))]
            spans = [len(pairs), *[0] * (len(pairs) - 1)]
            is_open = [bool(plan and plan.is_open_ended) for plan in self._plans]
            rows += [
                YearRow(*pair, behind, span, *is_open)
                for pair, span in zip(pairs, spans, strict=True)
            ]
        return rows

    @cached_property
    def chart(self) -> Chart | None:
        return chart_of(self.told) if self.told else None

    @property
    def _plans(self) -> tuple[Plan | None, Plan | None]:
        """The rules behind both ends of what is shown."""
        mine = self.shown.plan if self.shown else None
        if self.best is None or not self.is_best or self.is_one_case:
            return mine, mine
        return mine, self.best.least.plan if self.best.least else None

    @property
    def _parts(self) -> list[Incentive]:
        parts = {part.key: part for plan in self._plans if plan for part in plan.parts}
        return list(parts.values())

    @property
    def cells(self) -> list[Cell]:
        """The band of the rule shown; of the best case the same as on the page of the zone."""
        standard = self.country.standard_cit_rate_pct
        if self.told is None or standard is None:
            return []
        most, least = self._plans
        return cells_of(rates_of(self.told.most, most), rates_of(self.told.least, least), standard)

    @property
    def others(self) -> list[Choice]:
        return [choice for choice in self.choices if choice is not self.shown]

    @property
    def parts(self) -> list[Part]:
        plan = self.shown.plan if self.shown else None
        return [self.page.part(incentive) for incentive in (plan.parts if plan else ())]

    @property
    def gaps(self) -> tuple[str, ...]:
        """What is not known of the rules behind what is shown."""
        gaps = [gap for plan in self._plans if plan for gap in plan.gaps]
        return tuple(dict.fromkeys(gaps))

    @property
    def expiries(self) -> list[str]:
        if self.told is None:
            return []
        return expiries(self.told, self._parts, is_best=self.is_best)

    @property
    def left_out(self) -> list[LeftOut]:
        return self.relief.left_out


class IncentivesPage:
    """Everything that the page shows for a query string."""

    def __init__(self, query: QueryDict) -> None:
        self.query = query
        self.form = IncentivesForm(query)
        self.picker = ZonePicker(query)
        self.zones = self.picker.zones
        self.notes = Notes()
        self.is_right = self.form.is_valid()
        self.assumptions = assumptions()

    @cached_property
    def inputs(self) -> dict[str, Any]:
        return self.form.cleaned_data

    @cached_property
    def question(self) -> Question:
        return Question(
            self.inputs["start"], self.inputs["sector"], self.inputs["investment"] or None
        )

    @cached_property
    def profit(self) -> Profit:
        return Profit(self.inputs["profit"], self.inputs["growth"])

    @cached_property
    def results(self) -> list[PlaceResult]:
        """Return one result a zone, or one for the country; none while the form is not right."""
        if not self.is_right:
            return []
        places: list[tuple[Any, str, Place, list[Mark]]] = [
            (zone.name, zone.get_absolute_url(), place_of(zone), zone.marks) for zone in self.zones
        ]
        if not places and (iso2 := self.inputs["country"]):
            places = [(None, "", Place(iso2), [])]
        return [self._result(*place) for place in places]

    @cached_property
    def countries(self) -> dict[str, Country]:
        codes = {zone.country_id for zone in self.zones} or {self.inputs["country"]}
        return {
            country.iso2: country for country in Country.objects.published().filter(iso2__in=codes)
        }

    @cached_property
    def book(self) -> Book:
        return Book(Incentive.objects.published().filter(country__in=self.countries))

    def _result(self, name: Any, address: str, place: Place, marks: list[Mark]) -> PlaceResult:
        country = self.countries[place.country]
        relief = self.book.relief(place, self.question)
        standard = self.standards[country.key]
        choices = self._choices(country, relief.plans)
        best = self._best(place, country)
        choice = self._choice_on_show(choices, best)
        title = name or country.name
        where = address or country.get_absolute_url()
        anchor = place.key or country.key
        return PlaceResult(
            title, where, country, standard, relief, choices, choice, self, anchor, marks, best
        )

    def _best(self, place: Place, country: Country) -> Best | None:
        """Find the best case by the rules of the zone's page, whatever profit is written."""
        rate = country.standard_cit_rate_pct
        return None if rate is None else best_case(self.book, place, rate, self.question)

    def _choices(self, country: Country, plans: Sequence[Plan]) -> list[Choice]:
        """Least tax first; what needs a judgement that nobody can make here comes after, then
        what nobody confirmed. The last is without any incentive. None at all where the standard
        rate is not known."""
        rate = country.standard_cit_rate_pct
        if rate is None:
            return []
        choices = [self._choice(plan, rate, plans) for plan in plans]
        choices.sort(key=_judged_first)
        return [*choices, self._choice(None, rate)]

    def _choice(
        self, plan: Plan | None, standard_pct: Decimal, plans: Sequence[Plan] = ()
    ) -> Choice:
        outcomes = outcome(
            plan.terms if plan else (),
            standard_pct=standard_pct,
            profit=self.profit,
            start=self.question.start,
        )
        sums = [Sums(years, outcomes, self.inputs["discount"]) for years in SPANS]
        if plan is None:
            return Choice(None, outcomes, sums)
        address = self._address(plan, plans)
        where, instead = self.book.where(plan.lead), self.book.instead(plan.lead)
        return Choice(plan, outcomes, sums, address, where, instead)

    def _address(self, plan: Plan, plans: Sequence[Plan]) -> str:
        """The query that names this rule for its place, and keeps those named for others."""
        here = {other.lead.key for other in plans}
        changed = self.query.copy()
        other_rules = [key for key in self.rules if key not in here]
        changed.setlist("rule", [*other_rules, plan.lead.key])
        return query_string(changed)

    @property
    def rules(self) -> list[str]:
        """The rules that the link names, one a place."""
        return list(dict.fromkeys(self.query.getlist("rule")))

    def _choice_on_show(self, choices: Sequence[Choice], best: Best | None) -> Choice | None:
        """The choice that the link names, else the best case; without one, no incentive."""
        by_link = [
            choice for choice in choices if choice.plan and choice.plan.lead.key in self.rules
        ]
        best_case = [choice for choice in choices if choice.leads(best.case if best else None)]
        return next(iter([*by_link, *best_case]), None)

    @cached_property
    def standards(self) -> dict[str, Fact]:
        """The standard rate of each country, with its sources and dates."""
        keys = [country.key for country in self.countries.values()]
        evidence = evidence_of(COUNTRY, keys, [STANDARD_RATE], sources=True)
        field = COUNTRY[STANDARD_RATE]
        return {
            country.key: fact(
                field,
                country,
                field.kind.read(country, field.key),
                evidence.get((country.key, field.key), []),
                self.notes,
                dates.today(),
            )
            for country in self.countries.values()
        }

    @cached_property
    def _evidence(self) -> dict[tuple[str, str], list[Any]]:
        plans = [result.shown.plan for result in self.results if result.shown and result.shown.plan]
        keys = list(dict.fromkeys(part.key for plan in plans for part in plan.parts))
        return evidence_of(INCENTIVE, keys, ["description_en"], sources=True)

    def part(self, incentive: Incentive) -> Part:
        pieces = self._evidence.get((incentive.key, "description_en"), [])
        notes = self.notes.cite(source for piece in pieces for source in piece.cited)
        limited = incentive.sectors and not self.question.sector
        sectors = INCENTIVE["sectors"].kind.show(incentive.sectors) if limited else ""
        return Part(incentive, self.book.where(incentive), sectors, notes)

    @property
    def compared(self) -> list[PlaceResult]:
        """Return the results of the first table: the places with a schedule."""
        return [result for result in self.results if result.shown]


def _judged_first(choice: Choice) -> tuple[Any, ...]:
    plan = choice.plan
    doubts = (plan.is_doubtful, plan.unjudged) if plan else (False, 0)
    return (*doubts, *choice.ten.tax_usd[::-1])
