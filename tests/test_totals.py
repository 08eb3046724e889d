"""Totals of procedures: what lacks some is told as a least, with of how many it is."""

from types import SimpleNamespace

from countries.totals import totals_of


def procedure(days: int | None, *steps: int | None, fee: int | None = None) -> SimpleNamespace:
    rows = [SimpleNamespace(days_max=number, fee_usd=None) for number in steps]
    return SimpleNamespace(
        processing_days=days,
        fee_usd=fee,
        documents_required=[],
        steps=SimpleNamespace(all=lambda: rows),
    )


def test_a_whole_sum_lacks_nothing():
    totals = totals_of([procedure(3, fee=0), procedure(None, 4, 6, fee=5)])
    assert (totals.days, totals.with_days, totals.lacks_days) == (13, 2, False)
    assert not totals.lacks_fees


def test_a_sum_of_some_procedures_is_the_least_it_takes():
    totals = totals_of([procedure(13), procedure(None, 2, None), procedure(None)])
    assert (totals.days, totals.with_days, totals.procedures) == (13, 1, 3)
    assert totals.lacks_days
    assert totals.lacks_fees
    assert not totals.is_by_steps


def test_of_one_procedure_the_steps_that_state_days_are_told():
    totals = totals_of([procedure(None, 2, None, 5)])
    assert totals.is_by_steps
    assert (totals.step_days, totals.steps_with_days, totals.steps) == (7, 2, 3)
    assert not totals_of([procedure(9, 2, None)]).is_by_steps
