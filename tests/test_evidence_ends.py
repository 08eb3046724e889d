"""What a source said before or took back is history; only another source contradicts."""

from importlib import import_module

import pytest
from django.apps import apps
from django.core.management import call_command

from sez_portal.records.choices import Ending, Origin
from sez_portal.records.evidence.citation import Cited, Piece
from sez_portal.records.evidence.facts import Notes, Then, facts_of
from sez_portal.records.models import Evidence, Submission
from sez_portal.records.record import get
from sez_portal.records.services.apply import apply
from sez_portal.records.services.confirm import confirm
from sez_portal.records.services.revert import revert
from tests import cast
from zones.by_year import BY_YEAR
from zones.models import Zone
from zones.record import ZONE

pytestmark = pytest.mark.django_db
KEY = "la-vita-park"
OFFICE = "Office of the sample zone"
PAPER = Cited("https://news.example/zone", "A newspaper", "News", "2024")
OTHER_PAPER = Cited("https://paper.example/zone", "Another newspaper", "Paper", "2024")


def say(field: str, value: object, *, office: str = OFFICE, **columns) -> Submission:
    """A change of the field by the office, or (with `sources` and no office) from a page."""
    if office:
        columns |= {"confirmed_by": office, "confirmed_on": "2026-11-01"}
    piece = Piece(value=value, **columns)
    made = apply(
        record=ZONE,
        key=KEY,
        values={field: value},
        evidence={field: [piece]},
        origin=Origin.ADMIN,
        office=office,
    )
    assert made is not None
    return made


def fact(field: str, then: Then | None = None):
    return facts_of(ZONE, zone(), notes=Notes(), fields=[ZONE[field]], then=then)[field]


def zone() -> Zone:
    return Zone.objects.get(key=KEY)


def others(field: str) -> list[object]:
    return [other.value for other in fact(field).others]


@pytest.fixture(autouse=True)
def no_rival_at_the_start() -> None:
    Evidence.objects.filter(key=KEY).delete()


def test_a_correction_by_the_same_office_is_no_contradiction(client):
    say("jobs", 55_000, speaks_of="2025")
    say("jobs", 5_500, speaks_of="2025")
    assert fact("jobs").value == 5_500
    assert others("jobs") == []
    assert "55,000" not in client.get(f"/zones/{KEY}/").content.decode()


def test_five_yearly_updates_are_results_by_year_and_no_contradictions():
    for year in range(2021, 2026):
        say("jobs", year, speaks_of=str(year))
    assert others("jobs") == []
    assert [piece.speaks_of for piece in fact("jobs").earlier] == ["2024", "2023", "2022", "2021"]
    assert "jobs" in BY_YEAR


def test_figures_of_later_years_by_other_pages_are_no_contradictions_either():
    say("jobs", 100, office="", speaks_of="2023", sources=(PAPER,))
    say("jobs", 120, office="", speaks_of="2025", sources=(OTHER_PAPER,))
    assert others("jobs") == []


def test_what_was_taken_back_is_gone_from_view_and_kept_in_history(client):
    say("jobs", 100, office="", speaks_of="2024", sources=(PAPER,))
    wrong = say("jobs", 55_000, speaks_of="2025")
    revert(submission=wrong, by=cast.moderator(), note="a slip")
    assert fact("jobs").value == 100
    assert others("jobs") == []
    assert [piece.value for piece in fact("jobs").earlier] == [100]
    page = client.get(f"/zones/{KEY}/").content.decode()
    assert "55,000" not in page
    kept = Evidence.objects.get(key=KEY, field="jobs", value=55_000)
    assert (kept.ending, kept.ended) == (Ending.WITHDRAWN, Submission.objects.latest("pk").version)


def test_a_confirmation_of_what_was_taken_back_goes_with_it():
    say("jobs", 100, office="", speaks_of="2024", sources=(PAPER,))
    wrong = say("jobs", 55_000, speaks_of="2025")
    official = cast.official(KEY)
    confirm(record=ZONE, key=KEY, names=["jobs"], by=official)
    revert(submission=wrong, by=cast.moderator(), note="a slip")
    assert (fact("jobs").value, others("jobs")) == (100, [])


def test_a_figure_confirmed_twice_is_told_once():
    say("jobs", 100, office="", speaks_of="2024", sources=(PAPER,))
    official = cast.official(KEY)
    confirm(record=ZONE, key=KEY, names=["jobs"], by=official)
    say("jobs", 120, office="", speaks_of="2024", sources=(OTHER_PAPER,))
    assert others("jobs") == [100]
    endings = Evidence.objects.filter(key=KEY, field="jobs", value=100).order_by("pk")
    assert [row.ending for row in endings] == [Ending.CONFIRMED, ""]


def test_another_source_stands_on_and_each_value_is_told_once():
    say("area_ha", "100", office="", sources=(PAPER,))
    rivals = [Piece(value="180", is_shown=False, sources=(one,)) for one in (PAPER, OTHER_PAPER)]
    apply(record=ZONE, key=KEY, values={}, evidence={"area_ha": rivals}, origin=Origin.ADMIN)
    assert fact("area_ha").value == "100"
    assert others("area_ha") == ["180"]
    say("area_ha", "120")
    assert sorted(others("area_ha")) == ["100", "180"]
    say("area_ha", "130")
    assert sorted(others("area_ha")) == ["100", "180"]


def test_a_source_that_says_something_else_is_superseded_beside_the_show_too():
    say("area_ha", "100")
    for value in ("180", "190"):
        beside = Piece(value=value, is_shown=False, sources=(PAPER,))
        apply(record=ZONE, key=KEY, values={}, evidence={"area_ha": [beside]}, origin=Origin.ADMIN)
    assert others("area_ha") == ["190"]


def test_a_replaced_law_is_no_second_source():
    incentive, key = get("incentive"), "vn-economic-zone-cit-10-percent"
    row = incentive.model.objects.filter(country="VN").exclude(effective_from="").first()
    key = row.key
    law = Cited("https://law.example/2026", "Law of 2026", published="2026")
    piece = Piece(value="2026-10-01", sources=(law,), confirmed_by="MPI", confirmed_on="2026-11-01")
    apply(
        record=incentive,
        key=key,
        values={"effective_from": "2026-10-01"},
        evidence={"effective_from": [piece]},
        origin=Origin.ADMIN,
    )
    row.refresh_from_db()
    field = [incentive["effective_from"]]
    assert facts_of(incentive, row, notes=Notes(), fields=field)["effective_from"].others == []


def test_words_and_places_are_replaced_not_contradicted():
    say("developer", "One company", office="", sources=(PAPER,))
    say("developer", "Another company")
    assert others("developer") == []


def test_taking_back_brings_back_what_stood_beside_it():
    say("area_ha", "100", office="", sources=(OTHER_PAPER,))
    beside = Piece(value="180", is_shown=False, sources=(PAPER,))
    apply(record=ZONE, key=KEY, values={}, evidence={"area_ha": [beside]}, origin=Origin.ADMIN)
    stood = (fact("area_ha").value, others("area_ha"))
    wrong = say("area_ha", "170", office="", sources=(PAPER,))
    assert others("area_ha") == ["100"]
    revert(submission=wrong, by=cast.moderator(), note="a slip")
    assert (fact("area_ha").value, others("area_ha")) == stood


def test_as_of_gives_what_stood_then():
    first = say("jobs", 100, office="", speaks_of="2024", sources=(PAPER,))
    second = say("jobs", 120, office="", speaks_of="2024", sources=(OTHER_PAPER,))
    wrong = say("jobs", 55_000, speaks_of="2024")
    revert(submission=wrong, by=cast.moderator(), note="a slip")
    then = [
        (fact("jobs", Then(made.version, made.applied_at.date())))
        for made in (first, second, wrong)
    ]
    assert [one.value for one in then] == [100, 120, 55_000]
    assert [[other.value for other in one.others] for one in then] == [[], [100], [100, 120]]


def test_the_same_words_said_again_after_they_were_taken_back_count():
    wrong = say("jobs", 55_000, speaks_of="2025")
    revert(submission=wrong, by=cast.moderator(), note="not sure")
    say("jobs", 55_000, speaks_of="2025")
    shown = Evidence.objects.get(key=KEY, field="jobs", is_shown=True)
    assert (shown.value, shown.confirmed_by) == (55_000, OFFICE)


def test_a_second_seeding_ends_nothing():
    before = Evidence.objects.exclude(ending="").count()
    call_command("seed", verbosity=0)
    assert Evidence.objects.exclude(ending="").count() == before == 0


def test_rows_of_before_are_ended_as_their_submissions_tell():
    say("jobs", 100, office="", speaks_of="2024", sources=(PAPER,))
    say("jobs", 55_000, speaks_of="2025")
    wrong = say("jobs", 5_500, speaks_of="2025")
    revert(submission=wrong, by=cast.moderator(), note="a slip")
    ended = list(Evidence.objects.filter(key=KEY).values_list("value", "ending", "ended"))
    assert ("withdrawn" in [ending for _value, ending, _at in ended]) and len(ended) == 4
    Evidence.objects.update(ending="", ended=None)
    import_module("sez_portal.records.migrations.0004_evidence_ends").end_what_left_the_show(
        apps, None
    )
    again = Evidence.objects.filter(key=KEY, value=5_500).get()
    assert again.ending == Ending.WITHDRAWN
    assert Evidence.objects.filter(key=KEY, value=55_000, ending=Ending.SUPERSEDED).exists()
