"""Every address of the URL conf, the administration's and the sign-in library's among them."""

import re
from collections.abc import Callable, Iterator

from django.apps import apps
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.resolvers import RegexPattern, RoutePattern

_PLACE = re.compile(r"<(?:[a-z]+:)?([a-z_0-9]+)>")
_GROUP = re.compile(r"\(\?P<([a-z_0-9]+)>(?:[^()\[\]]|\[[^\]]*\]|\([^()]*\))*\)")
_ADMIN_ROW = re.compile(r"/admin/([a-z]+)/([a-z]+)/\{object_id\}")
USUAL = {
    "key": "la-savan-seno",
    "name": "zone",
    "section": "glance",
    "pk": "1",
    "token": "no-such",
    "signed": "no-such",
    "folder": "photos",
    "year": "2026",
    "uidb36": "1",
    "app_label": "zones",
    "object_id": "1",
    "act": "rename",
    "number": "1",
    "content_type_id": "1",
    "url": "no-such",
}


def templates() -> Iterator[tuple[str, str]]:
    """The name of each pattern and its address in English, such as "/zones/{key}/"."""
    yield from _walk(get_resolver().url_patterns, "/", "")


def _walk(
    patterns: list[URLPattern | URLResolver], before: str, space: str
) -> Iterator[tuple[str, str]]:
    for pattern in patterns:
        route = before + _route(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, route, inner)
        else:
            yield f"{space}{pattern.name or route}", route


def _route(pattern: object) -> str:
    if isinstance(pattern, RoutePattern):
        return _PLACE.sub(r"{\1}", str(pattern))
    if isinstance(pattern, RegexPattern):
        plain = _GROUP.sub(r"{\1}", pattern._regex)
        return re.sub(r"^\^|\$$|\\(?=[-/.])|\\Z$", "", plain).replace(r"\Z", "")
    return ""  # the prefix of a language: English has none


def filled(template: str, name: str, given: Callable[[str, str], str | None]) -> str:
    """The address with `given(pattern, place)` in its places, or what is usual there."""

    def value(found: re.Match[str]) -> str:
        place = found[1]
        return given(name, place) or row_of(template, place) or USUAL.get(place, "1")

    return re.sub(r"\{([a-z_0-9]+)\}", value, template)


def row_of(template: str, place: str) -> str:
    """The first row of the model that an address of the administration is about."""
    found = _ADMIN_ROW.search(template)
    if place != "object_id" or found is None:
        return ""
    row = apps.get_model(found[1], found[2])._default_manager.order_by("pk").first()
    return str(row.pk) if row else ""
