"""A notice of the institute, as tests of notices write it."""

from sez_portal.common import dates
from sez_portal.records.models import PublicNotice
from sez_portal.records.services import public_notices


def written(by, **more) -> PublicNotice:
    """A draft."""
    today = dates.today()
    more = {
        "title_en": "A workshop on figures",
        "text_en": "Offices of zones meet.",
        "dated_on": today,
        "from_day": today,
        **more,
    }
    return public_notices.save(notice=PublicNotice(**more), by=by)


def published(by, **more) -> PublicNotice:
    return public_notices.publish(notice=written(by, **more), by=by)
