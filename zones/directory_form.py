"""What the form of the directory asks for by typing or choosing, beside its boxes to tick."""

from typing import NamedTuple

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from countries.cache import ReferenceData
from countries.choices import GatewayKind, GatewayRank, GatewayStatus
from sez_portal.common.filters import FilterInput
from sez_portal.common.numbers import localized
from sez_portal.common.queries import InputGroup
from sez_portal.common.templatetags.text_tags import words
from sez_portal.common.vocabulary import word_of
from zones import facets
from zones.facets import Index
from zones.filters import ZoneFilter
from zones.near_filter import KINDS, NearPlace


class NearOptions(NamedTuple):
    """What the list of gateways has to choose from."""

    value: str
    label: str
    options: SafeString


def near_options(place: NearPlace | None, reference: ReferenceData) -> NearOptions:
    """Kinds first, then the main gateways by country and kind; written once a language. Any other
    is asked for in words ("near Mohan") or from its own page, and a page of 270 would be heavy."""
    options = reference.once("gateways to choose", lambda: _written(reference))
    if place is None:
        return NearOptions("", "", options)
    return NearOptions(place.key, place.name, options)


def _written(reference: ReferenceData) -> SafeString:
    kinds = tuple((key, str(label)) for key, (_kept, label, _head) in KINDS.items())
    groups: dict[str, list[tuple[str, str]]] = {}
    order = list(GatewayKind.values)
    rows = [
        row
        for row in reference.gateways.values()
        if row.rank == GatewayRank.MAIN and row.status != GatewayStatus.PLANNED
    ]
    rows.sort(key=lambda row: (row.country.name_en, order.index(row.kind), row.name_en))
    for row in rows:
        names = {"country": words(row.country, "name"), "kind": word_of(GatewayKind, row.kind)}
        label = _("%(country)s: %(kind)s") % names
        groups.setdefault(label, []).append((row.key, words(row, "name")))
    by_label = tuple((label, tuple(options)) for label, options in groups.items())
    return reference.written("zones/_near_options.html", kinds=kinds, groups=by_label)


def inputs_of(filter_: ZoneFilter, index: Index) -> tuple[InputGroup, ...]:
    """The parts of the form; a bound says of how many zones the figure is known, and one that no
    zone could pass today is left out."""
    bounded, everything = facets.bounded(), index.everything.bit_count()
    known = {name: index.known(column) for name, column in bounded.items()}
    groups = []
    for group in filter_.input_groups:
        inputs = tuple(
            _with_hint(input_, known.get(input_.name, everything), everything)
            for input_ in group.inputs
            if input_.value or known.get(input_.name, everything)
        )
        if inputs:
            groups.append(group._replace(inputs=inputs))
    return tuple(groups)


def _with_hint(input_: FilterInput, count: int, everything: int) -> FilterInput:
    if count == everything:
        return input_
    told = {"count": localized(count), "all": localized(everything)}
    return input_._replace(hint=_("Known of %(count)s of %(all)s zones.") % told)
