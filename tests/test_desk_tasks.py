"""The first page of the desk: what is to be done, the most urgent first, for each role."""

import datetime
import re

import pytest
from django.urls import reverse
from django.utils import timezone

from investors.models import SavedSearch, Shortlist
from sez_portal.records.models import Flag, Submission
from sez_portal.records.services import basket
from sez_portal.records.services.decide import remark
from sez_portal.records.services.propose import propose
from tests import cast
from tests.administration import Sent
from tests.investor import sent
from zones.models import Claim, Zone
from zones.record import ZONE

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # a page; the services run on both
KEY = "la-savan-seno"


def tasks(client, user) -> dict[str, object]:
    cast.sign_in(client, user)
    return {task.title: task for task in client.get(reverse("desk")).context["tasks"]}


def test_an_official_is_asked_to_answer_send_and_look(client):
    user, moderator = cast.official(KEY), cast.moderator()
    sent = propose(record=ZONE, key=KEY, by=user, values={"firms": 148})
    remark(submission=sent, by=moderator, kind="returned", text="Of which month?", turn=sent.turn)
    typed = basket.Typed({"jobs": ["6300"]})
    basket.save(record=ZONE, key=KEY, section="glance", by=user, typed=typed)
    Flag.objects.create(record="zone", key=KEY, country="LA", title="Reported", text="It is 130.")
    found = tasks(client, user)
    asked = next(task for title, task in found.items() if title.startswith("A question about"))
    assert asked.about == "Of which month?"
    assert asked.url == f"{reverse('propose-section', args=['zone', KEY, 'glance'])}#id_note"
    kept = next(task for task in found.values() if task.act == "Look through and send")
    assert kept.url == reverse("basket", args=["zone", KEY])
    assert "Reported" in found
    look = next(task for title, task in found.items() if title.endswith("still true?"))
    assert look.url == reverse("confirm-row", args=["zone", KEY])


def box_at(client, url: str) -> str:
    """The text box to which the address leads."""
    address, _hash, name = url.partition("#")
    page = " ".join(client.get(address).content.decode().split())
    assert f'id="{name}"' in page, url
    before, _id, after = page.partition(f'id="{name}"')
    assert before.rpartition("<")[2].startswith("textarea"), url
    return page


@pytest.mark.parametrize("of", ["section", "new", "files"])
def test_a_question_leads_to_the_box_in_which_it_is_answered(client, of):
    user, moderator = cast.official(KEY), cast.moderator()
    values = {"section": {"jobs": 5000}, "new": {"name_en": "A new one", "country": "LA"}}
    paper = {"file": "files/plan.pdf", "title": "Plan", "language": "en", "published": ""}
    values["files"] = {"documents": [paper]}
    key = "new-1" if of == "new" else KEY
    made = propose(record=ZONE, key=key, by=user, values=values[of], typed={"name_en": ["A"]})
    remark(submission=made, by=moderator, kind="returned", text="Of which month?", turn=made.turn)
    asked = next(one for one in tasks(client, user).values() if one.act == "Answer")
    page = box_at(client, asked.url)
    box = page.partition("Your answer to the question")[2][:600]
    assert "moderator asks: “Of which month?”" in box
    own = client.get(made.get_absolute_url()).content.decode()
    assert f'href="{asked.url}"' in own
    forms = re.sub("<form[^>]*>", '<form class="record">', page)
    data = Sent(forms).data
    answer = {**data, "note": "Of March.", "do": "send"}
    if of != "new":  # which lacks more than an answer
        client.post(asked.url.partition("#")[0], answer)
        made.refresh_from_db()
        assert (made.status, made.note) == ("waiting", "Of March.")


def test_an_enquiry_and_a_report_lead_to_the_box_of_the_answer(client):
    user = cast.official(KEY)
    Flag.objects.create(record="zone", key=KEY, country="LA", title="Reported", text="It is 130.")
    sent(KEY)
    found = [one for one in tasks(client, user).values() if one.act == "Answer"]
    assert len(found) == 2
    for task in found:
        box_at(client, task.url)


def test_what_is_late_stands_first(client):
    author, focal = cast.official(KEY), cast.focal_point("LA")
    sent = propose(record=ZONE, key=KEY, by=author, values={"firms": 148})
    late = timezone.now() - datetime.timedelta(days=30)
    Submission.objects.filter(pk=sent.pk).update(submitted_at=late)
    cast.sign_in(client, focal)
    first = client.get(reverse("desk")).context["tasks"][0]
    assert first.title == "1 submission waits for the word of your country"
    assert first.is_late
    assert "working days late" in first.when
    assert any(
        task.title.endswith("have figures to confirm") for task in tasks(client, focal).values()
    )


def test_nothing_to_do_says_so(client):
    cast.sign_in(client, cast.official("mm-dawei"))
    answer = client.get(reverse("desk"))
    told = "Nothing is to be done now" in answer.content.decode()
    assert told == (not answer.context["tasks"])


def test_an_investor_has_a_desk_of_lists_enquiries_and_alerts(client, commit):
    investor, _asked = cast.person(), cast.official(KEY)
    cast.sign_in(client, investor)
    page = client.get(reverse("desk")).content.decode()
    assert "no role" not in page
    for told in ("what you asked of zones", "can invite you", 'href="/tools/match/"'):
        assert told in page, told
    assert "Nothing is to be done" not in page
    assert "No zone is on a list yet" in page
    first = Shortlist.objects.create(user=investor, name="Near a seaport")
    first.items.create(zone_key=KEY)
    with commit():
        sent(user=investor, email=investor.email)
    SavedSearch.objects.create(user=investor, query="country=LA", confirmed_at=timezone.now())
    page = client.get(reverse("desk")).content.decode()
    for told in ("Near a seaport", "1 zone", "My enquiries", "working days left", "Saved searches"):
        assert told in page, told
    client.post(reverse("shortlist-save"), {"open": first.pk})
    assert client.get(reverse("shortlist")).context["page"].title == "Near a seaport"


def test_a_late_enquiry_is_said_to_be_late(client, commit):
    investor = cast.person()
    with commit():
        enquiry = sent(user=investor, email=investor.email)
    enquiry.threads.update(waits_since=timezone.localdate() - datetime.timedelta(days=60))
    cast.sign_in(client, investor)
    assert "past its day" in client.get(reverse("desk")).content.decode()


def test_who_asked_to_keep_a_page_sees_what_becomes_of_it(client):
    person = cast.person()
    Claim.objects.create(zone=Zone.objects.get(key=KEY), user=person, office="o", position="p")
    cast.sign_in(client, person)
    assert "Pages that you asked to keep" in client.get(reverse("desk")).content.decode()
    titles = tasks(client, cast.focal_point("LA"))
    assert any("wants to keep the page of" in title for title in titles)


def test_the_desk_of_one_zone_and_of_many_asks_alike(client, django_assert_max_num_queries):
    focal = cast.focal_point("TH")
    cast.sign_in(client, focal)
    client.get(reverse("desk"))
    with django_assert_max_num_queries(60):
        client.get(reverse("desk"))
