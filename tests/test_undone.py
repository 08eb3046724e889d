"""Two rows are parted again: who is concerned hears what came back, and sees it beforehand."""

from urllib.parse import urlsplit

import pytest
from django.core import mail

from sez_portal.records.choices import Origin
from sez_portal.records.history import history_entry
from sez_portal.records.models import Notice
from sez_portal.records.services import row_acts
from sez_portal.records.services.apply import apply
from sez_portal.records.services.merge import merge
from sez_portal.records.services.propose import propose
from sez_portal.records.undoings import came_back
from tests import cast
from tests.row_acts import told
from tests.test_merging import STAYS, TWIN, focal, made_one, row, twin
from zones.record import ZONE

__all__ = ["focal", "twin"]  # the fixtures of merging
pytestmark = pytest.mark.django_db


def test_who_is_concerned_hears_what_came_back_when_two_are_parted_again(
    twin, focal, client, django_capture_on_commit_callbacks
):
    keeper = cast.official(TWIN, "keeper@sample.invalid", office="Twin office")
    beside = cast.official(STAYS, "beside@sample.invalid", office="Vita office")
    moderator = cast.moderator()
    sent = propose(record=ZONE, key=TWIN, by=keeper, values={"jobs": 10})
    head = made_one(focal, "firms", "power_text")
    apply(record=ZONE, key=STAYS, values={"power_text": "Edited"}, origin=Origin.ADMIN)
    mail.outbox.clear()
    Notice.objects.all().delete()
    with django_capture_on_commit_callbacks(execute=True):
        undone = row_acts.undo(submission=head, told=told(moderator, "Two after all"))
    mails = {one.to[0]: one for one in mail.outbox}
    assert set(mails) == {keeper.email, beside.email, focal.email}
    stays = row(STAYS)
    for one in mails.values():
        assert f"Long Twin SEZ: parted again from “{stays.name_en}” by moderator" in one.subject
        assert "“Long Twin SEZ” has a page of its own again" in one.body
        assert f"{stays.name_en}, Firms: 14 → " in one.body
        assert (
            f"{stays.name_en}: edited since, and left as it is: {ZONE['power_text'].label}"
            in one.body
        )
        assert "1 submission that waits" in one.body
        assert "Who keeps “Long Twin SEZ” again: keeper" in one.body
        assert "“Two after all”" in one.body
    for person in (keeper, beside):
        cast.sign_in(client, person)
        entry = mails[person.email].body.partition("parted again from")[2].partition("My desk:")[0]
        address = next(line.strip() for line in entry.splitlines() if "http" in line)
        assert client.get(urlsplit(address).path).status_code == 200
    cast.sign_in(client, keeper)
    page = client.get(undone.get_absolute_url()).content.decode()
    assert "What came back" in page and "has a page of its own again" in page
    sent.refresh_from_db()
    assert sent.key == TWIN


def test_other_records_that_name_a_row_again_are_told_in_one_line(focal):
    head = merge(record=ZONE, key="la-luang-prabang", into=STAYS, told=told(focal))
    made = row_acts.undo(submission=head, told=told(focal, "Two after all"))
    others = list(head.typed["parts"])
    (line,) = [one for one in came_back(made) if "other record" in one]
    assert len(others) > 1 and "name “Luang Prabang Special Economic Zone” again" in line
    assert len(came_back(made)) < len(others)


def test_before_two_are_parted_it_is_told_what_goes_back(twin, focal, client):
    head = made_one(focal, "firms")
    cast.sign_in(client, focal)
    stays = row(STAYS)
    page = client.get(f"/admin/zones/zone/{stays.pk}/change/")
    address = next(where for act, where in page.context["undoable"] if act == head)
    page = " ".join(client.get(address).content.decode().split())
    assert "“Long Twin SEZ” gets its own page and address again." in page
    assert f"<h2>{stays.name_en}</h2>" in page
    assert "14 →" in page.partition("<dt>Firms</dt>")[2][:120]
    answer = client.post(address, {"note": "Two after all"}, follow=True)
    assert "See what came back" in answer.content.decode()


def test_what_a_row_was_made_one_with_is_named(twin, focal):
    head = made_one(focal)
    (told_of,) = [one for one in history_entry(ZONE, head).fields if one.label == "Merged into"]
    assert told_of.after == row(STAYS).name_en


def test_what_has_no_field_to_put_back_offers_no_taking_back(twin, focal, client):
    made = row_acts.undo(submission=made_one(focal), told=told(focal, "Two after all"))
    cast.sign_in(client, cast.moderator())
    page = client.get(made.get_absolute_url()).content.decode()
    assert "What came back" in page and 'id="h-revert"' not in page
