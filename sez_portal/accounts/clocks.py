"""The clock of whoever reads a mail: a moment in their time zone, with the zone named.

Somebody's zone is that of the country for which they are appointed; of anybody else, and of who
answers for several countries, it is that of the portal.
"""

import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sez_portal.accounts.models import Appointment, User

OF_COUNTRIES = {
    "CN": "Asia/Shanghai",
    "KH": "Asia/Phnom_Penh",
    "LA": "Asia/Vientiane",
    "MM": "Asia/Yangon",
    "TH": "Asia/Bangkok",
    "VN": "Asia/Ho_Chi_Minh",
}
WORDS = {
    "Asia/Shanghai": gettext_lazy("Beijing time"),
    "Asia/Phnom_Penh": gettext_lazy("Phnom Penh time"),
    "Asia/Vientiane": gettext_lazy("Vientiane time"),
    "Asia/Yangon": gettext_lazy("Yangon time"),
    "Asia/Bangkok": gettext_lazy("Bangkok time"),
    "Asia/Ho_Chi_Minh": gettext_lazy("Hanoi time"),
}


def clock_of(person: User | None) -> ZoneInfo:
    """The time zone in which somebody reads what time it was."""
    rows = Appointment.objects.in_force().filter(user=person) if person else ()
    countries = {row.country for row in rows}
    name = OF_COUNTRIES.get(countries.pop(), "") if len(countries) == 1 else ""
    return ZoneInfo(name or settings.TIME_ZONE)


def told_on(zone: ZoneInfo, moment: datetime.datetime) -> str:
    """The moment on this clock: “1 December 2026, 04:12 (Vientiane time, UTC+7)”."""
    there = moment.astimezone(zone)
    told: dict[str, Any] = {
        "moment": date_format(there.replace(tzinfo=None), "DATETIME_FORMAT"),
        "place": str(WORDS.get(zone.key, zone.key)),
        "offset": _offset(there),
    }
    return _("%(moment)s (%(place)s, UTC%(offset)s)") % told


def _offset(moment: datetime.datetime) -> str:
    """As it is written: "+7", "+6:30"."""
    minutes = int((moment.utcoffset() or datetime.timedelta()).total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return f"{sign}{hours}:{rest:02}" if rest else f"{sign}{hours}"
