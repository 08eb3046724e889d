"""What tests of campaigns share: a draft, and an open campaign."""

import datetime

from sez_portal.common import dates
from sez_portal.records.models import Campaign
from sez_portal.records.services import campaigns

KEY, OTHER = "la-savan-seno", "la-saysettha"
ABROAD = "kh-phnom-den"
LAST = datetime.timedelta(days=30)


def draft(by, *keys: str, **more) -> Campaign:
    more = {
        "name_en": "Half-year figures",
        "letter_en": "We ask you for your figures.",
        "sections": ["glance"],
        "chosen": keys,
        "deadline": dates.today() + LAST,
        "remind_days": [14, 3],
        **more,
    }
    return campaigns.save_draft(campaign=Campaign(**more), by=by)


def asked(commit, by, *keys: str, **more) -> Campaign:
    """An open campaign, its letters sent."""
    with commit():
        return campaigns.open_campaign(campaign=draft(by, *keys, **more), by=by)
