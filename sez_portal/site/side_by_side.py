"""The countries beside each other: what is asked of each, and what the records answer.

`QUESTIONS` is the one place that says what is asked, in the order of the columns. A further field
of a country is one line there.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from countries.choices import IncentiveCategory
from countries.cost_beside import (
    STANDS_FOR,
    cost_of,
    earlier_beside,
    newer_beside,
    stands_before,
)
from countries.models import Country, Incentive, Procedure
from countries.one_stop_record import PROCEDURE
from countries.record import COUNTRY, INCENTIVE
from sez_portal.common import dates
from sez_portal.common.lists import in_parts, listed
from sez_portal.common.text import in_one_line
from sez_portal.records.evidence.facts import Fact, FreshnessBadge, Notes, evidence_of, fact
from sez_portal.records.models import Evidence
from sez_portal.records.record import Record
from zones.choices import PublicNote
from zones.facets import Index
from zones.incentives.eligibility import offered
from zones.incentives.years_free import Rules, rules_of

# Where a company is registered: the procedure of each country that answers how long it takes.
REGISTRATION = {
    "KH": "kh-company-registration",
    "CN": "cn-company-registration",
    "LA": "la-company-registration",
    "MM": "mm-myco-registration",
    "TH": "th-company-registration",
    "VN": "vn-erc-combined",
}
TREATIES_NAMED = 2


class Bar(NamedTuple):
    """Where a bar begins and how wide it is, in per cent of the longest of its column."""

    start: str
    width: str


@dataclass
class Answer:
    """One cell: a figure with its year and sources, or that it is not known."""

    shown: str = ""  # "" where it is not known
    unit: str | Promise = ""
    least: float = 0  # where its bar begins
    most: float | None = None  # None: it has no bar
    whole: float | None = None  # what the figure is a part of
    mark: FreshnessBadge | None = None
    notes: Sequence[int] = ()
    words: str = ""
    caveat: str = ""  # why it has no bar, or that its source gave it for a time that is over
    about: Any = None  # the row that it is taken from, with a page of its own
    bar: Bar | None = None
    rest: Bar | None = None
    is_ours: bool = False  # its bar is our conversion


class Material:
    """What the answers are made of, read in a number of queries that no row adds to."""

    def __init__(
        self,
        countries: Iterable[Country],
        index: Index,
        *,
        notes: Notes | None = None,
        questions: "Sequence[Question] | None" = None,
    ) -> None:
        self.countries, self.index = list(countries), index
        self.notes, self.today = notes or Notes(), dates.today()
        self.questions = QUESTIONS if questions is None else questions
        self.in_words = IN_WORDS if questions is None else ()
        self.operating = index.counts("country", index.bits["status"].get("operational", 0))

    @cached_property
    def facts(self) -> dict[str, dict[str, Fact]]:
        """Return the fields asked for, by country."""
        keys = [key for question in self.questions for key in question.fields]
        keys += [key for key in self.in_words if key not in keys]
        pieces = evidence_of(COUNTRY, [row.key for row in self.countries], keys, sources=True)
        return {
            row.iso2: {
                key: self._fact(COUNTRY, row, key, pieces, value)
                for key, value in COUNTRY.read(row, keys).items()
            }
            for row in self.countries
        }

    @cached_property
    def rules(self) -> dict[str, Rules]:
        reference = self.index.reference
        return {
            row.iso2: rules_of(
                reference.incentives[row.iso2],
                reference.book,
                row.standard_cit_rate_pct,
                self.today,
            )
            for row in self.countries
        }

    @cached_property
    def leases(self) -> dict[str, Incentive]:
        """Return of each country the rule about land in force that gives it for longest.

        A tax rule that mentions the lease of a single zone says nothing of the country."""
        found = {}
        for row in self.countries:
            rules = offered(self.index.reference.incentives[row.iso2], self.today).tenants
            leases = [
                rule
                for rule in rules
                if rule.lease_years_max and rule.category == IncentiveCategory.LAND_LEASE
            ]
            if leases:
                found[row.iso2] = max(leases, key=lambda rule: rule.lease_years_max or 0)
        return found

    @cached_property
    def registration(self) -> dict[str, Procedure]:
        by_key = {
            procedure.key: procedure
            for procedures in self.index.reference.procedures.values()
            for procedure in procedures
        }
        return {iso2: by_key[key] for iso2, key in REGISTRATION.items() if key in by_key}

    def of_rule(self, incentive: Incentive) -> Fact:
        """Return the words of the rule with what they rest on."""
        value = incentive.description_en
        return self._fact(INCENTIVE, incentive, "description_en", self._rule_pieces, value)

    def days(self, procedure: Procedure) -> Fact:
        pieces, value = self._procedure_pieces, procedure.processing_days
        return self._fact(PROCEDURE, procedure, "processing_days", pieces, value)

    @cached_property
    def _rule_pieces(self) -> dict[tuple[str, str], list[Evidence]]:
        rules = [row.incentive for found in self.rules.values() for row in found.rows[:1]]
        keys = [rule.key for rule in (*rules, *self.leases.values())]
        return evidence_of(INCENTIVE, keys, ["description_en"], sources=True)

    @cached_property
    def _procedure_pieces(self) -> dict[tuple[str, str], list[Evidence]]:
        keys = [procedure.key for procedure in self.registration.values()]
        return evidence_of(PROCEDURE, keys, ["processing_days"], sources=True)

    def _fact(
        self,
        record: Record,
        row: Any,
        key: str,
        pieces: Mapping[tuple[str, str], list[Evidence]],
        value: Any,
    ) -> Fact:
        found = pieces.get((row.key, key), [])
        return fact(record[key], row, value, found, self.notes, self.today)


Answering = Callable[[Material, Country], Answer]


@dataclass(frozen=True)
class Question:
    """A column: its label, who answers it, and which fields of a country that reads."""

    label: str | Promise
    answer: Answering
    fields: tuple[str, ...] = ()


@dataclass
class Row:
    """A country with its answers, in the order of the questions."""

    country: Country
    answers: list[Answer] = field(default_factory=list)


def beside_each_other(material: Material) -> list[Row]:
    """Return a row a country, the bars of each question on one scale."""
    rows = [Row(country) for country in material.countries]
    for question in material.questions:
        answers = [question.answer(material, row.country) for row in rows]
        _draw(answers)
        for row, answer in zip(rows, answers, strict=True):
            row.answers.append(answer)
    return rows


def _draw(answers: Iterable[Answer]) -> None:
    drawn = [answer for answer in answers if answer.most is not None]
    longest = max((answer.whole or answer.most or 0 for answer in drawn), default=0) or 1
    for answer in drawn:
        most = answer.most or 0
        answer.bar = _bar(answer.least, most, longest)
        if answer.whole:
            answer.rest = _bar(most, answer.whole, longest)


def _bar(start: float, end: float, longest: float) -> Bar:
    return Bar(f"{100 * start / longest:.1f}%", f"{100 * (end - start) / longest:.1f}%")


def of_field(key: str, *, words: str = "", has_bar: bool = True) -> Question:
    """Ask a field of the country; where it is not known, say it in the `words` of another."""

    def answer(material: Material, country: Country) -> Answer:
        facts = material.facts[country.iso2]
        told = facts[key]
        if not told.is_known:
            return Answer(**_in_words(facts[words])) if words else Answer()
        most = float(told.value) if has_bar and isinstance(told.value, str | int) else None
        cell = Answer(told.shown, told.field.unit, 0, most, None, told.mark, told.notes)
        newer = newer_beside(material.index.reference.costs, told, country, material.today)
        cell.caveat = in_one_line((told.remark, newer))
        return cell

    label = gettext_lazy("Minimum wage") if words else COUNTRY[key].label
    return Question(label, answer, (key, words) if words else (key,))


def or_of_costs(key: str, *, words: str = "") -> Question:
    """Ask a field of the country; where it is not known the cost figure that stands for it."""

    instead = of_field(key, words=words)

    def answer(material: Material, country: Country) -> Answer:
        book, told = material.index.reference.costs, material.facts[country.iso2][key]
        cost = cost_of(book, STANDS_FOR[key], country, material.notes, material.today)
        if cost is None or not stands_before(cost, told):
            return instead.answer(material, country)
        own = Answer(cost.shown, cost.unit, cost.least or 0, cost.most, None, cost.mark, cost.notes)
        own.is_ours, own.words = cost.is_ours, cost.words
        own.caveat = in_one_line((cost.not_converted, earlier_beside(told)))
        return own

    return Question(instead.label, answer, instead.fields)


def _in_words(told: Fact) -> dict[str, Any]:
    return {"words": told.shown, "mark": told.mark, "notes": told.notes} if told.is_known else {}


def _zones(material: Material, country: Country) -> Answer:
    count = material.index.bits["country"].get(country.iso2, 0).bit_count()
    operating = material.operating.get(country.iso2, 0)
    words = ngettext("%(count)s operates", "%(count)s operate", operating) % {"count": operating}
    if noted := noted_in(material.index, country.iso2):
        told = ngettext("%(count)s has a public note", "%(count)s have a public note", noted)
        words = in_parts([words, told % {"count": noted}])
    return Answer(str(count), most=operating, whole=count, words=words)


def noted_in(index: Index, country: str) -> int:
    """How many zones of the country have a public note, such as a sanction."""
    noted = index.bits["note"].get(PublicNote.WITH, 0)
    return (noted & index.bits["country"].get(country, 0)).bit_count()


def _years_free(material: Material, country: Country) -> Answer:
    rules = material.rules[country.iso2]
    if rules.best is None:
        return Answer()
    told, incentive = material.of_rule(rules.best.incentive), rules.best.incentive
    span = {"least": rules.least, "most": rules.most}
    shown = _("%(least)s to %(most)s") % span if rules.least < rules.most else str(rules.most)
    least = rules.least if rules.least < rules.most else 0
    unit = _("years")
    return Answer(shown, unit, least, rules.most, None, told.mark, told.notes, about=incentive)


def _lease(material: Material, country: Country) -> Answer:
    rule = material.leases.get(country.iso2)
    if rule is None:
        return Answer()
    told, years = material.of_rule(rule), rule.lease_years_max or 0
    return Answer(str(years), _("years"), 0, years, None, told.mark, told.notes, about=rule)


def _registration(material: Material, country: Country) -> Answer:
    procedure = material.registration.get(country.iso2)
    if procedure is None:
        return Answer()
    told = material.days(procedure)
    if not told.is_known:
        return Answer(about=procedure)
    days = int(told.value)
    return Answer(str(days), "", 0, days, None, told.mark, told.notes, about=procedure)


def _treaties(material: Material, country: Country) -> Answer:
    told = material.facts[country.iso2]["treaties"]
    if not told.is_known:
        return Answer()
    names = [str(name) for name in told.value]
    more = len(names) - TREATIES_NAMED
    words = listed(names[:TREATIES_NAMED])
    if more > 0:
        named = {"names": words, "count": more}
        words = ngettext("%(names)s and %(count)s more", "%(names)s and %(count)s more", more)
        words %= named
    shown = _("at least %(count)s") % {"count": len(names)}
    return Answer(shown, "", 0, len(names), None, told.mark, told.notes, words)


QUESTIONS = (
    Question(gettext_lazy("Zones here"), _zones),
    of_field("standard_cit_rate_pct"),
    Question(gettext_lazy("Years free of profit tax, best case"), _years_free),
    of_field("standard_vat_rate_pct"),
    or_of_costs("minimum_wage_usd_month", words="minimum_wage_text"),
    or_of_costs("electricity_industrial_usd_kwh"),
    Question(gettext_lazy("Longest lease by a rule"), _lease),
    Question(gettext_lazy("To register a company, working days"), _registration),
    Question(gettext_lazy("Trade agreements"), _treaties, ("treaties",)),
)
# What pages of a corridor or a border ask of the countries on them.
TAX = QUESTIONS[1:4]
# What no column has room for: said of each country below the table.
IN_WORDS = ("foreign_land_rule", "notes")
