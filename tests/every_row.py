"""A row of every kind, and its place in the addresses that fuzzers and hostile pages ask."""

import datetime
import re

from django.utils import timezone

from investors.alerts import services as alerts
from investors.enquiries import links
from investors.models import Enquiry, SavedSearch, Thread
from sez_portal.accounts.models import Invitation, User
from sez_portal.common import dates, tokens
from sez_portal.records.models import Campaign, Flag, SentWorkbook
from sez_portal.records.services.confirm import new_link
from sez_portal.records.services.propose import propose
from sez_portal.records.services.reminders import signed
from tests.addresses import templates
from tests.pages import SAMPLES
from zones.models import Claim, Zone
from zones.record import ZONE

Places = dict[str, dict[str, str]]  # of each pattern, what may stand in its places
SOON = datetime.timedelta(days=9)
_PLACE = re.compile(r"\{([a-z_0-9]+)\}")


def places(key: str, official: User, moderator: User, asker: User) -> Places:
    """By name of the pattern; whose names begin alike are about the same row."""
    by_start = _of_records(key, official, moderator, asker) | _of_investors(key, asker)
    found: Places = {}
    for name, template in templates():
        sample = SAMPLES.get(name)
        here = _PLACE.findall(template)
        if sample and sample.args:
            found[name] = dict(zip(here, sample.args, strict=True))
        else:
            starts = [start for start in by_start if name.startswith(start)]
            row = by_start[max(starts, key=len)] if starts else {}
            found[name] = {place: row[place] for place in here if place in row}
    return found


def forget() -> None:
    """Delete what `places` made, where a test has committed it: no seed holds a row of these."""
    for model in (Thread, Enquiry, SavedSearch, Campaign, SentWorkbook, Invitation, Claim, Flag):
        model._default_manager.all().delete()


def _of_records(key: str, official: User, moderator: User, asker: User) -> Places:
    zone = Zone.objects.get(key=key)
    sent = propose(record=ZONE, key=key, by=official, values={"firms": 148, "name_en": "Another"})
    flag = Flag.objects.create(record="zone", key=key, country=key[:2].upper(), title="t", text="t")
    claim = Claim.objects.create(zone=zone, user=asker, office="o", position="p")
    token = new_link(user=official, record=ZONE, key=key, group="glance")
    campaign = Campaign.objects.create(
        record="zone", name_en="t", letter_en="t", chosen=[key], sections=["glance"],
        deadline=dates.today() + SOON, made_by=moderator, is_of_institute=True,
    )  # fmt: skip
    book = SentWorkbook.objects.create(author=official, name="a.xlsx", record="zone", file=b"PK")
    role = official.appointments.first()
    offer, offer_hash = tokens.new_secret()
    invitation = Invitation.objects.create(
        email="invited@sample.invalid", role="official", zone_key=key, country=zone.country_id,
        token_hash=offer_hash, expires_on=dates.today() + SOON, invited_by=moderator,
    )  # fmt: skip
    return {
        **{name: {"pk": str(sent.pk)} for name in ("submission", "preview")},
        **{name: {"pk": str(row.pk)} for name, row in (("flag", flag), ("claim", claim))},
        "campaign": {"pk": str(campaign.pk), "form": "csv"},
        "workbook": {"pk": str(book.pk)},
        "role": {"pk": str(role.pk if role else 1)},
        "invitation": {"token": offer, "pk": str(invitation.pk)},
        "confirm-link": {"token": token},
        "change-link": {"token": token},
        "stop-reminders": {"signed": signed(official)},
    }


def _of_investors(key: str, asker: User) -> Places:
    enquiry = Enquiry.objects.create(
        need="land", questions="?", name="n", email="i@x.test", verified_at=timezone.now()
    )
    zone = Zone.objects.get(key=key)
    thread = Thread.objects.create(zone=zone, enquiry=enquiry, sent_at=timezone.now())
    other = Enquiry.objects.create(need="land", questions="!", name="n", email="j@x.test")
    search = SavedSearch.objects.create(query="country=LA", user=asker, frequency="daily")
    return {
        "enquiry-": {"token": links.token_of(enquiry), "pk": str(thread.pk)},
        "enquiry-verify": {"token": links.token_of(other, links.VERIFY)},
        "enquiry-asked": {"token": links.token_of(other, links.ASKED)},
        "alert-asked": {"token": tokens.token_of(search, "alert-asked")},
        "alert-confirm": {"token": tokens.token_of(search, alerts.CONFIRM)},
        "alert-stop": {"token": tokens.token_of(search, alerts.STOP)},
    }
