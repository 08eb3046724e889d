"""Sentences that are put together end once, and say what they mean."""

import pytest

from sez_portal.common.text import in_one_line
from zones.record import ZONE

KEY = "la-savan-seno"


@pytest.mark.parametrize(
    ("parts", "told"),
    [
        (["In zone 2.", "district of zone 2"], "In zone 2. district of zone 2"),
        (["Ends.", "", " Ends too. "], "Ends. Ends too"),
        ([], ""),
    ],
)
def test_parts_end_once(parts, told):
    assert in_one_line(parts) == told


def test_a_caution_says_in_words_that_the_zone_is_named():
    row = {"kind": ZONE["cautions"].kind.columns["kind"].choices.values[0], "text": "A note"}
    named, unnamed = (
        ZONE["cautions"].kind.show([row | {"is_named": answer}]) for answer in ("yes", "")
    )
    assert named.endswith("the zone itself is named")
    assert "yes" not in named
    assert "named" not in unnamed


@pytest.mark.django_db
def test_the_figures_of_a_report_can_be_told_apart(client):
    form = client.get(f"/zones/{KEY}/report/").context["form"]
    labels = [label for _value, label in form.fields["field"].choices]
    assert len(set(labels)) == len(labels)


@pytest.mark.django_db
def test_a_day_of_which_nothing_is_kept_is_told_in_the_readers_form(client):
    page = client.get(f"/zones/{KEY}/?as_of=2020-01-01").content.decode()
    assert "was ignored: there is something to show from" in page
    assert "from 20" not in page.partition("was ignored")[2][:80]
