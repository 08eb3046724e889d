"""What a zone must have beside the filters of the directory: land, and a gateway near enough."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from countries.choices import GatewayStatus
from investors.calculators.fields import Number, QueryForm
from investors.calculators.match.criteria import Figures
from zones.choices import Border, PublicNote, Status
from zones.models import NearestGateway

FARTHEST_KM = 1000
GATES = (
    ("seaport", _("a seaport")),
    ("main_seaport", _("a main seaport")),
    ("airport", _("an airport")),
    ("river_port", _("a river port")),
    ("dry_port", _("a dry port")),
    ("rail_station", _("a rail station")),
    ("border_crossing", _("a border crossing")),
    (f"{GatewayStatus.OPEN}_border_crossing", _("an open border crossing")),
)
# Boxes that stand in the sentence, each the filter of the directory of that name and value.
TICKED = (
    ("status", str(Status.OPERATIONAL), _("Operating")),
    ("border", str(Border.OPEN), _("Nearest own border crossing open")),
    ("note", str(PublicNote.WITHOUT), _("Without a public note, such as a sanction")),
)


class MustForm(QueryForm):
    ha = Number(label=_("Free land, hectares"), least=0, most=1_000_000, required=False)
    km = Number(label=_("Within, km"), least=1, most=FARTHEST_KM, required=False)
    gate = forms.ChoiceField(label=_("Of what"), choices=GATES, required=False, initial=GATES[0][0])
    sure = forms.BooleanField(
        label=_("Leave out zones whose free land is not known"), required=False
    )


@dataclass(frozen=True)
class Ticks:
    """A box of the sentence."""

    name: str
    value: str
    label: str
    is_ticked: bool


class Musts:
    """The must-haves of a query string, and which zones have them."""

    def __init__(self, query: QueryDict, figures: Figures) -> None:
        self.query, self.figures = query, figures
        self.form = MustForm(query)
        self.is_right = self.form.is_valid()

    @cached_property
    def ha(self) -> Decimal | None:
        return (self.form.cleaned_data["ha"] or None) if self.is_right else None

    @cached_property
    def km(self) -> Decimal | None:
        return (self.form.cleaned_data["km"] or None) if self.is_right else None

    @property
    def is_any(self) -> bool:
        return bool(self.ha or self.km)

    @property
    def boxes(self) -> list[Ticks]:
        return [
            Ticks(name, value, str(label), value in self.query.getlist(name))
            for name, value, label in TICKED
        ]

    def has_land(self, position: int) -> bool | None:
        """Whether the zone has the land; None where nobody knows, or nothing was asked."""
        free = self.figures.scales["available"].values[position]
        return None if free is None or self.ha is None else free >= self.ha

    def among(self, positions: Sequence[int]) -> list[int]:
        """Those that have the must-haves, or may: a zone whose land is not known may."""
        kept = list(positions)
        if self.ha is not None:
            wanted = (True,) if self.form.cleaned_data["sure"] else (True, None)
            kept = [at for at in kept if self.has_land(at) in wanted]
        if self.km is not None:
            near = self._near
            kept = [at for at in kept if self.figures.pks[at] in near]
        return kept

    @cached_property
    def _near(self) -> frozenset[int]:
        """The zones with a gateway of the kind near enough."""
        rows = NearestGateway.objects.filter(
            kind=self.form.cleaned_data["gate"], distance_km__lte=self.km
        )
        return frozenset(rows.order_by().values_list("zone_id", flat=True))
