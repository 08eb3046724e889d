"""The sitemap: every page that anyone may find."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.db import models
from django.db.models import Max
from django.urls import reverse

from sez_portal.records import record
from sez_portal.records.choices import Audience
from sez_portal.records.models import PublicNotice, Submission
from sez_portal.site.stories.story import Story
from sez_portal.site.stories.views import STORIES

PAGES = (
    "home",
    "zones",
    "countries",
    "incentives",
    "centres",
    "connectivity",
    "compare",
    "offers",
    "tool-incentives",
    "tool-cost",
    "tool-match",
    "stories",
    "data",
    "api-docs",
    "updates",
    "notices",
    "about",
    "data-quality",
    "moderation",
)


class Ours(Sitemap):
    """Addresses under SITE_URL, whatever host the request named."""

    protocol = urlsplit(settings.SITE_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.SITE_URL).netloc


class Pages(Ours):
    def items(self) -> tuple[str, ...]:
        return PAGES

    def location(self, item: str) -> str:
        return reverse(item)


class StoryPages(Ours):
    def items(self) -> tuple[Story, ...]:
        return tuple(STORIES.values())


class Notices(Ours):
    def items(self) -> models.QuerySet:
        return PublicNotice.objects.shown()


class Records(Ours):
    """The published rows of one record."""

    def __init__(self, name: str) -> None:
        self.name = name

    def items(self) -> models.QuerySet:
        changed = (
            Submission.objects.applied()
            .filter(record=self.name, audience=Audience.EVERYBODY)
            .values_list("key")
        )
        self.changed = dict(changed.annotate(Max("applied_at")).order_by())
        model = record.get(self.name).model
        return model._default_manager.filter(model.shown()).only("key").order_by("key")

    def lastmod(self, item: Any) -> datetime | None:
        return self.changed.get(item.key)


SITEMAPS: dict[str, Any] = {"pages": Pages, "stories": StoryPages, "notices": Notices} | {
    name: Records(name)
    for name in (
        "zone",
        "country",
        "incentive",
        "centre",
        "procedure",
        "corridor",
        "gateway",
        "pair",
    )
}
