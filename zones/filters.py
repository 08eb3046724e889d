"""The one FilterSet of zones: what each parameter of a query means, for every form of answer."""

import datetime
from collections.abc import Callable, Collection, Iterable
from decimal import Decimal
from functools import cached_property, reduce
from operator import or_
from typing import Any

from django.db.models import Case, Q, QuerySet, Value, When
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from countries.choices import CorridorFamily, GatewayStatus, Sector, ZoneType
from countries.filters import KeysFilter, OneOfFilter, country_choices
from countries.models import Province
from sez_portal.common import dates
from sez_portal.common.alphabet import alphabetically
from sez_portal.common.dates import add_months
from sez_portal.common.fields import wrapped
from sez_portal.common.filters import FilterGroup, Number, Tick, Ticked, Whole, Words
from sez_portal.common.numbers import localized
from sez_portal.common.queries import LenientFilterSet, without
from zones import orders
from zones.choices import Border, Management, PublicNote, Status
from zones.models import Zone
from zones.near_filter import DEFAULT_WITHIN_KM, NearFilter, NearPlace, near, near_kind
from zones.search.asking import Answer, answer
from zones.search.reading import words_of

KEEP = "keep"
# A filter that says how another one is meant, and nothing alone.
PART_OF_ANOTHER = ("within", "unknown")


class ProvinceFilter(Ticked):
    """The zone lies, with at least a part, in one of the provinces."""

    columns = ("province_id", "further_provinces")

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        if not value:
            return qs
        anywhere = Q(province_id__in=value)
        for key in value:
            anywhere |= Q(further_provinces__contains=wrapped(key))
        return qs.filter(anywhere)

    def values_in(self, *cells: Any) -> Iterable[str]:
        province, further = cells
        return [province, *further] if province else further


def _provinces() -> list[tuple[str, str]]:
    rows = alphabetically(Province.objects.published().order_by("country_id"), str)
    return [(row.key, str(row)) for row in sorted(rows, key=lambda row: row.country_id)]


class MeaningFilter(Ticked):
    """Each choice has a condition of its own; a zone passes by any of those chosen.

    `key_of` tells the choice of a cell of the column, "" where it has none.
    """

    def __init__(
        self,
        *args: object,
        meanings: dict[str, Q],
        key_of: Callable[[Any], str],
        **more: object,
    ) -> None:
        super().__init__(*args, **more)
        self.meanings, self.key_of = meanings, key_of

    def filter(self, qs: QuerySet, value: list[str]) -> QuerySet:
        return qs.filter(reduce(or_, map(self.meanings.__getitem__, value))) if value else qs

    def values_in(self, *cells: Any) -> Iterable[str]:
        key = self.key_of(cells[0])
        return [key] if key else []


def _border(status: str) -> str:
    if not status:
        return Border.NONE
    return Border.OPEN if status == GatewayStatus.OPEN else Border.NOT_OPEN


class ZoneFilter(LenientFilterSet):
    """`given` holds the parameters in force, `notes` what was ignored and why.

    Declare a filter here and it is everywhere: in the form, on chips, in the count of each
    choice, on the map, in the match and in the mails. Their order is that of the form.
    """

    form_groups = {
        "near": FilterGroup(_("Near a gateway")),
        "land": FilterGroup(_("Land and price")),
        "freshness": FilterGroup(_("Freshness")),
    }

    q = Words(method="by_words", label=_("Words"), chip=_("“%(value)s”"))
    country = OneOfFilter("country_id", choices=country_choices, label=_("country"))
    province = ProvinceFilter(choices=_provinces, label=_("province"))
    type = OneOfFilter("type", choices=ZoneType.choices, label=_("kind"))
    status = OneOfFilter("status", choices=Status.choices, label=_("status"))
    sector = KeysFilter("sectors", choices=Sector.choices, label=_("sector"))
    management = OneOfFilter("management", choices=Management.choices, label=_("management"))
    corridor = KeysFilter("corridors", choices=CorridorFamily.choices, label=_("corridor"))
    note = MeaningFilter(
        "has_note",
        choices=PublicNote.choices,
        label=_("public note"),
        meanings={PublicNote.WITH: Q(has_note=True), PublicNote.WITHOUT: Q(has_note=False)},
        key_of=lambda has_note: PublicNote.WITH if has_note else PublicNote.WITHOUT,
    )
    border = MeaningFilter(
        "border",
        choices=Border.choices,
        label=_("border"),
        meanings={
            Border.OPEN: Q(border=GatewayStatus.OPEN),
            Border.NOT_OPEN: ~Q(border__in=("", GatewayStatus.OPEN)),
            Border.NONE: Q(border=""),
        },
        key_of=_border,
    )
    near = NearFilter(
        method="by_distance",
        label=_("Gateway"),
        prompt=_("Port, airport, station or crossing"),
        group="near",
    )
    within = Number(
        method="unchanged",
        label=_("Distance"),
        least=1,
        most=2000,
        unit="km",
        chip=_("within %(value)s km"),
        prompt=_("Within, km in a straight line"),
        placeholder=str(DEFAULT_WITHIN_KM),
        group="near",
    )
    area_min = Number(
        "area_ha",
        "gte",
        label=_("Least area"),
        most=10**8,
        unit=_("ha"),
        chip=_("at least %(value)s ha"),
        group="land",
    )
    available_min = Number(
        "available_ha",
        "gte",
        label=_("Least free land"),
        most=10**8,
        unit=_("ha"),
        chip=_("at least %(value)s ha free"),
        group="land",
    )
    lease_max = Number(
        "lease_price_usd_m2",
        "lte",
        label=_("Highest land price"),
        most=10**6,
        unit=_("US$ per m²"),
        chip=_("at most US$ %(value)s per m²"),
        group="land",
    )
    unknown = Tick(
        method="unchanged",
        label=_("Keep zones of which it is not known"),
        choices=[(KEEP, _("Keep zones of which it is not known"))],
        group="land",
    )
    confirmed_within = Whole(
        method="by_confirmation",
        label=_("Confirmed within"),
        least=1,
        most=120,
        chip=_("confirmed within %(value)s months"),
        prompt=_("Confirmed by the zone within, months"),
        group="freshness",
    )

    class Meta:
        model = Zone
        fields: list[str] = []

    def __init__(self, data: QueryDict, *more: Any, **options: Any) -> None:
        super().__init__(data, *more, **options)
        alone = [name for name, of in self._parts() if name in self.given and not of]
        for name in alone:
            if name == "within" and not data.get("near", "").strip():
                self.notes.append(_("The distance was ignored. Choose what it is measured to."))
                self.refused.append((name, self.given[name]))
            del self.given[name], self.cleaned[name]

    def _parts(self) -> list[tuple[str, bool]]:
        """The filters that say how another one is meant, each with whether that one is there."""
        return [("within", "near" in self.cleaned), ("unknown", bool(self.figures))]

    def by_words(self, zones: QuerySet[Zone], _name: str, value: str) -> QuerySet[Zone]:
        return zones.filter(pk__in=list(answer(value).pks)) if words_of(value) else zones

    def by_distance(self, zones: QuerySet[Zone], _name: str, place: NearPlace) -> QuerySet[Zone]:
        if place.gateway is None:
            return near_kind(zones, place.kept_as, self.within_km)
        return near(zones, place.gateway.point, float(self.within_km))

    def by_confirmation(self, zones: QuerySet[Zone], _name: str, months: int) -> QuerySet[Zone]:
        since = add_months(self.today, -months)
        return zones.filter(confirmed_on__gte=since)

    def unchanged(self, zones: QuerySet[Zone], _name: str, _value: object) -> QuerySet[Zone]:
        return zones

    def narrowed(self, names: Iterable[str]) -> QuerySet:
        """The rows that pass the named filters only; with `unknown` those that may pass, too."""
        names = set(names)
        bounds = names & self.figures.keys() if "unknown" in self.cleaned else set()
        rows = super().narrowed(names - bounds)
        for name in bounds:
            rows = rows.filter(self._may_fit(name))
        return rows

    def _may_fit(self, name: str) -> Q:
        """Zones that pass this bound, or may."""
        filter_ = type(self).base_filters[name]
        bound = Q(**{f"{filter_.field_name}__{filter_.lookup_expr}": self.cleaned[name]})
        return bound | Q(**{f"{filter_.field_name}__isnull": True})

    @cached_property
    def figures(self) -> dict[str, str]:
        """The bounds of figures in force, by name, with the column of each."""
        filters = type(self).base_filters
        return {
            name: str(filters[name].field_name)
            for name in self.cleaned
            if isinstance(filters[name], Number) and filters[name].method is None
        }

    @property
    def lacking(self) -> Q:
        """Of zones that may fit: a figure is not known."""
        return reduce(or_, (Q(**{f"{name}__isnull": True}) for name in self.figures.values()))

    def maybe(self, names: Iterable[str]) -> QuerySet:
        """The zones that would pass the named filters, were all figures of them known and right."""
        rows = super().narrowed(set(names) - self.figures.keys())
        for name in self.figures:
            rows = rows.filter(self._may_fit(name))
        return rows.filter(self.lacking)

    def in_force(self) -> list[tuple[str, str]]:
        """The filters that a chip stands for, each with its value."""
        return [pair for pair in self.active() if pair[0] not in PART_OF_ANOTHER]

    def chip(self, name: str, value: str) -> str:
        words = super().chip(name, value)
        if name == "near":
            words = gettext("within %(km)s km of %(place)s")
            place: NearPlace = self.cleaned["near"]
            return words % {"km": localized(self.within_km), "place": place.name}
        if name in self.figures and "unknown" in self.cleaned:
            return gettext("%(figure)s, or not known") % {"figure": words}
        return words

    @property
    def today(self) -> datetime.date:
        return dates.today()

    @property
    def within_km(self) -> Decimal:
        return Decimal(self.cleaned.get("within") or DEFAULT_WITHIN_KM)

    @property
    def place(self) -> NearPlace | None:
        return self.cleaned.get("near")

    def sort_of(self, wanted: str) -> str:
        """The order wanted, or the one that suits the query."""
        fitting = self.sorts()
        return wanted if wanted in fitting else next(iter(fitting))

    def ordered(self, zones: QuerySet[Zone], sort: str) -> QuerySet[Zone]:
        """The zones in that order; those of which a figure is not known come after the others."""
        rows = orders.ordered(zones, sort, self.given.get("q", ""))
        if "unknown" not in self.cleaned:
            return rows
        lacks = Case(When(self.lacking, Value(1)), default=Value(0))
        return rows.annotate(lacks=lacks).order_by("lacks", *rows.query.order_by)

    def among(self, answer: Answer, others: Collection[str], sort: str) -> list[int]:
        """The pks of the answer to the words that the other filters leave, in order."""
        if sort == "relevance" and not others:
            return answer.ranked
        zones = self.narrowed(others)
        if sort == "relevance":
            left = set(zones.values_list("pk", flat=True))
            ranked = [pk for pk in answer.ranked if pk in left]
            return self._known_first(ranked) if "unknown" in self.cleaned else ranked
        found = set(answer.pks)
        ordered = self.ordered(zones, sort).values_list("pk", flat=True)
        return [pk for pk in ordered if pk in found]

    def _known_first(self, pks: list[int]) -> list[int]:
        lacking = set(self.queryset.filter(self.lacking).values_list("pk", flat=True))
        return sorted(pks, key=lacking.__contains__)

    def sorts(self) -> dict[str, str]:
        """The orders that make sense for this query; the first is the default."""
        has_words = bool(words_of(self.given.get("q", "")))
        return orders.fitting(has_words, "near" in self.given, self.figures.values())


def query_without(query: QueryDict, name: str, value: str) -> str:
    """The query string without this value of a filter, and without what said how it is meant."""
    rest = without(query, name, value)
    return without(QueryDict(rest[1:]), "within") if name == "near" else rest
