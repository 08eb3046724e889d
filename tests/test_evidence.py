"""Freshness: when a figure is due to be asked again, when it is stale, what a reader sees."""

import datetime
from importlib import import_module

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction

from investors.calculators.match import page as match
from investors.shortlists import page as shortlist
from sez_portal.records.choices import Freshness, Origin
from sez_portal.records.evidence.citation import Cited, Piece
from sez_portal.records.evidence.facts import Notes, facts_of, mark_of
from sez_portal.records.models import Evidence
from sez_portal.records.services.apply import apply
from zones import facets, list_items
from zones.list_items import cards_of
from zones.models import Zone
from zones.record import ZONE

KEY = "la-savan-seno"
TODAY = datetime.date(2026, 11, 20)


def piece(**columns) -> Evidence:
    made = Evidence(**({"months": 12} | columns))
    made.set_due()
    return made


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("columns", "due", "stale"),
    [
        ({"speaks_of": "2024"}, "2025-12-31", "2026-12-31"),
        ({"speaks_of": "2024-02"}, "2025-02-28", "2026-02-28"),
        ({"speaks_of": "2024-02-10"}, "2025-02-10", "2026-02-10"),
        ({"speaks_of": "2024", "months": 6}, "2025-06-30", "2025-12-31"),
        ({"speaks_of": "2019", "confirmed_on": day("2026-05-01")}, "2027-05-01", "2028-05-01"),
    ],
)
def test_due_and_stale(columns, due, stale):
    made = piece(**columns)
    assert (made.due_on, made.stale_on) == (day(due), day(stale))


@pytest.mark.parametrize(
    ("confirmed", "due", "stale"),
    [
        (None, "2026-10-01", "2026-10-01"),
        ("2026-06-01", "2026-10-01", "2026-10-01"),
        ("2026-11-01", "2027-11-01", "2028-11-01"),  # its office knows what holds since
    ],
)
def test_a_figure_is_stale_on_the_day_after_its_source_lets_it_end(confirmed, due, stale):
    made = piece(
        speaks_of="2025-10-22",
        holds_until=day("2026-09-30"),
        confirmed_on=confirmed and day(confirmed),
    )
    assert (made.due_on, made.stale_on) == (day(due), day(stale))


def test_an_end_far_away_changes_nothing():
    far = piece(speaks_of="2024", holds_until=day("2040-01-01"))
    assert (far.due_on, far.stale_on) == (day("2025-12-31"), day("2026-12-31"))


def test_freshness_turns_on_its_days():
    made = piece(speaks_of="2024")
    assert made.freshness(day("2025-12-30")) == Freshness.FRESH
    assert made.freshness(day("2025-12-31")) == Freshness.DUE
    assert made.freshness(day("2026-12-30")) == Freshness.DUE
    assert made.freshness(day("2026-12-31")) == Freshness.STALE


def test_undated_is_stale():
    made = piece(speaks_of="")
    assert made.due_on is None
    assert made.freshness(TODAY) == Freshness.STALE
    mark = mark_of(ZONE["jobs"], made, TODAY)
    assert mark.state == Freshness.STALE
    assert mark.is_overdue


def test_a_figure_without_evidence_is_stale():
    assert mark_of(ZONE["jobs"], None, TODAY).state == Freshness.STALE


def test_what_never_changes_needs_no_mark():
    never = piece(speaks_of="1990", months=None)
    assert never.freshness(TODAY) is None
    assert never.due_on is None
    assert mark_of(ZONE["name_en"], never, TODAY) is None


def confirm(field: str, value: object) -> None:
    given = Piece(value=value, confirmed_on="2026-11-01", confirmed_by="SEZ Promotion Office")
    apply(record=ZONE, key=KEY, values={}, evidence={field: [given]}, origin=Origin.RENAME)


def shown(field: str) -> Evidence:
    return Evidence.objects.get(record="zone", key=KEY, field=field, is_shown=True)


@pytest.mark.django_db
def test_a_confirmation_moves_only_its_own_field():
    zone = Zone.objects.get(key=KEY)
    before = {row.field: row.due_on for row in Evidence.objects.filter(key=KEY, is_shown=True)}
    confirm("jobs", ZONE["jobs"].kind.read(zone, "jobs"))
    after = {row.field: row.due_on for row in Evidence.objects.filter(key=KEY, is_shown=True)}
    assert after.pop("jobs") == day("2027-11-01")
    before.pop("jobs")
    assert after == before
    assert Zone.objects.get(key=KEY).confirmed_on == day("2026-11-01")


@pytest.mark.django_db
def test_the_fact_shows_the_office_that_confirmed():
    zone = Zone.objects.get(key=KEY)
    confirm("jobs", zone.jobs)
    fact = facts_of(ZONE, zone, notes=Notes(), fields=[ZONE["jobs"]], today=TODAY)["jobs"]
    assert fact.mark.state == Freshness.FRESH
    assert "SEZ Promotion Office" in fact.mark.confirmed
    assert not fact.mark.is_overdue


@pytest.mark.django_db
def test_a_confirmation_needs_a_day_and_an_office():
    broken = Piece(value=1, confirmed_on="2026-11-01")
    with pytest.raises((IntegrityError, ValidationError)), transaction.atomic():
        apply(record=ZONE, key=KEY, values={}, evidence={"jobs": [broken]}, origin=Origin.RENAME)


@pytest.mark.django_db
def test_every_seeded_piece_on_show_supports_what_stands_there():
    zones = {zone.key: ZONE.read(zone) for zone in Zone.objects.all()}
    for row in Evidence.objects.filter(record="zone", is_shown=True, state="known"):
        assert zones[row.key][row.field] == row.value, f"{row}"


@pytest.mark.django_db
def test_sources_are_numbered_in_the_order_of_the_page():
    first, second = Cited("https://a.example/", "A"), Cited("https://b.example/", "B")
    for field, cited in (("jobs", (second,)), ("firms", (first, second))):
        given = Piece(value=1, speaks_of="2026", sources=cited)
        apply(
            record=ZONE,
            key=KEY,
            values={field: 1},
            evidence={field: [given]},
            origin=Origin.RENAME,
        )
    notes, zone = Notes(), Zone.objects.get(key=KEY)
    fields = [ZONE["jobs"], ZONE["firms"]]
    facts = facts_of(ZONE, zone, notes=notes, fields=fields, today=TODAY)
    cited = [source.title for source in notes.sources]
    assert facts["jobs"].notes == [1]
    assert facts["firms"].notes == sorted([1, cited.index("A") + 1])
    assert cited[0] == "B"
    assert len(set(cited)) == len(cited)


def test_what_lists_show_is_kept_for_every_column_of_theirs():
    shown = {*list_items.TABLE_COLUMNS, *list_items.FIGURES, *match.DATED, *shortlist.FIGURES}
    assert shown <= set(ZONE.listed)


@pytest.mark.django_db
def test_a_list_tells_of_a_figure_what_its_page_tells():
    zones = list(Zone.objects.for_cards(list_items.TABLE_COLUMNS)[:40])
    index = facets.current()
    for card in cards_of(zones, list(list_items.TABLE_COLUMNS), reference=index.reference):
        page = facts_of(ZONE, Zone.objects.get(pk=card.zone.pk), notes=Notes())
        for told in card.figures:
            fact = page[told.field.key]
            assert (told.shown, told.state, told.reason) == (fact.shown, fact.state, fact.reason)
            marks = [one and (one.state, one.year) for one in (told.mark, fact.mark)]
            assert marks[0] == marks[1]


@pytest.mark.django_db
def test_rows_of_before_are_filled_from_their_evidence():
    stood = dict(Zone.objects.values_list("key", "listed"))
    assert any(stood.values())
    Zone.objects.update(listed={})
    import_module("zones.migrations.0004_listed").fill(apps, None)
    assert dict(Zone.objects.values_list("key", "listed")) == stood
