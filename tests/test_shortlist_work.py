"""The list as a workbench: order, notes that stay whatever is pressed, undo, several lists; the
state of its button on every page, and the list as a script is told it."""

import io
import re

import openpyxl
import pytest
from django.core.cache import cache, caches
from django.test import Client

from investors.models import Shortlist
from investors.shortlists import storage
from tests import cast
from tests.test_shortlist import ADD, KEYS, LIST, SAVE, add, held, listed, of_account

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.one_database,  # pages; how a list is kept runs on both
]
STATE = "/shortlist/state/"
THREE = [*KEYS, "la-boten"]
BUTTON = re.compile(
    r'<button[^>]*class="pick"[^>]*value="([\w-]+)"\s+name="(\w+)" aria-pressed="(\w+)"'
)


@pytest.fixture(autouse=True)
def _no_attempts_yet() -> None:
    cache.clear()


def save(client, **sent):
    return client.post(SAVE, sent)


def buttons(client, path: str) -> dict[str, tuple[str, str]]:
    page = client.get(path).content.decode()
    return {key: (name, pressed) for key, name, pressed in BUTTON.findall(page)}


@pytest.fixture(params=[0, 600], ids=["made anew", "kept for everybody"])
def _kept_or_not(request, settings):
    settings.PAGE_CACHE_SECONDS = request.param
    caches["pages"].clear()
    yield
    caches["pages"].clear()


@pytest.mark.usefixtures("_kept_or_not")
@pytest.mark.parametrize(
    "path",
    [
        "/zones/?country=LA",
        "/zones/?country=LA&view=map",
        f"/zones/?country=LA&view=map&select={KEYS[0]}",
        f"/zones/{KEYS[0]}/",
        "/tools/match/?country=LA",
    ],
)
@pytest.mark.parametrize("who", ["visitor", "signed in"])
def test_every_button_says_whether_its_zone_is_on_the_list(client, path: str, who: str):
    if who == "signed in":
        cast.sign_in(client, cast.person())
    off, on = ("zone", "false"), ("gone", "true")
    assert set(buttons(client, path).values()) == {off}
    assert client.get(path).content.count(b'class="pick"') == len(
        BUTTON.findall(client.get(path).content.decode())
    )
    add(client, KEYS[0])
    for key, told in buttons(client, path).items():
        assert told == (on if key == KEYS[0] else off), key
    assert "<i>1</i>" in client.get(path).content.decode()  # in the masthead
    client.post(ADD, {"gone": KEYS[0]})
    assert set(buttons(client, path).values()) == {off}


@pytest.mark.usefixtures("_kept_or_not")
def test_nobody_sees_the_state_of_another(client):
    add(client, KEYS[0])
    client.get("/zones/?country=LA")
    client.cookies.clear()
    assert {told for _name, told in buttons(client, "/zones/?country=LA").values()} == {"false"}


def test_a_script_is_told_the_list_and_leaves_no_message(client):
    headers = {"Accept": "application/json"}
    told = client.post(ADD, {"zone": KEYS[0]}, headers=headers).json()
    assert (told["keys"], told["count"], told["fault"]) == ([KEYS[0]], 1, "")
    assert "1 zone is on your shortlist" in told["said"]
    assert "Savan-Seno" in told["tray"]
    assert held(client) == {KEYS[0]: ""}
    assert client.get(STATE).json()["keys"] == [KEYS[0]]
    assert "on your shortlist." not in client.get(LIST).content.decode()
    told = client.post(ADD, {"gone": KEYS[0]}, headers=headers).json()
    assert (told["keys"], told["count"]) == ([], 0)
    assert "is off your shortlist" in told["said"]
    assert held(client) == {}


def test_a_full_list_is_told_to_a_script(client):
    client.cookies[storage.COOKIE] = storage.signed({f"la-{n}": "" for n in range(40)})
    answer = client.post(ADD, {"zone": KEYS[0]}, headers={"Accept": "application/json"})
    assert answer.status_code == 409
    assert "holds 40 zones" in answer.json()["fault"]


@pytest.mark.parametrize(
    ("press", "leads"),
    [
        ({"go": "compare", "zone": KEYS}, f"/compare/?zone={KEYS[0]}&zone={KEYS[1]}"),
        ({"go": "schedule", "zone": KEYS[1]}, f"/tools/incentives/?zone={KEYS[1]}"),
        ({"go": "cost", "zone": KEYS[0]}, f"/tools/cost/?zone={KEYS[0]}"),
        ({"go": "pack"}, "/shortlist/answer-pack/"),
        ({"go": "pack-xlsx"}, "/shortlist/answer-pack.xlsx"),
        ({"go": "enquiry"}, f"/enquire/?zone={KEYS[0]}&zone={KEYS[1]}"),
        ({"up": KEYS[1]}, f"{LIST}#{KEYS[1]}"),
        ({"go": "nonsense"}, LIST),
        ({}, LIST),
    ],
)
@pytest.mark.parametrize("who", ["visitor", "signed in"])
def test_whatever_is_pressed_keeps_what_was_typed(client, who: str, press: dict, leads: str):
    user = cast.person()
    if who == "signed in":
        cast.sign_in(client, user)
    add(client, *KEYS)
    answer = client.post(SAVE, {f"note-{KEYS[0]}": "near the bridge", **press})
    assert answer.url == leads
    kept = of_account(user) if who == "signed in" else held(client)
    assert kept[KEYS[0]] == "near the bridge"


@pytest.mark.parametrize("who", ["visitor", "signed in"])
def test_zones_are_moved_and_the_order_stays(client, who: str):
    if who == "signed in":
        cast.sign_in(client, cast.person())
    add(client, *THREE)
    save(client, up=THREE[2])
    save(client, down=THREE[0])
    save(client, up=THREE[2])  # it is the first already
    order = [key for key, _note in listed(client)]
    assert order == [THREE[2], THREE[0], THREE[1]]
    add(client, "th-bangpoo")
    assert [key for key, _note in listed(client)] == [*order, "th-bangpoo"]


@pytest.mark.parametrize("who", ["visitor", "signed in"])
def test_what_was_removed_comes_back_with_its_note_to_its_place(client, who: str):
    if who == "signed in":
        cast.sign_in(client, cast.person())
    add(client, *THREE)
    answer = client.post(SAVE, {f"note-{KEYS[1]}": "typed just now", "remove": KEYS[1]})
    page = client.get(answer.url)
    assert [key for key, _note in listed(client)] == [THREE[0], THREE[2]]
    assert "is off this list" in page.content.decode()
    save(client, undo=page.context["page"].undo.signed)
    assert listed(client) == [(THREE[0], ""), (KEYS[1], "typed just now"), (THREE[2], "")]
    assert "is off this list" not in client.get(answer.url).content.decode()


@pytest.mark.parametrize("off", ["0.forged", "x", "9.", "99999999999." + "W10:a:b"])
def test_a_forged_undo_is_nothing(client, off: str):
    add(client, KEYS[0])
    assert client.get(LIST, {"off": off}).context["page"].undo is None
    save(client, undo=off)
    assert held(client) == {KEYS[0]: ""}


def test_distances_numbers_and_marks_stand_on_the_page(client):
    add(client, *THREE)
    answer = client.get(LIST)
    page = answer.context["page"]
    assert [entry.number for entry in page.entries] == [1, 2, 3]
    assert [number.text for number in page.static_map.numbers] == ["1", "2", "3"]
    kinds = {kind.kind for entry in page.entries for kind in entry.near}
    assert kinds == {"seaport", "airport", "border_crossing"}
    assert page.entries[0].near[0].gateways[0].km in answer.content.decode()


def test_a_person_has_several_lists_with_names(client):
    user = cast.person()
    cast.sign_in(client, user)
    add(client, KEYS[0])
    save(client, list_name="Near a seaport", rename="1")
    save(client, new_name=" Laos,  logistics ", new="1")
    add(client, KEYS[1])
    assert listed(client) == [(KEYS[1], "")]
    first = Shortlist.objects.get(user=user, name="Near a seaport")
    assert [item.zone_key for item in first.items.all()] == [KEYS[0]]
    save(client, open=first.pk)
    page = client.get(LIST).context["page"]
    assert (page.title, [one.name for one in page.others]) == (
        "Near a seaport",
        ["Laos, logistics"],
    )
    assert client.get(STATE).json()["keys"] == [KEYS[0]]


@pytest.mark.parametrize(
    ("sent", "fault"),
    [
        ({"new": "1", "new_name": " "}, "Write a name"),
        ({"new": "1", "new_name": "Mine"}, "of this name already"),
        ({"new": "1", "new_name": "x" * 101}, "at most 100"),
        ({"delete": "1"}, "Only an empty list"),
    ],
)
def test_a_list_that_cannot_be_is_said_and_the_note_is_kept(client, sent: dict, fault: str):
    user = cast.person()
    Shortlist.objects.create(user=user, name="Mine")
    cast.sign_in(client, user)
    add(client, KEYS[0])
    answer = client.post(SAVE, {f"note-{KEYS[0]}": "typed", **sent})
    assert answer.status_code == 400
    assert fault in answer.content.decode()
    assert of_account(user) == {KEYS[0]: "typed"}


def test_the_list_of_another_cannot_be_opened(client):
    other = cast.person("other@sample.invalid")
    theirs = Shortlist.objects.create(user=other, name="Theirs")
    theirs.items.create(zone_key=KEYS[1], note="secret")
    cast.sign_in(client, cast.person())
    add(client, KEYS[0])
    save(client, open=theirs.pk)
    session = client.session
    session[storage.OPEN] = theirs.pk  # even then
    session.save()
    assert listed(client) == [(KEYS[0], "")]
    save(client, open="x")
    add(client, "la-boten")
    assert [item.zone_key for item in theirs.items.all()] == [KEYS[1]]


def test_an_empty_list_is_deleted_and_the_usual_one_is_open(client):
    user = cast.person()
    cast.sign_in(client, user)
    add(client, KEYS[0])
    save(client, new_name="For later", new="1")
    save(client, delete="1")
    assert listed(client) == [(KEYS[0], "")]
    assert not Shortlist.objects.filter(name="For later").exists()


def test_the_pack_is_sent_as_a_link_without_notes(client):
    add(client, *KEYS)
    save(client, **{f"note-{KEYS[0]}": "mine alone"})
    link = client.get(LIST).context["page"].pack_link
    assert link.startswith("/shortlist/answer-pack.xlsx?list=")
    told = Client().get(link)
    book = openpyxl.load_workbook(io.BytesIO(told.content))
    cells = [str(cell) for sheet in book for row in sheet.values for cell in row]
    assert "Savan-Seno Special Economic Zone" in cells
    assert not [cell for cell in cells if "mine alone" in cell]
    assert Client().get(f"{link}x").status_code == 400
