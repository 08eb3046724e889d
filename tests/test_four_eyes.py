"""Nobody changes a record alone for the institute, and a conflict undoes nobody's figures."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from sez_portal.accounts.models import User
from sez_portal.records.choices import Origin, SubmissionStatus, Verdict
from sez_portal.records.models import Evidence, Submission
from sez_portal.records.services.apply import apply, publish
from sez_portal.records.services.confirm import confirm
from sez_portal.records.services.decide import Ruling, decide
from sez_portal.records.services.edit import edit
from sez_portal.records.services.propose import Piece, propose
from sez_portal.records.services.revert import revert
from tests import cast
from tests.administration import KEY, Sent, change, faults, typed, url
from tests.pages import refused
from zones.models import Zone
from zones.record import ZONE

pytestmark = pytest.mark.django_db


@pytest.fixture
def focal(client):
    user = cast.focal_point("LA", office="Ministry of Planning")
    cast.sign_in(client, user)
    return user


def zone() -> Zone:
    return Zone.objects.get(key=KEY)


def address() -> str:
    return url(Zone, "change", zone().pk)


def by_others(focal, **values) -> None:
    edit(record=ZONE, key=KEY, values=values, by=focal, office="O", note="n")


def rule(sent: Submission, by, **verdicts) -> Submission:
    live = ZONE.read(zone())
    rulings = {
        name: Ruling(verdict, reason="r", seen=live[name]) for name, verdict in verdicts.items()
    }
    return decide(submission=sent, by=by, rulings=rulings, turn=sent.turn)


MINE = {"note": "counted again", "clash-firms": "mine"}


def test_a_conflict_in_one_field_undoes_no_other(client, focal):
    data = typed(client, address(), firms="148")
    by_others(focal, firms=140, jobs=5000, developer="Another developer")
    answer = client.post(address(), data)
    assert answer.status_code == 422
    assert "it is now: 140" in " ".join(faults(answer)["firms"])
    again = Sent(answer.content.decode()).data
    assert (again["firms"], again["jobs"], again["developer"]) == (
        ["148"],
        ["5000"],
        ["Another developer"],
    )
    assert client.post(address(), again | MINE).status_code == 302
    now = zone()
    assert (now.firms, now.jobs, now.developer) == (148, 5000, "Another developer")
    last = Submission.objects.applied().filter(key=KEY).first()
    assert list(last.changes) == ["firms"]
    shown = Evidence.objects.filter(key=KEY, field__in=["jobs", "developer"], is_shown=True)
    assert not shown.filter(confirmed_by="Ministry of Planning").exists()


def test_a_second_conflict_is_told_too(client, focal):
    data = typed(client, address(), firms="148")
    by_others(focal, firms=140)
    again = Sent(client.post(address(), data).content.decode()).data | MINE
    by_others(focal, firms=141, jobs=5001)
    answer = client.post(address(), again)
    assert "it is now: 141" in " ".join(faults(answer)["firms"])
    assert (zone().firms, zone().jobs) == (141, 5001)


def test_a_moderators_change_waits_for_another_person(client):
    moderator, other = cast.moderator(), cast.moderator("other@sample.invalid")
    cast.sign_in(client, moderator)
    answer = change(client, KEY, Zone, firms="148", note="The report came")
    assert answer.status_code == 302
    assert zone().firms == 129
    sent = Submission.objects.get(author=moderator)
    assert (sent.status, sent.origin) == (SubmissionStatus.WAITING, Origin.MI)
    assert "Another person decides about: Firms" in client.get(answer.url).content.decode()
    assert moderator not in _who_may_decide(sent, moderator, other)
    rule(sent, other, firms=Verdict.ACCEPTED)
    assert zone().firms == 148
    history = client.get(f"/zones/{KEY}/history/").content.decode()
    assert "edited by the Mekong Institute" in history
    assert "edited by the focal point" not in history


def test_an_administrator_is_bound_like_anybody(client):
    administrator = cast.administrator()
    cast.sign_in(client, administrator)
    change(client, KEY, Zone, firms="148", note="The report came")
    assert zone().firms == 129
    sent = Submission.objects.get(author=administrator)
    assert _who_may_decide(sent, administrator) == []


def test_the_focal_point_of_the_country_decides_what_the_institute_changed(focal):
    moderator = cast.moderator()
    sent = edit(
        record=ZONE, key=KEY, values={"firms": 148}, by=moderator, office="MI", note="The report"
    )
    abroad = cast.focal_point("KH", email="abroad@sample.invalid")
    assert _who_may_decide(sent, focal, abroad) == [focal]
    rule(sent, focal, firms=Verdict.ACCEPTED)
    part = Submission.objects.get(proposal=sent)
    assert (zone().firms, part.awaits_country) == (148, False)


def test_the_focal_point_decides_nothing_that_an_official_sent(focal):
    official = cast.official(KEY)
    sent = propose(record=ZONE, key=KEY, by=official, values={"firms": 148})
    assert _who_may_decide(sent, focal) == []


def test_low_risk_fields_of_the_institute_are_live_at_once():
    moderator = cast.moderator()
    values = {"website": "https://zone.example/", "firms": 148}
    sent = edit(record=ZONE, key=KEY, values=values, by=moderator, office="MI", note="n")
    assert sent.is_waiting
    assert (zone().website, zone().firms) == ("https://zone.example/", 129)


def test_a_new_row_of_the_institute_waits_too(client):
    cast.sign_in(client, cast.moderator())
    add = url(Zone, "add")
    more = {"key": "la-new-zone", "name_en": "New Zone", "country": "LA", "note": "It was opened"}
    more |= {"lat": "17.97", "lon": "102.6", "type": "industrial_park", "status": "planned"}
    assert "management" in faults(client.post(add, typed(client, add, **more)))
    more |= {"management": "unknown", "coord_precision": "town"}
    answer = client.post(add, typed(client, add, **more))
    assert answer.status_code == 302, faults(answer)
    assert not Zone.objects.filter(key="la-new-zone").exists()
    sent = Submission.objects.get(key="la-new-zone")
    assert client.get(answer.url).status_code == 200
    other = cast.moderator("other@sample.invalid")
    names = dict.fromkeys(sent.fields, Ruling(Verdict.ACCEPTED))
    decide(submission=sent, by=other, rulings=names, turn=sent.turn)
    assert Zone.objects.get(key="la-new-zone").name_en == "New Zone"


@pytest.mark.parametrize("who", [cast.moderator, lambda: cast.focal_point("LA")])
def test_a_slip_is_asked_about_and_goes_through_with_a_reason(client, who):
    cast.sign_in(client, who())
    data = typed(client, address(), lat="48.1", lon="2.3", area_ha="540000", note="Moved")
    answer = client.post(address(), data)
    assert answer.status_code == 422
    assert "The point lies outside the country." in answer.content.decode()
    assert "is the unit right?" in answer.content.decode()
    assert not Submission.objects.filter(note="Moved").exists()
    again = Sent(answer.content.decode()).data
    assert client.post(address(), again | {"note": " "}).status_code == 422
    assert client.post(address(), again | {"note": "Measured twice"}).status_code == 302
    assert Submission.objects.filter(note="Measured twice").exists()


def test_an_official_is_asked_about_a_slip_too(client):
    cast.sign_in(client, cast.official(KEY))
    page = f"/desk/edit/zone/{KEY}/{ZONE['area_ha'].group}/"
    form = client.get(page).context["form"]
    data = {bound.html_name: bound.value() or "" for bound in form} | {"area_ha": "540000"}
    data.pop("paper", None)
    answer = refused(client, page, data)
    assert not Submission.objects.filter(origin="proposal").exists()
    assert "is the unit right?" in answer.content.decode()
    data |= {
        "note": "Measured twice",
        "seen_findings": answer.context["form"]["seen_findings"].value(),
    }
    assert client.post(page, data).status_code == 302


CAUTION = {
    "kind": "other",
    "text": "A sanction",
    "said_by": "An office",
    "said_on": "2026",
    "is_named": "",
    "reply": "",
}


@pytest.fixture
def cautioned() -> Submission:
    kind = ZONE["cautions"].kind.columns["kind"].choices.values[0]
    rows = [{**CAUTION, "kind": kind}]
    made = apply(record=ZONE, key=KEY, values={"cautions": rows}, origin=Origin.ADMIN)
    assert made is not None
    return made


@pytest.mark.parametrize("who", [cast.moderator, lambda: cast.focal_point("LA")])
def test_a_caution_falls_only_with_a_second_person_of_the_institute(cautioned, who):
    by = who()
    values = {"cautions": [], "website": "https://zone.example/"}
    sent = edit(record=ZONE, key=KEY, values=values, by=by, office="O", note="n")
    assert sent.is_waiting
    assert zone().website == "https://zone.example/"
    assert zone().cautions.count() == 1
    other = cast.moderator("other@sample.invalid")
    country = cast.focal_point("LA", "f@sample.invalid")
    assert _who_may_decide(sent, by, country, other) == [other]
    User.objects.filter(pk=country.pk).update(is_active=False)  # nobody is waited for
    rule(sent, other, cautions=Verdict.ACCEPTED)
    assert zone().cautions.count() == 0


def test_a_caution_is_not_taken_back_by_one_person(cautioned):
    for by in (cast.moderator(), cast.focal_point("LA")):
        with pytest.raises(ValidationError, match="another person"):
            revert(submission=cautioned, by=by, note="n")


def test_nobody_gives_a_row_away_to_another_country(focal):
    values = {"country": "KH", "province": None}
    with pytest.raises(PermissionDenied):
        edit(record=ZONE, key=KEY, values=values, by=focal, office="O", note="n")


def test_publishing_says_in_whose_name():
    note = {"office": "O", "note": "n", "record": ZONE, "key": KEY}
    assert publish(is_published=False, by=cast.moderator(), **note).origin == Origin.MI
    made = publish(is_published=True, by=cast.focal_point("LA"), **note)
    assert made.origin == Origin.ADMIN


def test_only_texts_are_put_in_other_words(client):
    official, moderator = cast.official(KEY), cast.moderator()
    values = {"firms": 148, "developer": "A developer"}
    piece = {
        name: [Piece(value=value, confirmed_on="2026-11-20", confirmed_by="The office")]
        for name, value in values.items()
    }
    sent = propose(record=ZONE, key=KEY, by=official, values=values, evidence=piece)
    live = ZONE.read(zone())
    figure = {"firms": Ruling(Verdict.ACCEPTED, seen=live["firms"], override=9999)}
    with pytest.raises(ValidationError, match="Only a text"):
        decide(submission=sent, by=moderator, rulings=figure, turn=sent.turn)
    cast.sign_in(client, moderator)
    assert 'name="instead-firms"' not in client.get(sent.get_absolute_url()).content.decode()
    words = {
        "developer": Ruling(Verdict.ACCEPTED, seen=live["developer"], override="The developer")
    }
    decide(submission=sent, by=moderator, rulings=words, turn=sent.turn)
    shown = Evidence.objects.get(key=KEY, field="developer", is_shown=True)
    assert (shown.value, shown.confirmed_by, shown.confirmed_on) == ("The developer", "", None)
    assert shown.worded_by == "Mekong Institute"
    page = client.get(f"/zones/{KEY}/").content.decode()
    assert "Worded by Mekong Institute" in page
    confirm(record=ZONE, key=KEY, names=["developer"], by=official)
    assert Evidence.objects.get(key=KEY, field="developer", is_shown=True).worded_by == ""


def _who_may_decide(sent: Submission, *people) -> list:
    return [
        person
        for person in people
        if Submission.objects.allowed(person, "decide").filter(pk=sent.pk).exists()
    ]
