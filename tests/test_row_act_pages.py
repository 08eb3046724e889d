"""The pages of acts on whole rows, sent as a browser sends them."""

import pytest

from countries.models import Incentive
from sez_portal.records.choices import RowAct
from sez_portal.records.models import FormerKey, Submission
from sez_portal.records.services import row_acts
from sez_portal.records.services.told import Told
from tests import cast
from tests.administration import FOREIGN, KEY, Sent, faults, state, url
from zones.models import CrossBorderZone, Zone
from zones.record import ZONE

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # pages; the acts run on both
OTHER, RULE = "la-vita-park", "la-sez-profit-tax-zone2"
GOES = "la-saysettha"  # unlike the usual one, no country shares it


@pytest.fixture
def focal(client):
    user = cast.focal_point("LA", office="Ministry of Planning")
    cast.sign_in(client, user)
    return user


def page_of(act: str, key: str = KEY, model=Zone) -> str:
    return url(model, "whole", model.objects.get(key=key).pk, act)


def typed(client, address: str, **more) -> dict:
    """What a browser sends of the last form of the page."""
    sent = Sent(client.get(address).content.decode()).data
    return {name: value for name, value in sent.items() if name != "q"} | {"note": "Why"} | more


def undo(client, model, key: str) -> None:
    """Use the first link to undo on the page of the row."""
    row = model.objects.get(key=key)
    page = client.get(url(model, "change", row.pk))
    _act, address = page.context["undoable"][0]
    assert address in page.content.decode()
    assert client.post(address, {"note": ""}).status_code == 422
    assert client.post(address, {"note": "A mistake"}).status_code == 302
    assert client.get(address).status_code == 302  # once


def test_a_zone_gets_another_name_and_address(client, focal):
    before = Zone.objects.get(key=KEY).name_en
    address = page_of("rename")
    assert before in client.get(address).content.decode()
    more = {"name_en": "Savan Two", "new_key": "la-savan-two", "since": "2026-07", "url": "x.la/d"}
    answer = client.post(address, typed(client, address, **more))
    assert answer.status_code == 302, faults(answer)
    zone = Zone.objects.get(key="la-savan-two")
    assert (zone.name_en, before in zone.other_names) == ("Savan Two", True)
    undo(client, Zone, "la-savan-two")
    assert Zone.objects.get(key=KEY).name_en == before


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"new_key": "kh-savan"}, "new_key"),
        ({"new_key": "la-boten"}, "new_key"),
        ({"new_key": "no key"}, "new_key"),
        ({"since": "soon"}, "since"),
        ({}, "__all__"),
        ({"note": " ", "name_en": "Savan"}, "note"),
        ({"name_en": "x" * 300}, "name_en"),
    ],
)
def test_a_name_that_cannot_be_is_said_at_its_place(client, focal, more, place):
    address, before = page_of("rename"), state()
    answer = client.post(address, typed(client, address, name_lo="ສະຫວັນ") | {"name_lo": ""} | more)
    assert answer.status_code == 422
    assert place in faults(answer)
    assert state() == before


def test_two_zones_are_made_one_step_by_step(client, focal):
    address = page_of("merge", OTHER)
    page = client.get(f"{address}?q=saysettha").content.decode()
    assert f"?other={GOES}" in page
    assert "Phnom Penh" not in client.get(f"{address}?q=phnom").content.decode()
    chosen = f"{address}?other={GOES}"
    page = client.get(chosen)
    goes, stays = Zone.objects.get(key=GOES), Zone.objects.get(key=OTHER)
    missing = [one.field.key for one, ticked in page.context["form"].ticked if ticked]
    assert missing
    assert all(not says(stays, name) for name in missing)
    answer = client.post(chosen, typed(client, chosen))
    assert answer.status_code == 302, faults(answer)
    assert answer.url == url(Zone, "change", stays.pk)
    stays.refresh_from_db()
    goes.refresh_from_db()
    assert not goes.is_published
    assert goes.name_en in stays.other_names
    assert all(says(stays, name) for name in missing)
    assert "It can be undone here" in client.get(answer.url).content.decode()
    undo(client, Zone, OTHER)
    assert Zone.objects.get(key=GOES).is_published
    assert not FormerKey.objects.exists()


def says(zone, name: str) -> bool:
    return ZONE.read(zone, [name])[name] not in (ZONE[name].kind.empty, "unknown")


def test_they_change_places(client, focal):
    chosen = f"{page_of('merge', OTHER)}?other={KEY}&swap="
    answer = client.post(chosen, typed(client, chosen, take=[]))
    assert answer.url == url(Zone, "change", Zone.objects.get(key=KEY).pk)
    assert FormerKey.objects.get(former=OTHER).key == KEY


def test_what_changed_meanwhile_is_looked_at_again(client, focal):
    chosen = f"{page_of('merge', OTHER)}?other={KEY}"
    data, before = typed(client, chosen), FormerKey.objects.count()
    Zone.objects.filter(key=KEY).update(version=10**6)
    answer = client.post(chosen, data)
    assert answer.status_code == 422
    assert "changed since you opened" in answer.content.decode()
    assert FormerKey.objects.count() == before
    again = Sent(answer.content.decode()).data
    again.pop("q", None)
    assert client.post(chosen, again).status_code == 302


@pytest.mark.parametrize("other", ["", FOREIGN, KEY, "no-such", "\x00"])
def test_no_other_row_than_one_of_theirs_can_be_chosen(client, focal, other):
    address, before = f"{page_of('merge')}?other={other}", state()
    page = client.get(address)
    assert page.status_code in (200, 400)
    assert "Phnom Penh" not in page.content.decode()
    assert client.post(address, {"note": "n"}).status_code in (422, 400)
    assert state() == before


def test_a_zone_is_parted_in_two(client, focal):
    address = page_of("part")
    more = {"name_en": "Savan East", "new_key": "la-savan-east", "area_ha": "1,012.5"}
    answer = client.post(address, typed(client, address, **more, take=["developer"]))
    assert answer.status_code == 302, faults(answer)
    new = Zone.objects.get(key="la-savan-east")
    assert (str(new.area_ha), new.developer) == (
        "1012.50",
        Zone.objects.get(key=KEY).developer,
    )
    undo(client, Zone, KEY)
    assert client.get("/zones/la-savan-east/")["Location"] == f"/zones/{KEY}/"


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"name_en": ""}, "name_en"),
        ({"new_key": "la-boten"}, "new_key"),
        ({"new_key": "kh-east"}, "new_key"),
        ({"lat": "north"}, "lat"),
    ],
)
def test_a_part_that_cannot_be_is_said_at_its_place(client, focal, more, place):
    address, count = page_of("part"), Zone.objects.count()
    answer = client.post(address, typed(client, address, **({"name_en": "East"} | more)))
    assert (answer.status_code, place in faults(answer)) == (422, True)
    assert Zone.objects.count() == count


LAW = {
    "day": "2026-07-01",
    "source": "Decree No. 301/GOV",
    "legal_basis": "Decree No. 301/GOV, article 34",
    "new_key": "la-sez-profit-tax-zone2-2026",
    "name_en": "Ten years free of profit tax",
    "description_en": "Ten years without profit tax.",
    "holiday_years_min": "10",
    "holiday_years_max": "10",
}


def test_a_new_law_ends_the_old_rule(client, focal):
    address = page_of("replace", RULE, Incentive)
    form = client.get(address).context["form"]
    assert not form["name_en"].value()  # texts are asked again, not copied
    answer = client.post(address, typed(client, address, **LAW))
    assert answer.status_code == 302, faults(answer)
    old, new = Incentive.objects.get(key=RULE), Incentive.objects.get(key=LAW["new_key"])
    assert (old.effective_to, new.effective_from) == ("2026-06-30", "2026-07-01")
    assert new.zone_keys == old.zone_keys
    undo(client, Incentive, RULE)
    assert Incentive.objects.get(key=RULE).effective_to == ""


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"name_en": "Eight years free"}, "name_en"),
        ({"description_en": "After 8 years the tax is due."}, "description_en"),
        ({"name_en": "", "are_read": "on"}, "name_en"),
        ({"source": ""}, "source"),
        ({"legal_basis": ""}, "legal_basis"),
        ({"day": "2026-07"}, "day"),
        ({"day": "1999-01-01"}, "day"),
        ({"new_key": RULE}, "new_key"),
        ({"holiday_years_min": "12"}, "holiday_years_min"),
    ],
)
def test_a_text_that_says_what_the_old_law_said_is_asked_again(client, focal, more, place):
    address, count = page_of("replace", RULE, Incentive), Incentive.objects.count()
    answer = client.post(address, typed(client, address, **(LAW | more)))
    assert (answer.status_code, place in faults(answer)) == (422, True), faults(answer)
    assert Incentive.objects.count() == count


def test_a_text_that_was_read_is_taken(client, focal):
    address = page_of("replace", RULE, Incentive)
    more = LAW | {"description_en": "Unlike the 8 years of 2018, ten.", "are_read": "on"}
    assert client.post(address, typed(client, address, **more)).status_code == 302


ROLES = {
    "nobody": (None, 302),
    "person": (lambda: cast.person("p@sample.invalid"), 302),
    "official": (lambda: cast.official(KEY, "z@sample.invalid"), 302),
    "focal point elsewhere": (lambda: cast.focal_point("KH", "kh@sample.invalid"), 302),
    "focal point": (lambda: cast.focal_point("LA", "la@sample.invalid"), 200),
    "moderator": (cast.moderator, 200),
    "administrator": (cast.administrator, 200),
}


@pytest.mark.parametrize("act", [RowAct.RENAME, RowAct.MERGE, RowAct.PART, "undo"])
@pytest.mark.parametrize("role", ROLES)
def test_the_pages_by_role(client, act, role):
    make, expected = ROLES[role]
    if act == "undo":
        by = cast.focal_point("LA", "who@sample.invalid")
        told, terms = Told(by, "O", "n"), {"names": {"name_en": "Savan Two"}}
        made = row_acts.begin(act=RowAct.RENAME, record=ZONE, key=KEY, terms=terms, told=told)
        address = url(Zone, "undo", Zone.objects.get(key=KEY).pk, made.pk)
    else:
        address = page_of(act)
    if make:
        cast.sign_in(client, make())
    before = state()
    answer = client.get(address)
    assert answer.status_code == expected
    if expected != 200:
        assert "Savan" not in answer.content.decode()
        assert client.post(address, {"note": "n"}).status_code != 200 or make is None
    assert state() == before


@pytest.mark.parametrize(
    ("role", "expected"),
    [("person", 404), ("official", 403), ("focal point elsewhere", 404)],
)
def test_what_waits_is_not_decided_by_others(client, role, expected):
    told, terms = Told(cast.moderator(), "MI", "n"), {"names": {"name_en": "Savan Two"}}
    sent = row_acts.begin(act=RowAct.RENAME, record=ZONE, key=KEY, terms=terms, told=told)
    cast.sign_in(client, ROLES[role][0]())
    data = {"do": "agree", "turn": sent.turn}
    assert client.post(f"/desk/submissions/{sent.pk}/act/", data).status_code == expected
    assert Zone.objects.get(key=KEY).name_en != "Savan Two"


def test_what_is_done_to_a_row_depends_on_what_it_is(client, focal):
    assert client.get(page_of("replace")).status_code == 404
    assert client.get(page_of("part", RULE, Incentive)).status_code == 404
    pair = next(one for one in CrossBorderZone.objects.all() if one.zone_b_id)
    assert client.get(url(CrossBorderZone, "whole", pair.pk, "part")).status_code == 404


def test_the_institute_asks_and_the_focal_point_agrees(client, focal):
    moderator = cast.moderator()
    cast.sign_in(client, moderator)
    address = page_of("rename")
    assert "waits until another person" in client.get(address).content.decode()
    answer = client.post(address, typed(client, address, name_en="Savan Two"))
    sent = Submission.objects.get(author=moderator)
    assert answer.url == sent.get_absolute_url()
    page = client.get(answer.url).content.decode()
    assert "Savan Two" in page
    assert 'value="agree"' not in page
    decision = f"/desk/submissions/{sent.pk}/act/"
    assert client.post(decision, {"do": "agree", "turn": sent.turn}).status_code == 403
    cast.sign_in(client, focal)
    assert sent.get_absolute_url() in client.get("/desk/queue/").content.decode()
    assert 'value="agree"' in client.get(sent.get_absolute_url()).content.decode()
    assert client.post(decision, {"do": "decline", "turn": sent.turn}).status_code == 422
    assert client.post(decision, {"do": "agree", "turn": "9"}).status_code == 422
    assert client.post(decision, {"do": "agree", "turn": sent.turn}).status_code == 302
    assert Zone.objects.get(key=KEY).name_en == "Savan Two"
    assert client.get("/desk/").status_code == 200
    assert row_acts.is_undone(sent) is False


@pytest.mark.parametrize("act", ["merge", "part"])
def test_what_waits_is_told_in_words(client, focal, act):
    moderator = cast.moderator()
    cast.sign_in(client, moderator)
    address = page_of(act) + (f"?other={OTHER}" if act == "merge" else "")
    more = {"name_en": "East", "take": ["developer"]} if act == "part" else {}
    assert client.post(address, typed(client, address, **more)).status_code == 302
    sent = Submission.objects.get(author=moderator)
    for address in (sent.get_absolute_url(), "/desk/", "/desk/queue/"):
        assert client.get(address).status_code == 200
    cast.sign_in(client, focal)
    page = client.get(sent.get_absolute_url()).content.decode()
    assert ("It becomes one with" if act == "merge" else "Taken over or copied") in page
