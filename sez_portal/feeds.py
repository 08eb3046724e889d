"""The Atom feed of changes: all, of one country (?country=LA), of one zone (?zone=key), or of the
zones that a query of the directory finds."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from sez_portal.records import record
from sez_portal.records.models import Submission
from sez_portal.views.site import address_of
from zones.filters import ZoneFilter
from zones.models import Zone

LATEST = 50


class UpdatesFeed(Feed):
    feed_type = Atom1Feed
    link = "/updates/"
    feed_url = "/updates.atom"

    def title(self) -> str:
        return _("Changes in the Lancang-Mekong zone directory")

    def subtitle(self) -> str:
        return _("What was added or changed, with its origin.")

    def get_object(self, request: HttpRequest) -> QuerySet[Submission]:
        names = [row.name for row in record.every()]
        changes = Submission.objects.applied().filter(record__in=names)
        if request.GET.get("zone"):
            changes = changes.filter(record="zone", key=request.GET["zone"][:80])
        if request.GET.get("country"):
            codes = [code[:2].upper() for code in request.GET.getlist("country")]
            changes = changes.filter(country__in=codes)
        zones = ZoneFilter(request.GET, Zone.objects.published())
        if zones.given.keys() - {"country"}:
            changes = changes.filter(record="zone", key__in=zones.qs.order_by().values("key"))
        return changes

    def items(self, changes: QuerySet[Submission]) -> Iterable[Submission]:
        return changes[:LATEST]

    def item_title(self, change: Submission) -> str:
        return change.title

    def item_description(self, change: Submission) -> str:
        labels = record.get(change.record).by_key
        fields = {str(labels[name].label) for name in change.changes if name in labels}
        return f"{change.get_origin_display()}: {', '.join(sorted(fields))}"

    def item_link(self, change: Submission) -> str:
        return f"{settings.SITE_URL}{address_of(change) or self.link}"

    def item_guid(self, change: Submission) -> str:
        return f"change-{change.pk}"

    item_guid_is_permalink = False

    def item_updateddate(self, change: Submission) -> datetime | None:
        return change.applied_at
