"""The page of one zone: its facts by group, and all that stands around them."""

from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, NamedTuple, cast

from django.urls import reverse
from django.utils.translation import gettext as _

from countries.competence import by_reader, competent
from countries.models import OneStopCentre, Procedure, Province
from sez_portal.common import dates
from sez_portal.common.fields import TextInLanguages, text_in
from sez_portal.records.choices import Audience, State
from sez_portal.records.evidence.facts import Fact, Notes, Then, facts_of
from sez_portal.records.evidence.sections import Group, grouped
from sez_portal.records.field_types.basic import Json
from sez_portal.records.field_types.tables import Rows
from sez_portal.records.models import PublicNotice, Submission
from sez_portal.records.past import as_it_was
from sez_portal.records.policy import silent_on
from zones import by_year, facets
from zones.brief import in_brief
from zones.models import Caution, Document, Offer, Photo, Zone
from zones.price_range import tell_range
from zones.record import ZONE
from zones.schema_org import json_ld
from zones.stand_ins import StandIn, stand_ins
from zones.summary import only_in_words, whose_words
from zones.surroundings import Surroundings
from zones.zone_tax import ZoneTax

KEY_FIGURES = ("area_ha", "available_ha", "firms", "jobs", "lease_term_years")
FOLD_FROM = 3  # this many unknown facts of a group become one row
TOLD_BRIEFLY = (
    *("origin", "is_new", "office", "office_is_verified", "note", "applied_at", "changes"),
    *("audience", "decided_by_name", "record", "act", "evidence"),
)


@dataclass(frozen=True)
class Share:
    """A part of the bar that says how fresh the page is; of a bar 100 wide."""

    state: str
    count: int
    start: float
    width: float


class Services(NamedTuple):
    """The offices competent for a zone, and what firms and developers go through there."""

    centres: tuple[OneStopCentre, ...]
    procedures: tuple[Procedure, ...]
    developer_procedures: tuple[Procedure, ...]


@dataclass
class ZonePage(Surroundings):
    """What the page of a zone shows, and what of it machines read."""

    zone: Zone
    then: Then | None = None  # a moment of the past
    proposed: dict[str, Json] = field(default_factory=dict)  # values that are only proposed

    def __post_init__(self) -> None:
        self.notes = Notes()
        self.index = facets.current()
        reference = self.index.reference
        country = reference.countries[self.zone.country_id]
        if self.then:
            as_it_was(ZONE, self.zone, self.then.version)
        for name, value in self.proposed.items():
            if not ZONE[name].kind.late:
                ZONE[name].kind.write(self.zone, name, value)
        self.zone.country = reference.countries.get(self.zone.country_id, country)
        self.facts = facts_of(
            ZONE,
            self.zone,
            notes=self.notes,
            then=self.then,
            instead=self.proposed,
            empty=[name for name, zones in reference.filled.items() if self.zone.pk not in zones],
        )
        tell_range(self.facts)

    @property
    def provinces(self) -> list[TextInLanguages]:
        """The names of all its provinces; a few zones span several."""
        return [text_in(province, "name") for province in self._provinces]

    @property
    def _provinces(self) -> list[Province]:
        provinces = self.index.reference.provinces
        return [provinces[key] for key in self.zone.province_keys if key in provinces]

    @property
    def local_provinces(self) -> list[TextInLanguages]:
        """Their names in the language of the country, unless the page shows those already."""
        return [local for province in self._provinces if (local := province.local_name)]

    @property
    def district(self) -> str:
        """Return its district, where that says more than the province does."""
        names = {province.name_en for province in self._provinces}
        return "" if self.zone.district in names else self.zone.district

    @cached_property
    def notice(self) -> PublicNotice | None:
        """The newest notice that concerns the zone and still tells something new."""
        if self.then:
            return None
        rows = PublicNotice.objects.current()
        return rows.about("zone", self.zone.key, self.zone.country_id).first()

    @cached_property
    def stand_ins(self) -> dict[str, list[StandIn]]:
        """By group, what stands in for prices that the zone does not tell; none in the past."""
        if self.then:
            return {}
        reference, today = self.index.reference, dates.today()
        return stand_ins(self.zone, self.facts, reference, self.notes, today)

    @property
    def key_figures(self) -> list[Fact]:
        return [self.facts[key] for key in KEY_FIGURES]

    @cached_property
    def groups(self) -> list[Group]:
        return grouped(ZONE, self.facts, fold_from=FOLD_FROM)

    @cached_property
    def shares(self) -> list[Share]:
        """Fresh, due, stale and not known, of the facts that can change."""
        changing = [fact for fact in self.facts.values() if fact.field.months]
        states = Counter(
            fact.mark.state if fact.mark else fact.state
            for fact in changing
            if fact.is_known or (fact.field.counted and fact.state == State.UNKNOWN)
        )
        total, start, shares = sum(states.values()) or 1, 0.0, []
        for state in ("fresh", "due", "stale", "unknown"):
            width = round(100 * states[state] / total, 2)
            shares.append(Share(state, states[state], start, width))
            start = round(start + width, 2)
        return shares

    @property
    def changing(self) -> int:
        return sum(share.count for share in self.shares)

    @property
    def words_of_summary(self) -> str:
        """Whose words the summary is, where it tells what the facts call not known."""
        summary = self.facts["summary_en"]
        return whose_words(summary, only_in_words(self.zone.summary_en, self.facts))

    @property
    def cautions(self) -> Fact:
        return self.facts["cautions"]

    @property
    def tenants(self) -> Fact:
        return self.facts["tenants"]

    @cached_property
    def offers(self) -> Fact:
        return self.facts["offers"]

    @property
    def offer_rows(self) -> list[Offer]:
        return self._rows("offers")

    @property
    def caution_rows(self) -> list[Caution]:
        return self._rows("cautions")

    @property
    def photo_rows(self) -> list[Photo]:
        return self._rows("photos")

    @property
    def document_rows(self) -> list[Document]:
        return self._rows("documents")

    def _rows(self, key: str) -> list[Any]:
        """The rows of a table of the zone, as they are or were then."""
        kind = cast(Rows, ZONE[key].kind)
        return kind.instances(self.zone, key, self.facts[key].value)

    @cached_property
    def awaiting(self) -> list[str]:
        """The fields that went live while the country's focal point was silent."""
        if self.zone.key not in self.index.reference.awaiting:
            return []
        parts = Submission.objects.applied().filter(record="zone", key=self.zone.key)
        parts = parts.filter(awaits_country=True).select_related("proposal")
        names = {name for part in parts for name in silent_on(part)}
        return [str(field.label) for field in ZONE.fields if field.key in names]

    @cached_property
    def _years(self) -> by_year.Years:
        return by_year.years_of(self.facts)

    @property
    def years(self) -> list[tuple[str, list[str]]]:
        """Results by year, newest first: of a year what was said of it last, and not taken back."""
        return by_year.rows_of(self._years)

    @property
    def year_labels(self) -> list[str]:
        return by_year.labels()

    @property
    def year_lines(self) -> list[by_year.Line]:
        """The same drawn, of what has enough dated values."""
        return by_year.lines_of(self._years)

    @cached_property
    def tax(self) -> ZoneTax:
        return ZoneTax(self.zone, self.index.reference, self.notes)

    @cached_property
    def centres(self) -> list[OneStopCentre]:
        """The offices competent for the zone, its own first."""
        return competent(self.index.reference.centres[self.zone.country_id], self.zone)

    @cached_property
    def procedures(self) -> list[Procedure]:
        """What a firm in the zone goes through."""
        return self._procedures[0]

    @property
    def developer_procedures(self) -> list[Procedure]:
        return self._procedures[1]

    @property
    def services(self) -> Services:
        firms, developers = self._procedures
        return Services(tuple(self.centres), tuple(firms), tuple(developers))

    @cached_property
    def _procedures(self) -> tuple[list[Procedure], list[Procedure]]:
        return by_reader(
            competent(self.index.reference.procedures[self.zone.country_id], self.zone)
        )

    @cached_property
    def history(self) -> list[Submission]:
        """What every visitor may read of it; of a zone that is not shown, all."""
        changes = Submission.objects.applied().filter(record="zone", key=self.zone.key)
        if self.zone.is_published:
            changes = changes.filter(audience=Audience.EVERYBODY)
        return list(changes.only(*TOLD_BRIEFLY)[:10])

    @property
    def own_centre(self) -> OneStopCentre | None:
        """The office nearest to the zone; one for the whole country is not its own."""
        return next((centre for centre in self.centres if not centre.is_countrywide), None)

    @property
    def in_brief(self) -> str:
        return in_brief(self.zone, self.provinces, self.facts["area_ha"])

    @property
    def crumbs(self) -> list[tuple[object, str]]:
        country = self.zone.country
        return [
            (_("Zones"), reverse("zones")),
            (text_in(country, "name"), country.get_absolute_url()),
            (self.provinces[0] if self.provinces else self.zone.name, ""),
        ]

    @property
    def json_ld(self) -> str:
        return json_ld(self.zone, self._provinces)
