"""Totals of procedures, computed from what is known; what is not known is counted, not guessed."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from countries.models import Procedure


class Totals(NamedTuple):
    """Sums over procedures or the steps of one: days and fees of those that state them.

    A sum that lacks some is the least of what it all takes, and no rank: `steps_with_days` are
    the steps that state days, `step_days` what they come to.
    """

    procedures: int
    steps: int
    papers: int
    days: int
    with_days: int
    fee_usd: Decimal
    with_fee: int
    steps_with_days: int
    step_days: int

    @property
    def lacks_days(self) -> bool:
        return self.with_days < self.procedures

    @property
    def lacks_fees(self) -> bool:
        return self.with_fee < self.procedures

    @property
    def is_by_steps(self) -> bool:
        """Whether single steps of one procedure are all that states days."""
        return not self.with_days and self.procedures == 1 and bool(self.steps_with_days)


def totals_of(procedures: Iterable[Procedure]) -> Totals:
    """Add up procedures done one after the other (steps must be prefetched).

    A procedure's own days stand before the sum of its steps' longest days. Papers named
    twice count once.
    """
    procedures = list(procedures)
    days = [number for number in map(days_of, procedures) if number is not None]
    fees = [number for number in map(fee_of, procedures) if number is not None]
    steps = [step.days_max for procedure in procedures for step in procedure.steps.all()]
    known = [number for number in steps if number is not None]
    papers = {paper for procedure in procedures for paper in procedure.documents_required}
    return Totals(
        procedures=len(procedures),
        steps=len(steps),
        papers=len(papers),
        days=sum(days),
        with_days=len(days),
        fee_usd=sum(fees, Decimal(0)),
        with_fee=len(fees),
        steps_with_days=len(known),
        step_days=sum(known),
    )


def days_of(procedure: Procedure) -> int | None:
    """Working days of one procedure; None unless it or all its steps state them."""
    if procedure.processing_days is not None:
        return procedure.processing_days
    days = [step.days_max for step in procedure.steps.all()]
    return sum(days) if days and None not in days else None


def fee_of(procedure: Procedure) -> Decimal | None:
    """US dollars of one procedure; None unless it or all its steps state them."""
    if procedure.fee_usd is not None:
        return procedure.fee_usd
    fees = [step.fee_usd for step in procedure.steps.all()]
    return sum(fees, Decimal(0)) if fees and None not in fees else None
