"""The mark of a zone's state, and rows that the process keeps."""

from functools import cache
from typing import Any

from django import template
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from countries.cache import ReferenceData
from sez_portal.accounts.roles import roles_of
from sez_portal.common.access import ALL, rule_of
from sez_portal.common.snippets import snippet
from sez_portal.common.vocabulary import word_of
from zones.choices import Status
from zones.models import Zone

DOT = {
    Status.OPERATIONAL: "dot",
    Status.PLANNED: "dot--plan",
    Status.UNDER_CONSTRUCTION: "dot--plan",
}
register = template.Library()


@register.filter
def state(zone: Zone) -> SafeString:
    """The dot of the maps with its word."""
    return _state(zone.status, get_language())


@cache
def _state(key: str, _language: str | None) -> SafeString:
    """There are five, and a page of a list has twenty of them."""
    return snippet("zones/_state.html", dot=DOT.get(key, "dot--none"), word=word_of(Status, key))


@register.filter
def with_key(address: str, key: str) -> str:
    """The address that has KEY where a key belongs."""
    return address.replace("KEY", key)


@register.simple_tag
def kept_row(kept: ReferenceData, template_name: str, **context: object) -> SafeString:
    """A row that the process keeps, as every page shows it."""
    return kept.written(template_name, **context)


@register.simple_tag(takes_context=True)
def kept_zone(context: dict[str, Any]) -> str:
    """The key of the zone of this page, for who keeps it; "" for everybody else."""
    request = context["request"]
    match, user = request.resolver_match, getattr(request, "user", None)
    key = str(match.kwargs.get("key", "")) if match else ""
    if not key or not roles_of(user):
        return ""
    kept = rule_of(user, Zone, "propose")
    return key if kept == ALL or Zone.objects.filter(kept, key=key).exists() else ""
