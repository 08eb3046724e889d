"""What comes back joins what is typed; what was said stays with its figure. Seen by a player."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from countries.choices import Sector
from sez_portal.records.evidence.citation import Cited, Piece
from sez_portal.records.models import Draft, Submission
from sez_portal.records.sections import sections
from sez_portal.records.services.decide import Ruling, decide, remark
from sez_portal.records.services.propose import propose, withdraw
from tests import cast
from tests.papers import PDF
from tests.test_basket import BASKET, form_page, official, save
from tests.test_desk import KEY, sent_by, the_proposal, typed, url
from zones.record import ZONE

__all__ = ["official"]  # the fixture of the basket
pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # pages; the services run on both


def test_what_is_withdrawn_joins_the_rest_that_stayed_in_the_basket(client, official):
    save(client, "glance", firms="148", jobs="6300", note="counted")
    client.post(BASKET, {"send": ["firms"]})
    withdraw(submission=the_proposal(official), by=official)
    typed_now = Draft.objects.get(section="glance").typed
    assert (typed_now["firms"], typed_now["jobs"]) == (["148"], ["6300"])


def test_sending_from_one_window_leaves_what_another_saved(client, official):
    first = typed(client, "glance", firms="148", note="counted", window="0.0")
    save(client, "glance", established_year="2004", window="0.0")
    client.post(url("glance"), first)
    assert Draft.objects.get(section="glance").typed["established_year"] == ["2004"]


def test_what_was_declined_comes_back_when_the_rest_is_withdrawn(client, official):
    data = typed(client, "glance", firms="148", jobs="6300", note="counted")
    client.post(url("glance"), data)
    sent = the_proposal(official)
    rulings = {"firms": Ruling("declined", "Of which year?", seen=129)}
    decide(submission=sent, by=cast.moderator(), rulings=rulings, turn=sent.turn)
    page = form_page(client, "glance")
    assert 'value="148"' not in page  # the decline stands until it is sent anew
    client.post(url("glance"), typed(client, "glance", note="once more", developer="Another"))
    assert the_proposal(official).decisions["firms"]["verdict"] == "declined"
    withdraw(submission=the_proposal(official), by=official)
    typed_now = Draft.objects.get(section="glance").typed
    assert (typed_now["firms"], typed_now["jobs"]) == (["148"], ["6300"])


def test_what_is_declined_is_a_task_while_the_rest_waits(client, official):
    data = typed(client, "glance", firms="148", jobs="6300", note="counted")
    client.post(url("glance"), data)
    sent = the_proposal(official)
    rulings = {"firms": Ruling("declined", "Of which year?", seen=129)}
    decide(submission=sent, by=cast.moderator(), rulings=rulings, turn=sent.turn)
    (task,) = [one for one in client.get("/desk/").context["tasks"] if one.when == "Not accepted"]
    assert task.about == "Firms: Of which year?"
    page = client.get(task.url).content.decode()
    again = reverse("submission-reopen", args=[sent.pk])
    assert again in page and 'id="h-again"' in page
    page = client.post(again, follow=True).content.decode()
    assert 'value="148"' in page and "Of which year?" in page
    tasks = [one for one in client.get("/desk/").context["tasks"] if one.when == "Not accepted"]
    assert [(one.about, one.act) for one in tasks] == [(task.about, "Look through and send")]
    client.post(url("glance"), typed(client, "glance", firms="150", note="of 2026"))
    assert not [one for one in client.get("/desk/").context["tasks"] if one.when == task.when]
    sent.refresh_from_db()
    assert sorted(sent.undecided) == ["firms", "jobs"]  # PostgreSQL orders names itself


def test_a_mail_says_where_a_declined_field_is(client, official, commit, mailoutbox):
    client.post(url("glance"), typed(client, "glance", firms="148", jobs="6300", note="counted"))
    moderator, verdict = cast.moderator(), Ruling("declined", "Of which year?", seen=129)
    with commit():
        sent = the_proposal(official)
        decide(submission=sent, by=moderator, rulings={"firms": verdict}, turn=sent.turn)
    assert "in your basket" not in mailoutbox[-1].body
    assert "can be opened again there" in mailoutbox[-1].body


def test_what_was_accepted_stays_when_more_is_sent(client, official):
    client.post(url("glance"), typed(client, "glance", firms="148", jobs="6300", note="counted"))
    sent = the_proposal(official)
    rulings = {"firms": Ruling("accepted", seen=129)}
    decide(submission=sent, by=cast.moderator(), rulings=rulings, turn=sent.turn)
    client.post(url("glance"), typed(client, "glance", developer="Another", note="and this"))
    sent.refresh_from_db()
    assert sent.changes.keys() == {"firms", "jobs", "developer"}
    assert sent.decisions["firms"]["verdict"] == "accepted"


def test_an_address_and_a_paper_are_both_sources(client, official):
    paper = SimpleUploadedFile("prices.pdf", PDF, "application/pdf")
    more = {
        "section_source_glance": "Report",
        "section_url_glance": "https://report.example/",
        "paper": paper,
        "note": "as both say",
    }
    client.post(url("glance"), typed(client, "glance", firms="148", **more))
    sources = the_proposal(official).evidence["firms"][0]["sources"]
    assert [source["title"] for source in sources] == ["Report", "prices.pdf"]
    assert sources[1]["url"].endswith(".pdf")


def test_a_name_of_a_place_has_a_source_too_where_one_is_named(client, official):
    more = {"section_source_identity": "Decree 12", "note": "by decree"}
    client.post(url("identity"), typed(client, "identity", district="Kaysone", **more))
    (source,) = the_proposal(official).evidence["district"][0]["sources"]
    assert source["title"] == "Decree 12"


def test_a_source_named_once_is_not_that_of_what_comes_back_with_it(client, official):
    client.post(url("glance"), typed(client, "glance", firms="148", note="counted"))
    more = {"section_source_glance": "Tariff notice 7", "note": "new"}
    client.post(url("glance"), typed(client, "glance", jobs="6300", **more))
    withdraw(submission=the_proposal(official), by=official)
    typed_now = Draft.objects.get(section="glance").typed
    assert typed_now["jobs__source"] == ["Tariff notice 7"]
    assert typed_now["firms__source"] != ["Tariff notice 7"]


def test_the_year_stands_beside_what_was_not_sent_yet(client, official):
    client.post(url("glance"), typed(client, "glance", firms="148", note="counted"))
    form = client.get(url("glance")).context["form"]
    assert form["jobs__speaks_of"].value() == form["jobs__preset"].value() != ""


def test_a_question_stands_above_the_form_that_answers_it(client, official):
    sent = sent_by(official, firms=148)
    remark(submission=sent, by=cast.moderator(), kind="returned", text="Of which month?", turn=1)
    assert "Of which month?" in form_page(client, "glance")


@pytest.mark.parametrize("act", ["send", "save", "next"])
def test_a_section_left_as_it_stands_leaves_nothing_in_the_basket(client, official, act: str):
    for section in sections(ZONE):
        client.post(url(section), typed(client, section, do=act))
    assert not Draft.objects.exists()


def test_what_was_typed_back_to_what_stands_leaves_the_basket(client, official):
    save(client, "glance", firms="148")
    save(client, "glance", firms="129", firms__speaks_of="")
    assert not Draft.objects.exists()


def test_saving_and_going_on_names_what_is_to_be_put_right(client, official):
    data = typed(client, "glance", firms="ninety nine", jobs="6300", do="next")
    page = client.post(url("glance"), data, follow=True).content.decode()
    assert "To be put right before it is sent: Firms." in page


def test_a_proposal_that_no_form_made_comes_back_with_its_values(client, official):
    """A sample, a mailed link or a file proposes without inputs; later ones join by a form."""
    offer = {"kind": "plot", "title": "Plot 7", "size_m2": "5000", "price_usd_m2": "4.5"}
    wanted = {
        "area_ha": "1150",
        "sectors": [Sector.ELECTRONICS_ELECTRICAL.value, Sector.LOGISTICS_WAREHOUSING.value],
        "offers": [offer | {"price_text": "", "free_from": "2027"}],
    }
    piece = Piece(value="1150", speaks_of="2025", sources=(Cited("https://a.test/1", "Plan"),))
    propose(record=ZONE, key=KEY, by=official, values=wanted, evidence={"area_ha": [piece]})
    client.post(url("glance"), typed(client, "glance", firms="148", note="counted"))
    sent = the_proposal(official)
    assert set(sent.undecided) == {"area_ha", "sectors", "offers", "firms"}
    withdraw(submission=sent, by=official)
    assert not client.post(BASKET, {"send": ["area_ha", "sectors", "offers", "firms"]}).context
    again = Submission.objects.get(author=official, status="waiting")
    for name, value in wanted.items():
        assert again.changes[name]["to"] == value, name
    (kept,) = again.evidence["area_ha"]
    assert (kept["speaks_of"], kept["sources"][0]["url"]) == ("2025", "https://a.test/1")


def test_the_paper_of_a_section_comes_back_too(client, official, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    paper = SimpleUploadedFile("prices.pdf", PDF, "application/pdf")
    data = typed(client, "land", lease_price_usd_m2="45", note="a letter")
    client.post(url("land"), {**data, "paper": paper})
    sent = the_proposal(official)
    (before,) = sent.evidence["lease_price_usd_m2"]
    withdraw(submission=sent, by=official)
    assert "is kept with this section" in form_page(client, "land")
    client.post(BASKET, {"send": ["lease_price_usd_m2"]})
    sent_again = Submission.objects.get(author=official, status="waiting")
    (after,) = sent_again.evidence["lease_price_usd_m2"]
    assert after["sources"] == before["sources"]
    assert after["sources"][0]["url"].endswith(".pdf")


SAID = "statement of your office, which opens the paper “prices.pdf”"


def back_in_the_basket(client, official, how: str) -> None:
    """A figure with a paper is sent, and comes back in this way."""
    paper = SimpleUploadedFile("prices.pdf", PDF, "application/pdf")
    data = typed(client, "land", lease_price_usd_m2="45", note="a letter")
    client.post(url("land"), {**data, "paper": paper})
    sent = the_proposal(official)
    moderator = cast.moderator()
    if how == "withdrawn":
        withdraw(submission=sent, by=official)
    elif how == "declined":
        no = Ruling("declined", "Of which year?", seen=None)
        rulings = {"lease_price_usd_m2": no}
        decide(submission=sent, by=moderator, rulings=rulings, turn=sent.turn)
    else:
        remark(submission=sent, by=moderator, kind="returned", text="Of 2026?", turn=sent.turn)


@pytest.mark.parametrize("how", ["withdrawn", "declined", "asked"])
def test_a_paper_and_its_statement_are_told_and_kept(client, official, settings, tmp_path, how):
    settings.MEDIA_ROOT = tmp_path
    back_in_the_basket(client, official, how)
    page = form_page(client, "land")
    assert "The paper “prices.pdf” is kept with this section." in page
    client.post(url("land"), typed(client, "land", lease_price_usd_m2="46", do="through"))
    assert SAID in " ".join(client.get(BASKET).content.decode().split())
    client.post(BASKET, {"send": ["lease_price_usd_m2"]})
    sent = Submission.objects.get(author=official, status="waiting")
    (source,) = sent.evidence["lease_price_usd_m2"][0]["sources"]
    assert source["title"].startswith("Statement of") and source["url"].endswith(".pdf")
    assert sent.changes["lease_price_usd_m2"]["to"] == "46"


def test_a_paper_that_waits_is_dropped_by_a_tick(client, official, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    back_in_the_basket(client, official, "asked")
    more = {"remove_paper": "1", "note": "There is none", "do": "send"}
    client.post(url("land"), typed(client, "land", **more))
    sent = Submission.objects.get(author=official, status="waiting")
    assert sent.evidence["lease_price_usd_m2"][0]["sources"][0]["url"] == ""


def test_the_basket_names_the_source_beside_a_paper(client, official, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    for name, more, told in (
        ("none", {}, SAID),
        ("title", {"section_source_glance": "Report"}, "Report, which opens the paper"),
        ("both", {"section_url_glance": "https://a.test/"}, ", and beside it the paper"),
    ):
        paper = SimpleUploadedFile("prices.pdf", PDF, "application/pdf")
        save(client, "glance", firms="148", paper=paper, **more)
        assert told in " ".join(client.get(BASKET).content.decode().split()), name
