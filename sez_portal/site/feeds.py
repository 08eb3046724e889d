"""The Atom feed of changes: all, of one country (?country=LA), of one zone (?zone=key), or of the
zones that a query of the directory finds. Each of these is a feed of its own, with its own id.
The notices of the institute have another."""

from collections.abc import Iterable
from datetime import UTC, datetime
from hashlib import sha256
from typing import NamedTuple
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from sez_portal.common import dates
from sez_portal.common.atom import CleanAtom
from sez_portal.common.lists import in_one
from sez_portal.common.queries import query_string
from sez_portal.languages import page_language
from sez_portal.records import record
from sez_portal.records.choices import Audience
from sez_portal.records.former_keys import now_called, sent_on
from sez_portal.records.headlines import headline
from sez_portal.records.history import news
from sez_portal.records.models import DataVersion, PublicNotice, Submission
from sez_portal.site.history import address_in_history
from sez_portal.site.lookup import with_marks
from zones.filters import ZoneFilter
from zones.models import Zone
from zones.record import ZONE

LATEST = 50
SINCE = 2026  # of the ids (RFC 4151): the year in which the name of the host was ours


class FeedQuery(NamedTuple):
    """The changes of one feed, and what of the query made the choice."""

    changes: QuerySet[Submission]
    query: str


def _feed_query(query: QueryDict) -> FeedQuery:
    """Rows that were taken away are told without a name, hence in the feed of everything alone."""
    changes, understood = news(), QueryDict(mutable=True)
    if key := query.get("zone", "")[:80]:
        understood["zone"] = key
        changes = changes.filter(record="zone", key=key)
    if codes := [code[:2].upper() for code in query.getlist("country") if code]:
        understood.setlist("country", codes)
        changes = changes.filter(country__in=codes)
    zones = ZoneFilter(query, Zone.objects.published())
    if zones.given.keys() - {"country"}:
        for name, values in zones.given.lists():
            understood.setlist(name, values)
        changes = changes.filter(record="zone", key__in=zones.qs.order_by().values("key"))
    if understood:
        changes = changes.exclude(audience=Audience.REMOVAL)
    return FeedQuery(changes, query_string(understood) if understood else "")


def _tag(name: str) -> str:
    """A name for ever and everywhere, as a URI."""
    return f"tag:{urlsplit(settings.SITE_URL).hostname},{SINCE}:{name}"


class Steady(CleanAtom):
    """A feed without entries was not updated just now, whenever it is asked."""

    def latest_post_date(self) -> datetime:
        return super().latest_post_date() if self.items else datetime(SINCE, 1, 1, tzinfo=UTC)


class UpdatesFeed(Feed):
    feed_type = Steady

    @property
    def language(self) -> str:
        return page_language()

    def title(self) -> str:
        return _("Changes in the Lancang-Mekong zone directory")

    def subtitle(self) -> str:
        return _("What was added or changed, with its origin.")

    def author_name(self) -> str:
        return _("Lancang-Mekong Zones")

    def author_link(self) -> str:
        return f"{settings.SITE_URL}/"

    def link(self) -> str:
        return f"{settings.SITE_URL}{reverse('updates')}"

    def feed_url(self, feed_query: FeedQuery) -> str:
        return f"{settings.SITE_URL}{reverse('updates-atom')}{feed_query.query}"

    def feed_guid(self, feed_query: FeedQuery) -> str:
        return self.feed_url(feed_query)

    def get_object(self, request: HttpRequest) -> FeedQuery:
        return _feed_query(request.GET)

    def items(self, feed_query: FeedQuery) -> Iterable[Submission]:
        return with_marks(feed_query.changes[:LATEST])

    def item_title(self, change: Submission) -> str:
        of = record.get(change.record)
        return str(of.removed) if change.is_removal else change.title

    def item_description(self, change: Submission) -> str:
        if change.is_removal:
            return ""
        told = {
            "what": headline(record.get(change.record), change),
            "who": in_one((change.origin_told, change.office_told)),
            "why": change.public_note,
        }
        if told["why"]:
            return _("%(what)s (%(who)s): %(why)s") % told
        return _("%(what)s (%(who)s)") % told

    def item_link(self, change: Submission) -> str:
        address = "" if change.is_removal else address_in_history(change)
        return f"{settings.SITE_URL}{address or reverse('updates')}"

    def item_guid(self, change: Submission) -> str:
        return _tag(f"change-{change.pk}")

    item_guid_is_permalink = False

    def item_pubdate(self, change: Submission) -> datetime | None:
        return change.applied_at

    def item_updateddate(self, change: Submission) -> datetime | None:
        return change.applied_at


class NoticesFeed(Feed):
    """The notices that are shown, in the language of the address or in English."""

    feed_type = Steady

    @property
    def language(self) -> str:
        return page_language()

    def title(self) -> str:
        return _("Notices of the Lancang-Mekong zone directory")

    def subtitle(self) -> str:
        return _("News, events and changes of law, told by the Mekong Institute.")

    def author_name(self) -> str:
        return _("Mekong Institute")

    def link(self) -> str:
        return f"{settings.SITE_URL}{reverse('notices')}"

    def feed_url(self) -> str:
        return f"{settings.SITE_URL}{reverse('notices-atom')}"

    def feed_guid(self) -> str:
        return self.feed_url()

    def items(self) -> Iterable[PublicNotice]:
        return PublicNotice.objects.shown()[:LATEST]

    def item_title(self, notice: PublicNotice) -> str:
        return str(notice.title)

    def item_description(self, notice: PublicNotice) -> str:
        return str(notice.text)

    def item_link(self, notice: PublicNotice) -> str:
        return f"{settings.SITE_URL}{notice.get_absolute_url()}"

    def item_guid(self, notice: PublicNotice) -> str:
        return _tag(f"notice-{notice.pk}")

    item_guid_is_permalink = False

    def item_pubdate(self, notice: PublicNotice) -> datetime | None:
        return notice.published_at

    def item_updateddate(self, notice: PublicNotice) -> datetime | None:
        return notice.published_at


def _etag(request: HttpRequest) -> str:
    """What the feed follows: the data, the query, the language, the code."""
    parts = (
        dates.today(),
        DataVersion.current(),
        settings.VERSION,
        get_language(),
        request.get_full_path(),
    )
    return f'"{sha256(repr(parts).encode()).hexdigest()[:32]}"'


def _etag_of_today(request: HttpRequest) -> str:
    """Notices come and go with their days too."""
    return f'"{dates.today()}-{_etag(request)[1:]}'


_feed = condition(etag_func=_etag)(UpdatesFeed())
_notices = condition(etag_func=_etag_of_today)(NoticesFeed())


@require_safe
def notices_feed(request: HttpRequest) -> HttpResponse:
    """The feed of notices."""
    return _notices(request)


@require_safe
def updates_feed(request: HttpRequest) -> HttpResponse:
    """The feed; that of a zone under a former key leads to the one of today."""
    query, zones = request.GET.copy(), Zone.objects.published()
    key = query.get("zone", "")
    now = now_called(ZONE, [key], zones) if key and not zones.filter(key=key[:80]).exists() else {}
    if now:
        query["zone"] = now[key].key
        return sent_on(request, request.path, query_string(query).removeprefix("?"))
    return _feed(request)
