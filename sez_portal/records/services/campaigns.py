"""What is done with a campaign: saved as a draft, opened, given more time, closed, thrown away."""

import datetime

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from sez_portal.accounts.models import User
from sez_portal.accounts.roles import office_of, roles_of
from sez_portal.common import dates
from sez_portal.common.access import require
from sez_portal.common.background import start
from sez_portal.records.models import Campaign
from sez_portal.records.record import Record, every, get
from sez_portal.records.services.campaign_asked import asked_of
from sez_portal.records.services.campaign_letters import write_to_all
from sez_portal.records.services.campaign_progress import progress_of


def record_to_ask() -> Record:
    """The record whose rows have keepers that can be asked."""
    return next(record for record in every() if record.has_keepers)


@transaction.atomic
def save_draft(*, campaign: Campaign, by: User) -> Campaign:
    """Keep what was typed; nobody is told. Raises PermissionDenied; ValidationError once open."""
    if not campaign.is_draft:
        raise ValidationError(_("This campaign is open already."))
    campaign.record = campaign.record or record_to_ask().name
    if campaign.made_by is None:
        campaign.made_by, campaign.made_by_name = by, str(by)
        campaign.is_of_institute = roles_of(by).is_staff
        campaign.office = office_of(by, country=campaign.country)
    campaign.save()
    require(by, "change", campaign)
    return campaign


@transaction.atomic
def open_campaign(*, campaign: Campaign, by: User) -> Campaign:
    """Ask: from now on it is on the desks, and its letters go out after the commit.

    Raises ValidationError where there is nothing to ask or no time left, PermissionDenied.
    """
    campaign = _locked(campaign, by)
    if not campaign.is_draft:
        raise ValidationError(_("This campaign is open already."))
    if campaign.deadline <= dates.today():
        raise ValidationError({"deadline": _("The last day has to be a day to come.")})
    record, asked = get(campaign.record), asked_of(campaign, by)
    if not asked:
        raise ValidationError(_("There is nothing to ask: all of it is known and fresh."))
    campaign.asked = {row.key: names for row, names in asked.items()}
    countries = {record.country(row) for row in asked}
    campaign.countries = sorted(filter(None, countries))  # type: ignore[assignment]
    campaign.opened_at = timezone.now()
    campaign.save()
    transaction.on_commit(lambda: start(_write, campaign.pk))
    return campaign


@transaction.atomic
def extend(*, campaign: Campaign, by: User, deadline: datetime.date) -> Campaign:
    """Give more time. Raises ValidationError for a day that is no later, PermissionDenied."""
    campaign = _locked(campaign, by)
    _require_running(campaign)
    if deadline <= max(campaign.deadline, dates.today()):
        raise ValidationError({"deadline": _("Write a later day than the last one until now.")})
    campaign.deadline = deadline
    campaign.save()
    return campaign


@transaction.atomic
def close(*, campaign: Campaign, by: User | None = None) -> Campaign:
    """End it and keep what it brought. Without `by`: its last day has passed.

    Answers count until the end of the last day, or until now where it is closed earlier.
    """
    campaign = _locked(campaign, by)
    _require_running(campaign)
    now = timezone.now()
    campaign.report = progress_of(campaign, until=min(now, _end_of(campaign.deadline))).as_json()
    campaign.closed_at = now
    campaign.save()
    return campaign


@transaction.atomic
def discard(*, campaign: Campaign, by: User) -> None:
    """Throw a draft away; what was opened stays for ever."""
    campaign = _locked(campaign, by)
    if not campaign.is_draft:
        raise ValidationError(_("This campaign is open already."))
    campaign.delete()


def close_what_is_over(today: datetime.date) -> int:
    """Close the campaigns whose last day has passed; how many."""
    over = list(Campaign.objects.over(today))
    for campaign in over:
        close(campaign=campaign)
    return len(over)


def _write(pk: int) -> None:
    write_to_all(pk)


def _locked(campaign: Campaign, by: User | None) -> Campaign:
    found = Campaign.objects.select_for_update().get(pk=campaign.pk)
    if by is not None:
        require(by, "change", found)
    return found


def _require_running(campaign: Campaign) -> None:
    if not campaign.is_running:
        raise ValidationError(_("This campaign is not open."))


def _end_of(day: datetime.date) -> datetime.datetime:
    morrow = datetime.datetime.combine(day + datetime.timedelta(days=1), datetime.time())
    return timezone.make_aware(morrow)
