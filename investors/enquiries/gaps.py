"""The list of what investors ask and the zone's page does not know, most asked first."""

from collections import Counter
from collections.abc import Iterable

from django.conf import settings
from django.db.models import Prefetch
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from investors.choices import WAITING, EnquiryLevel
from investors.enquiries.forms import label_of, unknown_of
from investors.enquiries.links import token_of
from investors.models import Enquiry, Thread
from sez_portal.accounts.roles import roles_of
from sez_portal.common import dates
from sez_portal.common.lists import listed
from sez_portal.records.desk.lists import SHOWN, DeskItem, DeskList
from zones.models import Zone
from zones.record import ZONE


def gaps(zone: Zone) -> list[tuple[str, int]]:
    """The unknown facts of the zone and how often they were asked; also of forgotten enquiries."""
    counts: Counter[str] = Counter()
    threads = Thread.objects.filter(zone=zone.pk, sent_at__isnull=False)
    for fields in threads.values_list("fields", flat=True):
        counts.update(set(fields))
    unknown = set(unknown_of(zone)) if counts else set()
    return [(name, count) for name, count in counts.most_common() if name in unknown]


def asked_for(request: HttpRequest) -> DeskList:
    """List the gaps of the zones of an official."""
    rows = Zone.objects.filter(key__in=roles_of(request.user).zones).order_by("key")
    gaps_found = [(count, zone, name) for zone in rows for name, count in gaps(zone)]
    gaps_found.sort(key=lambda gap: -gap[0])
    return DeskList(_("Asked for, and not known"), [_item(*gap) for gap in gaps_found[:SHOWN]])


def _item(count: int, zone: Zone, name: str) -> DeskItem:
    text = ngettext("asked for %(count)s time", "asked for %(count)s times", count)
    group = ZONE[name].group
    editable = group in ZONE.groups
    args = ["zone", zone.key, group] if editable else ["zone", zone.key]
    url = reverse("propose-section" if editable else "propose", args=args)
    return DeskItem(f"{zone.name}: {label_of(name)}", url, text % {"count": count})


def my_enquiries(request: HttpRequest) -> DeskList:
    """List what an investor with an account asked, with the clock of each."""
    rows = Enquiry.objects.filter(user=request.user.pk, verified_at__isnull=False)
    threads = Prefetch("threads", Thread.objects.with_clock())
    items = []
    for row in rows.prefetch_related(threads)[:SHOWN]:
        of_zones = list(row.threads.all())
        names = listed(f"{thread.zone} ({thread.get_status_display()})" for thread in of_zones)
        url = reverse("enquiry-link", args=[token_of(row)])
        title = str(row.get_need_display()).capitalize()
        items.append(DeskItem(title, url, names, *_clock(of_zones)))
    return DeskList(_("My enquiries"), items)


def _clock(threads: Iterable[Thread]) -> tuple[str, bool]:
    """Until when the next of these zones should answer, and whether that day is over."""
    today = dates.today()
    waiting = [thread for thread in threads if thread.status in WAITING and thread.waits_since]
    if not waiting:
        return "", False
    left = min(settings.ENQUIRY_WORKING_DAYS - thread.days_waited(today) for thread in waiting)
    if left <= 0:
        return _("past its day"), True
    if all(thread.level == EnquiryLevel.MI for thread in waiting):
        return _("with the Mekong Institute"), False
    told = ngettext(
        "%(count)s working day left, then the next office gets it",
        "%(count)s working days left, then the next office gets it",
        left,
    )
    return told % {"count": left}, False
