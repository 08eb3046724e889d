"""Any sequence of acts replays to the live values, and "as of" any moment to what was live then."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from sez_portal.records.choices import Verdict
from sez_portal.records.evidence import summary
from sez_portal.records.evidence.facts import Notes, Then, facts_of
from sez_portal.records.models import DataVersion, Evidence, Submission
from sez_portal.records.past import values_at
from sez_portal.records.services.confirm import confirm
from sez_portal.records.services.decide import Ruling, decide
from sez_portal.records.services.edit import edit
from sez_portal.records.services.propose import open_submission, propose, withdraw
from sez_portal.records.services.revert import revert
from tests import cast
from zones.models import Zone
from zones.record import ZONE

KEY = "la-vita-park"
FIELDS = ("firms", "jobs", "developer", "office_phone")
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["propose", "approve", "decline", "revert", "edit", "confirm", "withdraw"]),
        st.sampled_from(FIELDS),
        st.integers(1, 5),
    ),
    min_size=1,
    max_size=12,
)


class Replay(TestCase):
    def setUp(self) -> None:
        self.author = cast.official(KEY, "author@sample.invalid")
        self.moderator = cast.moderator("moderator@sample.invalid")

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
        elif act == "edit":
            more = {"by": self.moderator, "office": "MI", "note": "n"}
            edit(record=ZONE, key=KEY, values={field: value}, **more)

    def live(self) -> dict:
        return ZONE.read(Zone.objects.get(key=KEY))


@pytest.mark.django_db
def test_the_seeded_rows_replay_too():
    version = DataVersion.current()
    for zone in Zone.objects.order_by("-pk")[:30]:
        assert values_at(ZONE, zone.key, version) == ZONE.read(zone)
