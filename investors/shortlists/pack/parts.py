"""Parts of an answer pack that are no plain fields: access, offers, incentives, one-stop steps."""

import dataclasses
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from countries.choices import Beneficiary, NewProjects
from countries.competence import by_reader, competent
from countries.in_force import Standing, standing, why_not
from countries.models import Incentive, OneStopCentre, Procedure
from countries.record import CENTRE, INCENTIVE, PROCEDURE
from countries.totals import days_of, fee_of
from investors import workbook_cells, zone_facts
from investors.shortlists.pack.lines import Answer, answer_of, of_fact, of_zone, unknown
from sez_portal.common.dates import spell
from sez_portal.common.fields import text_in
from sez_portal.common.lists import in_parts
from sez_portal.common.text import in_one_line
from sez_portal.records.evidence.facts import Fact, Notes
from sez_portal.records.record import Record
from zones import facets
from zones.incentives.best_case import Best
from zones.kilometres import km_cell, none_near
from zones.models import Offer, Zone
from zones.near import NearGateway, NearKind, main_line
from zones.zone_tax import ZoneTax

OF_PROCEDURE = ("processing_days", "fee_usd")


@dataclass
class Surroundings:
    """The neighbours of the zones: gateways, incentives and offices, gathered once for all."""

    near: dict[str, list[NearKind]]
    tax: dict[str, ZoneTax]
    incentive_facts: dict[str, Fact]  # the same: what dates and sources stand behind it
    procedures: dict[str, list[Procedure]]
    procedure_facts: dict[str, dict[str, Fact]]
    centres: dict[str, list[OneStopCentre]]
    centre_facts: dict[str, Fact]


def surroundings_of(zones: list[Zone], notes: Notes) -> Surroundings:
    reference = facets.current().reference
    tax = zone_facts.tax_of(zones, notes)
    incentives = list(
        {
            incentive.pk: incentive
            for of_zone in tax.values()
            for incentive in of_zone.offered.open
        }.values()
    )
    procedures = {
        zone.key: by_reader(competent(reference.procedures[zone.country_id], zone))[0]
        for zone in zones
    }
    centres = {zone.key: competent(reference.centres[zone.country_id], zone) for zone in zones}
    return Surroundings(
        near=zone_facts.near_of(zones),
        tax=tax,
        incentive_facts=_one_fact(INCENTIVE, incentives, "description_en", notes),
        procedures=procedures,
        procedure_facts=zone_facts.facts_of_each(PROCEDURE, _once(procedures), OF_PROCEDURE, notes),
        centres=centres,
        centre_facts=_one_fact(CENTRE, _once(centres), "agency", notes),
    )


def _once(rows: dict[str, list[Any]]) -> list[Any]:
    """Each row that stands around some zone, once."""
    return list({row.key: row for mine in rows.values() for row in mine}.values())


def _one_fact(record: Record, rows: Iterable[Any], key: str, notes: Notes) -> dict[str, Fact]:
    facts = zone_facts.facts_of_each(record, rows, [key], notes)
    return {row: by_key[key] for row, by_key in facts.items()}


def _dated(fact: Fact) -> dict[str, Any]:
    """The dates and sources of a line that stand behind this fact."""
    return {
        "as_of": workbook_cells.as_of(fact),
        "confirmed": workbook_cells.confirmed(fact),
        "notes": fact.notes,
        "mark": fact.mark if fact.is_known else None,
    }


def access(zone: Zone, here: Surroundings) -> list[Answer]:
    """What is near of each kind of gateways; distances are computed, so they have no source."""
    with_main = {
        kind.kind
        for kinds in here.near.values()
        for kind in kinds
        if any(near.is_main for near in kind.gateways)
    }
    return [
        answer
        for kind in here.near[zone.key]
        for answer in _gateways(zone, kind, asks_main=kind.kind in with_main)
    ]


def _gateways(zone: Zone, kind: NearKind, *, asks_main: bool) -> list[Answer]:
    """A line for each; of the main one always, so that beside other zones none stands blank."""
    if not kind.gateways:
        lines = {kind.label: answer_of(kind.label, kind.none, unit=_("km"))}
    else:
        nearest_first = sorted(kind.gateways, key=lambda near: not near.is_nearest)
        told = [(near.line(kind.label), near) for near in nearest_first]
        lines = {label: _distance(zone, label, near) for label, near in told}
    main = main_line(kind.label)
    if asks_main:
        told_main = lines[main] if main in lines else _main(zone, main, kind.gateways)
        lines = {label: line for label, line in lines.items() if label != main}
        lines[main] = told_main  # the last of its kind
    return list(lines.values())


def _main(zone: Zone, label: str, gateways: Sequence[NearGateway]) -> Answer:
    """The main gateway under its own name: its distance, unless it is the nearest."""
    mains = [near for near in gateways if near.is_main]
    if any(near.is_nearest for near in mains):
        name = next(near.name for near in mains if near.is_nearest)
        return answer_of(label, _("the same: %(name)s") % {"name": name}, unit=_("km"))
    if not mains:
        return answer_of(label, none_near(), unit=_("km"))
    return _distance(zone, label, mains[0])


def _distance(zone: Zone, label: str, near: NearGateway) -> Answer:
    line = answer_of(
        label,
        km_cell(near.distance_km, zone.coord_precision),
        unit=_("km"),
        beside=near.in_words,
        remark=_("%(gateway)s, straight line") % {"gateway": near.in_words},
    )
    return dataclasses.replace(line, shown=_("%(km)s km") % {"km": near.km}, has_own_unit=True)


def buildings(zone: Zone, fact: Fact, notes: Notes) -> list[Answer]:
    """A line for each offer with its size; of none, the question."""
    if not fact.is_known:
        return [of_zone(fact, notes)]
    return [line for offer in zone.offers.all() for line in _offer(offer, _dated(fact))]


def _offer(offer: Offer, dated: dict[str, Any]) -> list[Answer]:
    label = f"{offer.get_kind_display()}: {offer.title}"
    free = spell(offer.free_from) if offer.free_from else ""
    priced = offer.price_usd_m2 if offer.price_usd_m2 is not None else offer.price_text
    unit = _("US$ per m²") if offer.price_usd_m2 is not None else ""
    dated = {**dated, "is_detail": True, "asks_zone": True}
    return [
        answer_of(_("%(offer)s, size") % {"offer": label}, offer.size_m2, unit=_("m²"), **dated),
        answer_of(_("%(offer)s, price") % {"offer": label}, priced, unit=unit, **dated),
        answer_of(_("%(offer)s, free from") % {"offer": label}, free, **dated),
    ]


def incentives(zone: Zone, here: Surroundings) -> list[Answer]:
    """The best case of a new tenant, then what is in force or may be; never what ended."""
    tax = here.tax[zone.key]
    best = [_best(tax, tax.best, here)] if tax.best else []
    return [*best, *(_incentive(incentive, tax, here) for incentive in tax.offered.open)] or [
        unknown(_("Incentives"))
    ]


def _best(tax: ZoneTax, best: Best, here: Surroundings) -> Answer:
    lead = best.case.lead
    names = in_parts(str(text_in(part, "name")) for part in best.case.plan.parts)
    holds = _("Holds only if: %(condition)s") % {"condition": tax.condition}
    terms = [
        *tax.ahead_in_words,
        names,
        lead.legal_basis,
        holds if tax.condition else "",
        tax.without_rule,
        lead.area,
    ]
    return answer_of(
        _("Profit tax of a new tenant that makes goods, best case"),
        in_parts(f"{cell.words}, {cell.years}" for cell in tax.band),
        **_dated(here.incentive_facts[lead.key]),
        remark=in_one_line(terms),
    )


def _incentive(incentive: Incentive, tax: ZoneTax, here: Surroundings) -> Answer:
    state = standing(incentive, tax.today)
    since = _("In force from %(day)s") % {"day": spell(incentive.effective_from)}
    if state == Standing.AHEAD:
        since = f"{_('Not yet in force')}. {why_not(incentive, state)}"
    until = _("In force until %(day)s") % {"day": spell(incentive.effective_to)}
    terms = [
        incentive.legal_basis,
        since if incentive.effective_from else "",
        until if incentive.effective_to else "",
        "" if incentive in tax.offered.tenants else _for_whom(incentive),
        str(text_in(incentive, "conditions")),
        incentive.area,
    ]
    return answer_of(
        f"{incentive.get_category_display()}: {text_in(incentive, 'name')}",
        str(text_in(incentive, "description")),
        **_dated(here.incentive_facts[incentive.key]),
        remark=in_one_line(terms),
        is_detail=True,
    )


def _for_whom(incentive: Incentive) -> str:
    if incentive.beneficiary != Beneficiary.INVESTOR:
        return str(incentive.get_beneficiary_display())
    doubtful = incentive.new_projects == NewProjects.DOUBTFUL
    return _("Not confirmed for new projects") if doubtful else ""


def one_stop(zone: Zone, here: Surroundings, notes: Notes) -> list[Answer]:
    """The centres, then each procedure with its working days and its fee."""
    centres, procedures = here.centres[zone.key], here.procedures[zone.key]
    offices = [_centre(centre, here.centre_facts[centre.key]) for centre in centres]
    steps = [line for procedure in procedures for line in _procedure(procedure, here, notes)]
    return [
        *(offices or [unknown(_("One-stop service"))]),
        *(steps or [unknown(_("Procedures"))]),
    ]


def _centre(centre: OneStopCentre, fact: Fact) -> Answer:
    contact = [centre.agency, centre.address, centre.phone, centre.email]
    return answer_of(
        _("One-stop service"),
        str(text_in(centre, "name")),
        **_dated(fact),
        remark=in_one_line(contact),
    )


def _procedure(procedure: Procedure, here: Surroundings, notes: Notes) -> Iterable[Answer]:
    facts = here.procedure_facts[procedure.key]
    name = str(text_in(procedure, "name"))
    by_steps = _("the sum of its steps")
    days, fee = facts["processing_days"], facts["fee_usd"]
    for question, fact, total, unit in (
        (_("%(procedure)s, working days"), days, days_of(procedure), _("working days")),
        (_("%(procedure)s, fee"), fee, fee_of(procedure), "US$"),
    ):
        label = question % {"procedure": name}
        if not fact.is_known and total is not None:
            yield answer_of(label, total, unit=unit, remark=by_steps, is_detail=True)
        else:
            yield of_fact(fact, notes, label=label, is_detail=True)


def unrecorded_questions() -> list[Answer]:
    """Return the questions that every site selector asks and this directory does not keep."""
    return [
        unknown(_("Environmental impact assessment of the zone"), asks_zone=True),
        unknown(_("Risk of floods, storms and earthquakes"), asks_zone=True),
    ]
