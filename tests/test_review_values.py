"""How a review shows a change: figures whole, choices by label, lists and rows one by one."""

import datetime
import re

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import translation
from django.utils.formats import time_format

from sez_portal.records.choices import Origin
from sez_portal.records.evidence.citation import Piece
from sez_portal.records.models import Submission
from sez_portal.records.services.apply import apply
from sez_portal.records.services.decide import Ruling, decide, remark
from sez_portal.records.services.propose import propose, withdraw
from sez_portal.records.text_diff import words
from sez_portal.records.value_diff import figure_diff, item_diff
from tests import cast
from tests.pages import in_one_line
from zones.models import Zone
from zones.record import ZONE

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
KEY = "la-savan-seno"
OFFER = {
    "kind": "plot",
    "title": "Plot C-12",
    "size_m2": "24000",
    "price_usd_m2": "25",
    "price_text": "",
    "free_from": "2026-01",
}


def review(client, **values) -> str:
    sent = propose(record=ZONE, key=KEY, by=cast.official(KEY), values=values)
    cast.sign_in(client, cast.moderator())
    return in_one_line(client.get(sent.get_absolute_url()))


def proposed(page: str, field: str) -> str:
    """What stands in the column of the proposal, without its tags' classes."""
    section = page.partition(f'id="c-{field}"')[2].partition("</section>")[0]
    return section.partition("Proposed</h3>")[2].partition("</fieldset>")[0]


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        (4681, 46810, ("10", "", "+42,129")),
        (46810, 4681, ("", "10", "−42,129")),
        ("129", "148", ("1.15", "", "+19")),
        (1000, 1001, ("", "", "+1")),
        ("0", "12.5", ("", "", "+12.5")),
        (12, 0, ("", "", "−12")),
        (None, 5, ("", "", "")),
        (5, None, ("", "", "")),
        (5, 5, ("", "", "")),
    ],
)
def test_a_figure_is_told_with_its_factor_and_difference(before, after, expected):
    assert tuple(figure_diff(before, after)) == expected


def test_a_figure_is_never_parted_at_its_commas(client):
    shown = proposed(review(client, jobs=46810, area_ha="1908.5"), "jobs")
    assert "<del>4,681</del>" in shown
    assert "<ins>46,810</ins>" in shown
    assert "× 10" in shown
    assert "+42,129" in shown


def test_a_unit_stands_beside_figure_and_difference(client):
    shown = proposed(review(client, area_ha="960"), "area_ha")
    assert "<ins>960 ha</ins>" in shown
    assert re.search(r"\(\+[0-9.]+ ha\)", shown)


def test_a_figure_in_a_text_is_one_word():
    parts = words("In 2019 it had 7,681 workers.", "In 2019 it had 7,900 workers.")
    assert [tuple(part) for part in parts if part.kind != "same"] == [
        ("del", "7,681"),
        ("ins", "7,900"),
    ]


def test_words_that_are_replaced_are_read_in_one_piece():
    parts = words("Power bought from Thailand.", "A line of 115 kV.")
    assert [part.kind for part in parts] == ["del", "ins", "same"]
    kept = "".join(part.text for part in parts if part.kind != "ins")
    new = "".join(part.text for part in parts if part.kind != "del")
    assert (kept, new) == ("Power bought from Thailand.", "A line of 115 kV.")


@pytest.mark.parametrize("text", ["", "a", "a b", "one two  three", "two", "a 1,000.5 b", "x\n\ny"])
@pytest.mark.parametrize("other", ["", "b a", "one three", "three two one", "a 1,000 b", "x y"])
def test_both_texts_can_be_read_from_their_difference(text: str, other: str):
    parts = words(text, other)
    assert "".join(part.text for part in parts if part.kind != "ins") == text
    assert "".join(part.text for part in parts if part.kind != "del") == other


def test_a_choice_is_told_by_its_label_whole(client):
    page = review(client, type="industrial_park", province="la-vientiane-capital")
    shown = proposed(page, "type")
    assert "<del>Special economic zone</del>" in shown
    assert "<ins>Industrial park</ins>" in shown
    name = str(Zone.objects.filter(province="la-vientiane-capital").first().province)
    assert f"<ins>{name}</ins>" in proposed(page, "province")


def test_a_list_is_told_item_by_item(client):
    live = ZONE.read(Zone.objects.get(key=KEY), ["sectors"])["sectors"]
    shown = proposed(review(client, sectors=sorted([*live[1:], "textiles"])), "sectors")
    assert shown.count("<ins>") == shown.count("<del>") == 1
    assert [item.act for item in item_diff(["a", "b"], ["b", "c"])] == ["same", "added", "removed"]


def test_rows_are_told_one_by_one_with_labels(client):
    apply(record=ZONE, key=KEY, values={"offers": [OFFER]}, origin=Origin.ADMIN)
    later = OFFER | {"free_from": "2027-01"}
    more = OFFER | {"title": "Plot C-14", "size_m2": "11000", "price_usd_m2": None, "free_from": ""}
    shown = proposed(review(client, offers=[later, more]), "offers")
    changed, _tag, added = shown.partition("</dl>")
    assert "<dt>Title</dt> <dd> Plot C-12 </dd>" in changed
    assert "<del>January 2026</del>" in changed and "<ins>January 2027</ins>" in changed
    assert "added" in added and "<ins>Plot C-14</ins>" in added
    assert "January 2026" not in added


def test_photos_are_pictures_and_their_captions_are_compared(client, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for name in ("a.webp", "b.webp"):
        default_storage.save(f"photos/2026/{name}", ContentFile(b"RIFF"))
    old = {"image": "photos/2026/a.webp", "alt": "A gate", "credit": "", "taken": ""}
    apply(record=ZONE, key=KEY, values={"photos": [old]}, origin=Origin.ADMIN)
    new = {"image": "photos/2026/b.webp", "alt": "A hall", "credit": "", "taken": ""}
    shown = proposed(review(client, photos=[old | {"alt": "The gate of Zone C"}, new]), "photos")
    assert shown.count("<img ") == 2
    assert "<del>A gate</del>" in shown and "<ins>The gate of Zone C</ins>" in shown
    assert "photos/2026/b.webp</" not in shown


def test_a_point_that_moves_is_shown_on_a_map_of_our_own_with_its_distance(client):
    live = Zone.objects.get(key=KEY)
    page = review(client, lat=f"{float(live.lat) + 0.1:.4f}")
    figure = page.partition('<figure class="move">')[2].partition("</figure>")[0]
    assert "Moved by 11 km" in figure
    assert "live now" in figure and "proposed" in figure
    assert "map/plate" in figure
    assert "//" not in figure.replace("http://www.w3.org", "")
    assert page.count('<figure class="move">') == 1


@pytest.mark.parametrize("lat", ["48.1", "-89", "0"])
def test_a_point_far_off_the_map_is_told_too(client, lat: str):
    page = review(client, lat=lat)
    assert "Moved by " in page
    assert "The proposed place lies outside this map." in page


def test_texts_are_named_with_their_language(client):
    page = review(client, summary_lo="ເຂດ")
    assert '<h2 id="c-summary_lo">Summary in Lao</h2>' in page


def test_what_no_record_knows_any_more_breaks_no_review(client):
    sent = propose(record=ZONE, key=KEY, by=cast.official(KEY), values={"firms": 148})
    changes = sent.changes | {"gone": {"from": 1, "to": 2}}
    Submission.objects.filter(pk=sent.pk).update(changes=changes)
    cast.sign_in(client, cast.moderator())
    assert "<ins>148</ins>" in in_one_line(client.get(sent.get_absolute_url()))
    assert client.get("/desk/queue/").status_code == 200


def test_what_was_decided_is_compared_with_what_stood_when_it_was_sent(client):
    author, moderator = cast.official(KEY), cast.moderator()
    sent = propose(record=ZONE, key=KEY, by=author, values={"firms": 148})
    decide(submission=sent, by=moderator, rulings={"firms": Ruling("accepted", seen=129)}, turn=1)
    cast.sign_in(client, moderator)
    for one in (sent, sent.parts.get()):
        told = proposed(in_one_line(client.get(one.get_absolute_url())), "firms")
        assert "<del>129</del>" in told
        assert "<ins>148</ins>" in told
        assert "(+19)" in told


def test_the_head_speaks_of_a_risk_while_it_waits_and_of_a_decision_once_there_is_one(client):
    author, moderator = cast.official(KEY), cast.moderator()
    cast.sign_in(client, moderator)
    sent = propose(record=ZONE, key=KEY, by=author, values={"firms": 148})
    page = in_one_line(client.get(sent.get_absolute_url()))
    assert "<dd>No finding</dd>" in page
    remark(submission=sent, by=moderator, kind="returned", text="Of which month?", turn=1)
    Submission.objects.filter(pk=sent.pk).update(decided_by_name="moderator")
    page = in_one_line(client.get(sent.get_absolute_url()))
    assert "Decided by" not in page
    assert "<dt>Risk</dt>" not in page
    withdraw(submission=Submission.objects.get(pk=sent.pk), by=author)
    assert "<dt>Risk</dt>" not in in_one_line(client.get(sent.get_absolute_url()))


@pytest.mark.parametrize("language", [code for code, _name in settings.LANGUAGES])
def test_times_are_told_by_24_hours_in_every_language(language: str):
    with translation.override(language):
        assert time_format(datetime.time(15, 37)) == "15:37"


def test_withheld_is_told_as_withheld_before_and_after(client):
    name, why = "lease_price_usd_m2", "It depends on the plot."
    held = Piece(state="withheld", note=why)
    apply(record=ZONE, key=KEY, values={name: None}, evidence={name: [held]}, origin=Origin.ADMIN)
    page = review(client, **{name: "30"})
    section = page.partition(f'id="c-{name}"')[2].partition("</section>")[0]
    live = section.partition("Live now</h3>")[2].partition("</div>")[0]
    assert f"withheld: {why}" in live
    assert "not known" not in section.partition("When the author started")[0]
    assert f"<del>withheld: {why}</del>" in proposed(page, name)


def test_a_figure_that_is_to_be_withheld_is_no_figure_that_is_still_true(client):
    name, why = "power_usd_kwh", "The contract forbids it."
    held = Piece(state="withheld", note=why)
    by = cast.official(KEY)
    sent = propose(record=ZONE, key=KEY, by=by, values={name: None}, evidence={name: [held]})
    cast.sign_in(client, cast.moderator())
    told = proposed(in_one_line(client.get(sent.get_absolute_url())), name)
    assert f"<ins>withheld: {why}</ins>" in told
    assert "still true" not in told
