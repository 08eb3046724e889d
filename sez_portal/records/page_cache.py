"""Public pages are made once for everybody, and kept until what they show changes.

The body of such a page is the same for all readers: it is made as a visitor without cookies
sees it. What is a reader's own (the way to their desk, a message) is a `{% part %}` of the
page and is written into the kept one at each visit. A kept page costs one query, that of the
data versions, and a repeated visit is a 304 before anything is looked up.

A page says which countries it shows (`shows`); a change elsewhere does not renew it.
"""

import copy
import re
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, replace
from functools import wraps
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags, urlencode

from sez_portal.common import dates
from sez_portal.common.htmx import HEADERS, wants_part
from sez_portal.common.templatetags.page_tags import PART, rendered_part
from sez_portal.common.text import hashed
from sez_portal.records.models import DataVersion
from sez_portal.records.models.versions import EVERYWHERE
from sez_portal.records.past import asks_for_past

View = Callable[..., HttpResponse]
Versions = Mapping[str, int]
MOST_BYTES = 256 * 1024  # of an answer that is kept: the map of 50,000 zones is made each time
VARY = ("Cookie", *HEADERS)
TAG = re.compile(r'W/"[\d-]+_[\w.]+_(?P<scopes>[A-Z.]*)_\d+_(whole|part)"')


@dataclass(frozen=True)
class KeptPage:
    """A page as everybody sees it, and which data it was made of."""

    pieces: tuple[Any, ...]  # text and names of parts in turn; of a whole answer its bytes
    headers: dict[str, str]
    scopes: frozenset[str]
    made_at: int  # the data version before it was made

    def is_fresh(self, versions: Versions) -> bool:
        return newest(self.scopes, versions) <= self.made_at <= versions.get("", 0)

    def answer(self, request: HttpRequest) -> HttpResponse:
        written = [
            rendered_part(piece, request) if number % 2 else piece
            for number, piece in enumerate(self.pieces)
        ]
        return HttpResponse("".join(written), headers=self.headers)


def shows(response: HttpResponse, *countries: str) -> HttpResponse:
    """The response, which shows the records of these countries alone, and the regional ones."""
    response.shows = frozenset(countries)
    return response


def newest(scopes: Collection[str], versions: Versions) -> int:
    """The data version of the latest change within the scopes; within none named, of any."""
    if not scopes:
        return versions.get("", 0)
    return max(versions.get(scope, 0) for scope in (*scopes, EVERYWHERE))


def for_everybody(view: View) -> View:
    """Make the page of this view once for everybody.

    For views that follow the records, the address and the day alone, and answer a part of
    themselves only where `wants_part` says so. Whoever is signed in and asks for a past day
    (`as_of`, `before`) is answered by the view: what they may read of the past is theirs.
    """

    @wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        if not settings.PAGE_CACHE_SECONDS or request.method not in ("GET", "HEAD"):
            return _varied(view(request, *args, **kwargs))
        if request.COOKIES and asks_for_past(request.GET):
            return _varied(view(request, *args, **kwargs))
        versions, name = DataVersion.by_scope(), _name_of(request)
        kept = caches["pages"].get(name)
        if kept is None or not kept.is_fresh(versions):
            visitor = _as_visitor(request)
            try:
                response = view(visitor, *args, **kwargs)
            except Http404:  # who keeps the row may see what visitors do not
                response = None
            if response is None or not _is_everybodys(visitor, response):
                return _varied(view(request, *args, **kwargs))
            kept = _kept(response, versions.get("", 0))
            caches["pages"].set(name, kept, settings.PAGE_CACHE_SECONDS)
        return _to_visit_again(request, kept.answer(request), kept, versions)

    return answer


def answer_visitors(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Answer visitors without cookies as others were answered, before any other work is done.

    The first middleware: it keeps the whole answer, with all that the others added to it.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        meta = request.META
        is_for_us = settings.PAGE_CACHE_SECONDS and request.method == "GET"
        if not is_for_us or meta.get("HTTP_COOKIE"):
            return get_response(request)
        request.get_host()  # refuses a host that is not ours
        asked = meta.get("HTTP_IF_NONE_MATCH", "")
        versions = DataVersion.by_scope() if asked else None
        if versions and (tag := _tag_that_holds(request, asked, versions)):
            headers = {"ETag": tag, "Cache-Control": "no-cache", "Vary": ", ".join(VARY)}
            return HttpResponseNotModified(headers=headers)
        pages, name = caches["pages"], _name_of_answer(request)
        kept = pages.get(name)
        if kept and kept.is_fresh(DataVersion.by_scope() if versions is None else versions):
            return HttpResponse(kept.pieces[0], headers=kept.headers)
        response = get_response(request)
        if page := getattr(response, "kept_page", None):
            whole = replace(page, pieces=(response.content,), headers=dict(response.headers))
            pages.set(name, whole, settings.PAGE_CACHE_SECONDS)
        return response

    return middleware


def _as_visitor(request: HttpRequest) -> HttpRequest:
    """The same request as somebody makes it who never came before."""
    visitor = copy.copy(request)
    visitor.COOKIES, visitor.META = {}, {**request.META}
    visitor.user = AnonymousUser()
    visitor.session = import_module(settings.SESSION_ENGINE).SessionStore()
    visitor._messages = ()
    visitor.is_everybody = True
    return visitor


def _is_everybodys(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether the answer is whole, and nothing in it was made for this visitor."""
    has_token = request.META.get("CSRF_COOKIE_NEEDS_UPDATE", False)
    return (
        response.status_code == 200  # noqa: PLR2004  HTTP
        and not (response.streaming or response.cookies or has_token)
        and not request.session.modified
        and len(response.content) <= MOST_BYTES
    )


def _kept(response: HttpResponse, version: int) -> KeptPage:
    scopes: frozenset[str] = getattr(response, "shows", frozenset())
    pieces = tuple(PART.split(response.content.decode()))
    return KeptPage(pieces, dict(response.headers), scopes, version)


def _name_of(request: HttpRequest) -> str:
    """The address, its language in it; the order of a query's names is no other page."""
    query = urlencode(sorted(request.GET.lists()), doseq=True)
    return hashed(dates.today(), wants_part(request), request.path, query)


def _name_of_answer(request: HttpRequest) -> str:
    """The address as it was asked for, and all else that the others look at."""
    meta = request.META
    asked = (meta.get(name, "") for name in ("PATH_INFO", "QUERY_STRING", "HTTP_ACCEPT_ENCODING"))
    return hashed(dates.today(), wants_part(request), request.is_secure(), *asked)


def _varied(response: HttpResponse) -> HttpResponse:
    patch_vary_headers(response, VARY)
    return response


def _tag_of(request: HttpRequest, scopes: Collection[str], versions: Versions) -> str:
    """A part of a page has another tag than the page: a browser may hold either of an address."""
    made_of = ".".join(sorted(scopes)), newest(scopes, versions)
    extent = "part" if wants_part(request) else "whole"
    return 'W/"{}_{}_{}_{}_{}"'.format(dates.today(), settings.VERSION, *made_of, extent)


def _tag_that_holds(request: HttpRequest, asked: str, versions: Versions) -> str | None:
    """The tag of those that a browser has whose page would say the same today."""
    for tag in parse_etags(asked):
        if match := TAG.fullmatch(tag):
            scopes = match["scopes"].split(".") if match["scopes"] else ()
            if tag == _tag_of(request, scopes, versions):
                return tag
    return None


def _to_visit_again(
    request: HttpRequest, response: HttpResponse, kept: KeptPage, versions: Versions
) -> HttpResponse:
    """With the tag by which a visitor's browser asks whether the page still says the same."""
    if not request.COOKIES:
        response["ETag"] = _tag_of(request, kept.scopes, versions)
        response["Cache-Control"] = "no-cache"
        response.kept_page = kept
    return _varied(response)
