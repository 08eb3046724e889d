"""Any sequence of acts replays to the live values, and "as of" any moment to what was live then."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from countries.models import Incentive
from countries.record import INCENTIVE
from countries.replacing import replace
from sez_portal.records.choices import Verdict
from sez_portal.records.evidence import summary
from sez_portal.records.evidence.citation import Cited, Piece
from sez_portal.records.evidence.facts import Notes, Then, facts_of
from sez_portal.records.models import DataVersion, Evidence, Submission
from sez_portal.records.past import values_at
from sez_portal.records.services.confirm import confirm
from sez_portal.records.services.decide import Ruling, decide
from sez_portal.records.services.edit import edit
from sez_portal.records.services.merge import merge
from sez_portal.records.services.propose import open_submission, propose, withdraw
from sez_portal.records.services.rename import give_name
from sez_portal.records.services.revert import revert
from sez_portal.records.services.row_acts import is_undone, undo
from sez_portal.records.services.told import Told
from tests import cast
from zones.models import Zone
from zones.record import ZONE

KEY, OTHER, RULE = "la-vita-park", "la-saysettha", "la-sez-profit-tax-zone2"
FIELDS = ("firms", "jobs", "developer", "office_phone")
ACTS = st.lists(
    st.tuples(
        st.sampled_from(
            [
                *("propose", "approve", "decline", "revert", "edit", "confirm", "withdraw"),
                *("supersede", "another source", "rename", "merge", "undo"),
            ]
        ),
        st.sampled_from(FIELDS),
        st.integers(1, 5),
    ),
    min_size=1,
    max_size=12,
)


class Replay(TestCase):
    def setup_example(self) -> None:
        """Within what is rolled back after each example; `setUp` stands outside of it."""
        super().setup_example()
        self.author = cast.official(KEY, "author@sample.invalid")
        self.moderator = cast.moderator("moderator@sample.invalid")
        self.focal = cast.focal_point("LA")

    @settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(ACTS)
    def test_history_is_all_there_is(self, acts: list[tuple[str, str, int]]) -> None:
        stood = {}
        for act in acts:
            try:
                self.do(*act)
            except (ValidationError, PermissionDenied):
                pass  # refused acts leave nothing behind, which is what is looked at next
            stood[DataVersion.current()] = self.live()
        for version, values in stood.items():
            assert values_at(ZONE, KEY, version) == values
            zone = Zone.objects.get(key=KEY)
            then = Then(version, datetime.date(2026, 11, 25))
            facts = facts_of(ZONE, zone, notes=Notes(), then=then)
            assert {name: fact.value for name, fact in facts.items()} == values
        shown = Evidence.objects.filter(key=KEY, is_shown=True)
        assert all(row.value == self.live()[row.field] for row in shown if row.state == "known")
        told = Zone.objects.get(key=KEY).listed
        assert told == summary.kept(row for row in shown if row.field in ZONE.listed)

    def do(self, act: str, field: str, number: int) -> None:
        live = self.live()
        sent = open_submission(ZONE, KEY, self.author)
        value = f"text {number}" if isinstance(live[field], str) else number
        if act == "propose":
            version = DataVersion.current()
            more = {"record": ZONE, "key": KEY, "by": self.author, "based_on": version}
            propose(values={field: value}, **more)
        elif act in ("approve", "decline") and sent:
            verdict = Verdict.ACCEPTED if act == "approve" else Verdict.DECLINED
            names = sent.undecided[:number]
            rulings = {n: Ruling(verdict, reason="r", seen=live[n]) for n in names}
            decide(submission=sent, by=self.moderator, rulings=rulings, turn=sent.turn)
        elif act == "withdraw" and sent:
            withdraw(submission=sent, by=self.author)
        elif act == "revert":
            changes = Submission.objects.applied().filter(key=KEY, is_new=False)
            if chosen := changes[number - 1 : number].first():
                revert(submission=chosen, by=self.moderator, note="n")
        elif act == "confirm":
            confirm(record=ZONE, key=KEY, names=[field], by=self.author)
        elif act in ("rename", "merge", "undo"):
            self.do_to_the_row(act, field, number)
        elif act in ("supersede", "another source"):
            source = Cited("", "One source" if act == "supersede" else f"Source {number}")
            piece = Piece(value=value, speaks_of=str(2020 + number), sources=(source,))
            told = {"by": self.focal, "office": "O", "note": "n"}
            edit(record=ZONE, key=KEY, values={field: value}, evidence={field: [piece]}, **told)
        elif act == "edit":
            more = {"by": self.moderator, "office": "MI", "note": "n"}
            edit(record=ZONE, key=KEY, values={field: value}, **more)

    def do_to_the_row(self, act: str, field: str, number: int) -> None:
        told = Told(self.focal, "O", "n")
        if act == "rename":
            give_name(record=ZONE, key=KEY, told=told, names={"name_en": f"Name {number}"})
        elif act == "merge":
            merge(record=ZONE, key=OTHER, into=KEY, take=[field, "name_en"], told=told)
        else:
            acts = Submission.objects.applied().filter(key__in=[KEY, OTHER]).exclude(act="")
            if (chosen := acts.first()) and not is_undone(chosen):
                undo(submission=chosen, told=told)

    @settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(st.lists(st.sampled_from(["replace", "undo", "edit"]), min_size=1, max_size=6))
    def test_a_replaced_law_replays_too(self, acts: list[str]) -> None:
        told, stood = Told(self.focal, "O", "n"), {}
        for number, act in enumerate(acts):
            try:
                self.do_to_the_law(act, number, told)
            except ValidationError:
                pass  # as above
            rules = Incentive.objects.filter(key__startswith=RULE)
            stood[DataVersion.current()] = {rule.key: INCENTIVE.read(rule) for rule in rules}
        for version, rows in stood.items():
            for key, values in rows.items():
                assert values_at(INCENTIVE, key, version) == values
        shown = Evidence.objects.filter(key__startswith=RULE, is_shown=True, state="known")
        now = stood[DataVersion.current()]
        assert all(row.value == now[row.key][row.field] for row in shown)

    def do_to_the_law(self, act: str, number: int, told: Told) -> None:
        if act == "replace":
            terms = {"day": f"2026-0{number + 1}-01", "new_key": f"{RULE}-{number}"}
            terms |= {"values": {"name_en": "New"}, "piece": {"sources": []}}
            replace(key=RULE, told=told, **terms)
        elif act == "edit":
            more = {"by": self.focal, "office": "O", "note": "n"}
            edit(record=INCENTIVE, key=RULE, values={"holiday_years_max": 20 + number}, **more)
        elif chosen := Submission.objects.applied().filter(key=RULE, act="replace").first():
            undo(submission=chosen, told=told)

    def live(self) -> dict:
        return ZONE.read(Zone.objects.get(key=KEY))


@pytest.mark.django_db
def test_the_seeded_rows_replay_too():
    version = DataVersion.current()
    for zone in Zone.objects.order_by("-pk")[:30]:
        assert values_at(ZONE, zone.key, version) == ZONE.read(zone)
