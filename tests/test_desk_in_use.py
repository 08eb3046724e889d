"""What people met on the desk when they used it for a day."""

import datetime

import pytest

from sez_portal.common import dates
from sez_portal.records import policy
from sez_portal.records.choices import RemarkKind, Verdict
from sez_portal.records.evidence.citation import Piece
from sez_portal.records.history import history_entry
from sez_portal.records.models import Evidence, Submission
from sez_portal.records.services.decide import Overtaken, Ruling, TooEarly, decide, remark
from sez_portal.records.services.propose import propose
from tests import cast
from tests.pages import refused
from zones.models import Zone
from zones.record import ZONE

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # pages; the services run on both
KEY = "la-savan-seno"
NEW = "/desk/zones/new/"


def send(by, evidence=None, **values) -> Submission:
    pieces = {name: [piece] for name, piece in (evidence or {}).items()}
    return propose(record=ZONE, key=KEY, by=by, values=values, evidence=pieces)


def test_a_second_sending_keeps_what_the_first_rests_on():
    official = cast.official(KEY)
    piece = Piece(value=148, confirmed_on="2026-11-20", confirmed_by="The office")
    send(official, {"firms": piece}, firms=148)
    sent = send(official, firms=148, jobs=6250)
    assert sent.evidence["firms"][0]["confirmed_by"] == "The office"
    sent = send(official, firms=149)
    assert "firms" not in sent.evidence


def test_what_is_sent_again_overtakes_whoever_looks_at_it():
    official = cast.official(KEY)
    seen = Submission.objects.get(pk=send(official, firms=148).pk)
    send(official, firms=150)
    rulings = {"firms": Ruling(Verdict.ACCEPTED, seen=129)}
    with pytest.raises(Overtaken):
        decide(submission=seen, by=cast.moderator(), rulings=rulings, turn=seen.turn)
    assert Zone.objects.get(key=KEY).firms == 129


@pytest.mark.parametrize("days", [0, 1])
def test_mi_goes_on_from_the_very_day_that_the_page_names(monkeypatch, days: int):
    until = dates.today() + datetime.timedelta(days=days)
    monkeypatch.setattr(policy, "silent_until", lambda _sent, _names: until)
    sent = send(cast.official(KEY), firms=148)
    rulings = {"firms": Ruling(Verdict.ACCEPTED, seen=129)}
    told = {"submission": sent, "by": cast.moderator(), "rulings": rulings, "turn": sent.turn}
    if days:
        with pytest.raises(TooEarly):
            decide(**told)
    else:
        assert decide(**told).parts.get().awaits_country


def test_an_endorsement_ends_with_what_is_sent_after_it():
    official, focal = cast.official(KEY), cast.focal_point("LA")
    sent = send(official, firms=148)
    remark(submission=sent, by=focal, kind=RemarkKind.ENDORSED, text="agreed", turn=sent.turn)
    sent.refresh_from_db()
    assert policy.is_endorsed(sent)
    sent = send(official, firms=900)
    assert not policy.is_endorsed(sent)
    assert policy.silent_until(sent) is not None


def test_a_text_in_other_words_is_as_fresh_as_its_source():
    official, moderator = cast.official(KEY), cast.moderator()
    piece = Piece(value="A developer", confirmed_on="2026-11-20", confirmed_by="The office")
    sent = send(official, {"developer": piece}, developer="A developer")
    seen = ZONE.read(Zone.objects.get(key=KEY), ["developer"])["developer"]
    words = Ruling(Verdict.ACCEPTED, seen=seen, override="The developer")
    decide(submission=sent, by=moderator, rulings={"developer": words}, turn=sent.turn)
    shown = Evidence.objects.get(key=KEY, field="developer", is_shown=True)
    assert (shown.speaks_of, shown.confirmed_by) == ("2026-11-20", "")
    assert shown.stale_on is not None


def test_history_says_that_a_figure_is_withheld():
    piece = Piece(state="withheld", note="Firms asked.")
    sent = send(cast.official(KEY), {"jobs": piece}, jobs=None)
    (change,) = history_entry(ZONE, sent).fields
    assert change.after == "withheld: Firms asked."


def test_withdrawn_twice_is_withdrawn(client):
    official = cast.official(KEY)
    cast.sign_in(client, official)
    sent = send(official, firms=148)
    for words in ("Withdrawn.", "It was withdrawn already."):
        answer = client.post(f"/desk/submissions/{sent.pk}/withdraw/", follow=True)
        assert words in answer.content.decode()
        assert "148" in answer.content.decode()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, "Give the name of the zone."),
        ({"name_en": "Sample"}, "Say in which country it lies."),
        (
            {"name_en": "Sample", "country": "LA", "province": "cn-yunnan"},
            "This province lies in another country.",
        ),
    ],
)
def test_a_new_zone_says_what_it_lacks(client, typed, told):
    cast.sign_in(client, cast.person())
    form = client.get(NEW).context["form"]
    assert form["status"].value() == "unknown"
    data = {bound.html_name: bound.value() or "" for bound in form} | typed
    answer = refused(client, NEW, data) if typed else client.post(NEW, data, follow=True)
    assert told in answer.content.decode()
    assert not Submission.objects.filter(is_new=True, origin="proposal").exists()
