"""Campaigns: opened, answered by officials, followed, reminded of, closed with a report."""

import datetime
import functools
import io
import smtplib

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from sez_portal.common import dates
from sez_portal.records.choices import Answer, Origin
from sez_portal.records.models import Campaign, CampaignLetter, Reminder, Submission
from sez_portal.records.services import campaigns
from sez_portal.records.services.apply import apply
from sez_portal.records.services.campaign_progress import progress_of
from sez_portal.records.services.confirm import confirm
from sez_portal.records.services.propose import propose
from sez_portal.records.services.reminders import due_for
from sez_portal.records.services.rename import rename
from sez_portal.records.services.revert import take_back
from sez_portal.records.services.told import Told
from tests import cast
from tests.campaigns import ABROAD, KEY, OTHER, asked, draft
from tests.pages import text
from zones.record import ZONE

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(commit):
    return functools.partial(asked, commit)


@pytest.fixture
def daily(commit):
    def run(*args: str) -> str:
        out = io.StringIO()
        with commit():
            call_command("remind", *args, stdout=out)
        return out.getvalue()

    return run


def answers(campaign: Campaign, key: str = KEY) -> dict[str, str]:
    return next(row.answers for row in progress_of(campaign).rows if row.key == key)


def set_back(campaign: Campaign, days: int) -> None:
    """As if it had been opened, and everybody written to, so many days earlier."""
    gap = datetime.timedelta(days=days)
    Campaign.objects.filter(pk=campaign.pk).update(
        opened_at=campaign.opened_at - gap, deadline=campaign.deadline - gap
    )
    for letter in CampaignLetter.objects.all():
        letter.due_on -= gap
        letter.save()
    Reminder.objects.update(sent_on=dates.today() - gap)
    campaign.refresh_from_db()


def test_only_what_is_due_or_not_known_is_asked():
    by, mi = cast.official(KEY), cast.moderator()
    confirm(record=ZONE, key=KEY, names=["jobs"], by=by)
    found = campaigns.open_campaign(campaign=draft(mi, KEY), by=mi)
    assert "jobs" not in found.asked[KEY]
    assert "firms" in found.asked[KEY]
    assert "established_year" not in found.asked[KEY]  # known, and never asked again


def test_what_was_answered_is_counted_from_what_was_sent(opened):
    official, mi = cast.official(KEY), cast.moderator()
    found = opened(mi, KEY)
    assert set(answers(found).values()) == {Answer.MISSING}
    confirm(record=ZONE, key=KEY, names=["firms"], by=official)
    propose(record=ZONE, key=KEY, by=official, values={"investment_usd_m": "1234"})
    apply(record=ZONE, key=KEY, values={"jobs": 9001}, origin=Origin.ADMIN, by=mi)
    told = answers(found)
    assert told["firms"] == Answer.CONFIRMED
    assert told["investment_usd_m"] == Answer.WAITS
    assert told["jobs"] == Answer.CHANGED
    made = Submission.objects.applied().filter(key=KEY, origin=Origin.CONFIRMATION).first()
    take_back(made, by=mi, note="a slip")
    assert answers(found)["firms"] == Answer.MISSING


def test_nothing_counts_that_was_sent_before(opened):
    mi = cast.moderator()
    apply(record=ZONE, key=KEY, values={"jobs": 9001}, origin=Origin.ADMIN, by=mi)
    assert answers(opened(mi, KEY))["jobs"] == Answer.MISSING


def test_a_focal_point_asks_the_own_country_alone(opened):
    focal = cast.focal_point("LA")
    found = opened(focal, country="LA")
    assert found.countries == ["LA"]
    with pytest.raises(PermissionDenied):
        draft(focal, country="KH")
    with pytest.raises(PermissionDenied):
        draft(focal)
    with pytest.raises(ValidationError):
        opened(focal, ABROAD, country="LA")


def test_a_focal_point_does_not_end_what_the_institute_opened(opened):
    focal = cast.focal_point("LA")
    found = opened(cast.moderator(), country="LA")
    with pytest.raises(PermissionDenied):
        campaigns.close(campaign=found, by=focal)


def test_one_letter_a_person_in_their_language(opened):
    official = cast.official(KEY, language="lo")
    official.appointments.create(role="official", zone_key=OTHER, country="LA")
    opened(cast.moderator(), country="LA", letter_lo="ກະລຸນາຕອບ", name_lo="ຕົວເລກ")
    assert [letter.to for letter in mail.outbox] == [[official.email]]
    assert "ກະລຸນາຕອບ" in mail.outbox[0].body
    assert "ຕົວເລກ" in mail.outbox[0].subject
    assert "List-Unsubscribe" in mail.outbox[0].extra_headers
    assert f"/desk/campaigns/{Campaign.objects.get().pk}/" in mail.outbox[0].body


def test_who_reads_no_language_of_the_letter_gets_the_english_one(opened):
    cast.official(KEY, language="th")
    opened(cast.moderator(), KEY)
    assert "We ask you for your figures." in mail.outbox[0].body


def test_a_link_of_the_letter_confirms_without_a_password(client, opened):
    cast.official(KEY)
    found = opened(cast.moderator(), KEY)
    address = next(word for word in mail.outbox[0].body.split() if "/c/" in word)
    path = "/" + address.split("/", 3)[3]
    page = client.get(path)
    assert page.status_code == 200
    ticks = page.context["sections"][0].figures
    client.post(path, {"tick": [ticks[0].tick]})
    assert Answer.CONFIRMED in answers(found).values()


def test_who_stopped_reminders_gets_no_letter_and_sees_it_on_the_desk(client, opened):
    official = cast.official(KEY)
    Reminder.objects.create(user=official, is_stopped=True)
    found = opened(cast.moderator(), KEY)
    assert not mail.outbox
    cast.sign_in(client, official)
    assert found.get_absolute_url() in text(client.get(reverse("desk")))


def test_reminders_go_once_to_those_who_have_not_finished(opened, daily):
    official = cast.official(KEY)
    found = opened(cast.moderator(), KEY)
    daily()
    assert len(mail.outbox) == 1
    set_back(found, 17)  # 13 days are left: the first reminder is due
    daily()
    daily()
    assert len(mail.outbox) == 2
    assert mail.outbox[1].subject.startswith("Reminder")
    set_back(found, 11)  # 2 days are left
    daily()
    assert len(mail.outbox) == 3
    set_back(found, 1)
    daily()
    assert len(mail.outbox) == 3
    assert CampaignLetter.objects.filter(person=official, is_reminder=True).count() == 2


def test_a_reminder_waits_for_the_week_after_another(opened, daily):
    cast.official(KEY)
    found = opened(cast.moderator(), KEY)
    set_back(found, 17)
    Reminder.objects.update(sent_on=dates.today() - datetime.timedelta(days=2))
    daily()
    assert len(mail.outbox) == 1


def test_who_has_finished_is_not_reminded(opened, daily):
    official = cast.official(KEY)
    found = opened(cast.moderator(), KEY)
    names = found.asked[KEY]
    Campaign.objects.filter(pk=found.pk).update(asked={KEY: ["firms"]})
    assert "firms" in names
    confirm(record=ZONE, key=KEY, names=["firms"], by=official)
    set_back(found, 17)
    assert "Campaigns" not in daily()


def test_who_comes_later_gets_the_letter_with_the_next_run(opened, daily):
    opened(cast.moderator(), KEY)
    assert not mail.outbox
    cast.official(KEY)
    daily()
    assert len(mail.outbox) == 1


def test_a_mail_that_is_not_taken_is_tried_again(opened, daily, monkeypatch):
    cast.official(KEY)

    def refuse(*_args: object, **_more: object) -> None:
        raise smtplib.SMTPRecipientsRefused({})

    with monkeypatch.context() as patch:
        patch.setattr("sez_portal.common.mail.EmailMessage.send", refuse)
        opened(cast.moderator(), KEY)
    assert CampaignLetter.objects.get().sent_at is None
    daily()
    assert len(mail.outbox) == 1


def test_other_reminders_leave_out_what_a_campaign_asks(opened):
    official = cast.official(KEY)
    before = {due.group for due in due_for(official, dates.today())}
    opened(cast.moderator(), KEY)
    assert before - {due.group for due in due_for(official, dates.today())} == {"glance"}


def test_the_last_day_closes_it_and_keeps_the_report(opened, daily):
    official, mi = cast.official(KEY), cast.moderator()
    found = opened(mi, KEY)
    confirm(record=ZONE, key=KEY, names=["firms"], by=official)
    Campaign.objects.filter(pk=found.pk).update(deadline=dates.today())
    daily()
    found.refresh_from_db()
    assert found.closed_at is None  # the last day itself counts
    yesterday = dates.today() - datetime.timedelta(days=1)
    started = timezone.now() - datetime.timedelta(days=9)
    Campaign.objects.filter(pk=found.pk).update(deadline=yesterday, opened_at=started)
    daily()
    found.refresh_from_db()
    assert found.closed_at
    assert answers(found)["firms"] == Answer.MISSING  # sent after the last day


def test_a_report_stays_as_it_was(opened):
    official, mi = cast.official(KEY), cast.moderator()
    found = opened(mi, KEY)
    confirm(record=ZONE, key=KEY, names=["firms"], by=official)
    found = campaigns.close(campaign=found, by=mi)
    before = progress_of(found).as_json()
    apply(record=ZONE, key=KEY, values={"jobs": 9001}, origin=Origin.ADMIN, by=mi)
    assert progress_of(Campaign.objects.get()).as_json() == before
    assert answers(found)["firms"] == Answer.CONFIRMED


def test_more_time_is_a_later_day(opened):
    mi = cast.moderator()
    found = opened(mi, KEY)
    with pytest.raises(ValidationError):
        campaigns.extend(campaign=found, by=mi, deadline=found.deadline)
    later = found.deadline + datetime.timedelta(days=7)
    assert campaigns.extend(campaign=found, by=mi, deadline=later).deadline == later


def test_a_renamed_row_is_still_counted_and_seen(client, opened):
    official, mi = cast.official(KEY), cast.moderator()
    found = opened(mi, KEY)
    rename(record=ZONE, former=KEY, key="la-new-key", told=Told(mi, "MI", "a slip"))
    confirm(record=ZONE, key="la-new-key", names=["firms"], by=mi)
    assert answers(found, "la-new-key")["firms"] == Answer.CONFIRMED
    cast.sign_in(client, official)
    page = client.get(found.get_absolute_url())
    assert page.status_code == 200
    assert "la-new-key" in text(page)
