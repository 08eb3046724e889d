"""The public page about decisions: what people decided counts, with its reasons, nothing else."""

import datetime

import pytest
from django.utils import timezone

from sez_portal.records.choices import Verdict
from sez_portal.records.models import Submission
from sez_portal.records.services.decide import Ruling, decide
from sez_portal.records.services.propose import propose
from tests import cast
from tests.pages import in_one_line
from zones.models import Zone
from zones.record import ZONE

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("plain_weeks")]
KEY = "la-savan-seno"
PAGE = "/about/moderation/"


def send(number: int, **values) -> Submission:
    by = cast.official(KEY, f"official{number}@sample.invalid")
    return propose(record=ZONE, key=KEY, by=by, values=values)


def rule(sent: Submission, by, **rulings: Ruling) -> None:
    decide(submission=sent, by=by, rulings=rulings, turn=sent.turn)


def of_laos(client):
    services = client.get(PAGE).context["services"]
    return next(one for one in services if one.country.iso2 == "LA")


def test_what_goes_live_at_once_was_decided_by_nobody(client):
    for number in range(6):
        send(number, office_phone=f"+856 41 {number}")
    figures = of_laos(client)
    assert (figures.days, figures.verdicts.total(), figures.median_days) == ([], 0, None)


def test_of_a_submission_only_what_people_decided_counts(client):
    sent = send(1, office_phone="+856 41 1", firms=148, jobs=6250)
    assert "office_phone" in sent.decisions
    reason = "Send the half-year report."
    rule(sent, cast.moderator(), firms=Ruling(Verdict.DECLINED, reason=reason))
    figures = of_laos(client)
    assert figures.verdicts == {Verdict.DECLINED: 1}
    assert figures.days == []  # one field waits: it is not decided yet
    page = in_one_line(client.get(PAGE))
    assert f"Firms, {timezone.localdate():%B %Y}: “{reason}”" in page
    for name in ("moderator", "official1", "Savan-Seno"):
        assert name not in page.partition('id="m3"')[2].partition("</section>")[0]


def test_the_median_is_of_the_days_that_people_took(client):
    moderator, today = cast.moderator(), timezone.now()
    for number, days in enumerate((0, 7, 7, 14, 21)):
        sent = send(number, firms=140 + number)
        Submission.objects.filter(pk=sent.pk).update(
            submitted_at=today - datetime.timedelta(days=days)
        )
        live = Zone.objects.get(key=KEY).firms
        rule(sent, moderator, firms=Ruling(Verdict.ACCEPTED, seen=live))
    for number in range(6, 20):
        send(number, office_phone=f"+856 41 {number}")  # live in no time, by nobody
    figures = of_laos(client)
    assert sorted(figures.days) == [0, 5, 5, 10, 15]
    assert (figures.median_days, figures.accepted_pct) == (5, 100)


def test_reasons_about_a_hidden_row_are_told_to_nobody(client):
    sent = send(1, firms=148)
    rule(sent, cast.moderator(), firms=Ruling(Verdict.DECLINED, reason="A secret."))
    Zone.objects.filter(key=KEY).update(is_published=False)
    page = in_one_line(client.get(PAGE))
    assert "A secret." not in page
    assert "No field was declined in these twelve months." in page
