"""A new law replaces an incentive: the old rule ends and stays, the new one begins."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError

from countries.in_force import Standing, standing
from countries.models import Incentive
from countries.record import INCENTIVE
from investors.comparing.comparison import Comparison
from investors.comparing.workbook import _tax
from investors.shortlists.pack.answers import Pack
from sez_portal.common import dates
from sez_portal.records.choices import Origin, RowAct
from sez_portal.records.headlines import headline
from sez_portal.records.models import Evidence, Submission
from sez_portal.records.services import row_acts
from sez_portal.records.services.apply import apply
from tests import cast
from tests.row_acts import CITED, KEY, begin, said, undo
from zones.models import Zone

pytestmark = pytest.mark.django_db
OLD = "la-sez-profit-tax-zone2"


@pytest.fixture
def focal():
    return cast.focal_point("LA", office="Ministry of Planning")


def replaced(by, day: str = "2026-07-01", key: str = OLD, **more) -> Submission:
    values = {"name_en": "Ten years free", "description_en": "Ten years.", "holiday_years_min": 10}
    values |= {"holiday_years_max": 10, "legal_basis": "Decree No. 301/GOV, article 34"}
    terms = {"day": day, "new_key": f"{key}-2026", "values": values, "take": ["zone_keys"]}
    terms |= {"piece": {"speaks_of": day, "sources": [CITED]}, **more}
    return begin(RowAct.REPLACE, by, key, record=INCENTIVE, **terms)


def rule(key: str = OLD) -> Incentive:
    return Incentive.objects.get(key=key)


def test_the_old_rule_ends_and_stays_and_the_new_one_begins(client, focal):
    was, evidence = INCENTIVE.read(rule()), said(INCENTIVE, OLD)
    replaced(focal, holders="Article 51: whoever has it keeps it to its end.")
    old, new = rule(), rule(f"{OLD}-2026")
    now = INCENTIVE.read(old)
    assert {name for name in was if was[name] != now[name]} == {"effective_to"}
    assert now["effective_to"] == "2026-06-30"
    assert evidence <= said(INCENTIVE, OLD)
    assert (new.effective_from, new.effective_to, new.holiday_years_max) == ("2026-07-01", "", 10)
    assert (new.scope, new.category, new.zone_keys) == (old.scope, old.category, old.zone_keys)
    assert new.conditions_en == "" == new.name_lo
    sources = Evidence.objects.filter(key=new.key).values_list("sources__title", flat=True)
    assert set(sources) == {"Decree No. 301/GOV"}
    for day, states in (
        (datetime.date(2026, 6, 30), (Standing.IN_FORCE, Standing.AHEAD)),
        (datetime.date(2026, 7, 1), (Standing.ENDED, Standing.IN_FORCE)),
    ):
        assert (standing(old, day), standing(new, day)) == states
    page = client.get(f"/incentives/{OLD}/").content.decode()
    assert f"/incentives/{OLD}-2026/" in page
    assert "Article 51" in page
    assert "before 1 July 2026" in page
    page = client.get(f"/incentives/{OLD}-2026/").content.decode()
    assert f'href="/incentives/{OLD}/"' in page
    words = " ".join(page.split())
    assert "From 1 July 2026 on this rule takes the place of an older one:" in words
    assert "The older rule holds for projects licensed until 30 June 2026." in words
    assert "For projects licensed before" not in words


def test_both_rules_stand_with_their_dates_where_they_can_be_had(client, focal):
    replaced(focal)
    where = Zone.objects.get(key="la-boten")
    for address in (where.get_absolute_url(), "/countries/lao-pdr/"):
        page = client.get(address).content.decode()
        assert f"/incentives/{OLD}/" in page, address
        assert f"/incentives/{OLD}-2026/" in page, address
        assert "before 1 July 2026" in page, address


def test_until_its_day_a_new_law_is_told_as_not_yet_in_force(client, focal):
    year = dates.today().year + 1  # that of the project on the page of a zone
    key = "la-saysettha-profit-tax"
    replaced(focal, f"{year}-01-01", key)
    page = client.get("/zones/la-saysettha/")
    offered = page.context["page"].tax.offered
    assert rule(key) in offered.tenants
    assert rule(key) not in offered.ended
    assert [one.key for one in offered.ahead] == [f"{key}-2026"]
    words = " ".join(page.content.decode().split())
    assert "by the rules in force on" not in words
    assert f"Not yet in force: “Ten years free” begins on 1 January {year}." in words
    assert f"In force until 31 December {year - 1}" in words


def test_comparison_and_answer_pack_say_it_too(client, focal):
    year, key = dates.today().year + 1, "la-saysettha-profit-tax"
    replaced(focal, f"{year}-01-01", key)
    told = f"Not yet in force: “Ten years free” begins on 1 January {year}."
    zone = Zone.objects.get(key="la-saysettha")
    page = client.get("/compare/?zone=la-saysettha&zone=la-boten").content.decode()
    assert told in " ".join(page.split())
    assert any(told in row for row in _tax(Comparison([zone])))
    lines = [line for section in Pack({zone.key: ""}).answers[0].sections for line in section.lines]
    remarks = [line.remark for line in lines if "Ten years free" in f"{line.label} {line.remark}"]
    assert any(remark.startswith(told.rstrip(".")) for remark in remarks)  # of the best case
    assert any(f"Not yet in force. It begins on 1 January {year}" in one for one in remarks)
    assert not any("In force from 1 January" in one for one in remarks)


def test_the_schedule_takes_each_rule_for_its_own_years(client, focal):
    replaced(focal)
    where = Zone.objects.get(key="la-boten")

    def rules(start: int) -> tuple[set, set]:
        query = {"zone": where.key, "start": start, "profit": "1000000"}
        (result,) = client.get("/tools/incentives/", query).context["page"].results
        plans = {choice.plan.lead.key for choice in result.choices if choice.plan}
        return plans, {out.incentive.key for out in result.left_out}

    assert OLD in rules(2025)[0]
    assert f"{OLD}-2026" not in rules(2025)[0]
    assert {OLD, f"{OLD}-2026"} <= rules(2026)[0]  # until June the one, from July the other
    assert OLD not in rules(2027)[0]
    assert OLD in rules(2027)[1]
    assert f"{OLD}-2026" in rules(2027)[0]


def test_rules_beside_the_old_one_hold_beside_the_new_one_too(focal):
    other = Incentive.objects.filter(country="LA").exclude(key=OLD).order_by("pk").first()
    values = {"cumulates_with": [OLD]}
    apply(record=INCENTIVE, key=other.key, values=values, origin=Origin.ADMIN)
    made = replaced(focal)
    assert rule(other.key).cumulates_with == sorted([OLD, f"{OLD}-2026"])
    undo(made, focal)
    assert rule(other.key).cumulates_with == [OLD]


def test_a_replacing_that_was_a_mistake_leaves_no_trace_on_the_pages(client, focal):
    was, evidence = INCENTIVE.read(rule()), said(INCENTIVE, OLD)
    made = replaced(focal)
    undo(made, focal)
    assert (INCENTIVE.read(rule()), said(INCENTIVE, OLD)) == (was, evidence)
    page = client.get(f"/incentives/{OLD}/").content.decode()
    assert f"/incentives/{OLD}-2026/" not in page
    assert client.get(f"/incentives/{OLD}-2026/")["Location"] == f"/incentives/{OLD}/"
    assert f"{OLD}-2026" not in client.get("/countries/lao-pdr/").content.decode()


def test_the_history_tells_of_a_new_law_and_its_withdrawal_what_happened(client, focal):
    key = f"{OLD}-2026"
    made = replaced(focal)

    def lines(of: str) -> list[str]:
        acts = Submission.objects.applied().filter(record="incentive", key=of).exclude(is_new=True)
        return [headline(INCENTIVE, one) for one in acts]

    assert "Replaced by a new law from 1 July 2026 on" in lines(OLD)
    (begun,) = lines(key)
    assert begun == f"Takes the place of {rule().name_en} from 1 July 2026 on"
    feed = client.get("/updates.atom").content.decode()
    assert "on (a new law, Ministry of Planning)" in feed
    assert "replaced by a new law" not in feed
    undo(made, focal)
    assert {"The new rule was withdrawn", "No longer replaced"} <= set(lines(OLD))
    assert "Withdrawn" in lines(key)
    for page in ("/updates.atom", f"/incentives/{OLD}/history/"):
        told = client.get(page).content.decode()
        assert "The new rule was withdrawn" in told
        assert "Made one" not in told
        assert "merged" not in told.lower()
    (act,) = Submission.objects.filter(key=key, act=RowAct.MERGE)
    undo(act, focal)
    assert "The new rule stands again" in lines(OLD)
    assert "Stands again" in lines(key)


@pytest.mark.parametrize("day", ["1990-01-01"])
def test_a_day_before_the_old_rule_began_is_refused(focal, day):
    apply(record=INCENTIVE, key=OLD, values={"effective_from": "2018"}, origin=Origin.ADMIN)
    with pytest.raises(ValidationError, match="began on"):
        replaced(focal, day)
    apply(record=INCENTIVE, key=OLD, values={"effective_to": "2020"}, origin=Origin.ADMIN)
    with pytest.raises(ValidationError, match="ends on"):
        replaced(focal)


@pytest.mark.parametrize("who", ["official", "elsewhere", "person"])
def test_a_law_is_replaced_by_those_who_keep_the_country(who):
    by = {
        "official": lambda: cast.official(KEY, "z@sample.invalid"),
        "elsewhere": lambda: cast.focal_point("KH", "kh@sample.invalid"),
        "person": lambda: cast.person("p@sample.invalid"),
    }[who]()
    with pytest.raises(PermissionDenied):
        replaced(by)
    assert not Submission.objects.exclude(act="").exists()


def test_what_the_institute_wants_replaced_waits(focal):
    sent = replaced(cast.moderator())
    assert (sent.is_waiting, rule().effective_to) == (True, "")
    row_acts.agree(submission=sent, by=focal, turn=sent.turn)
    assert rule().effective_to == "2026-06-30"
