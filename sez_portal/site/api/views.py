"""The addresses of the API: lists, single rows, changes, and the document that describes them."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from sez_portal.common.lists import listed
from sez_portal.languages import LANGUAGES
from sez_portal.records.former_keys import row_called
from sez_portal.records.history import news
from sez_portal.records.models import Submission
from sez_portal.records.page_cache import for_everybody
from sez_portal.site.api.described import described
from sez_portal.site.api.door import open_to_all
from sez_portal.site.api.formats import COMPACT, WHOLE_COSTS, WRITERS, format_of
from sez_portal.site.api.openapi import document
from sez_portal.site.api.question import (
    MOST,
    Question,
    Refused,
    faults_of_limit,
    limit_of,
    unknown_of,
    whole_from,
)
from sez_portal.site.api.resources import RESOURCES, Resource


@open_to_all()
def root(request: HttpRequest) -> HttpResponse:
    """The resources by their addresses."""
    found = {name: _address(request, name) for name in (*RESOURCES, "changes")}
    described = request.build_absolute_uri(reverse("api-openapi"))
    return JsonResponse({"resources": found, "openapi": described})


def _cost(request: HttpRequest, name: str, suffix: str = "") -> int:
    is_whole = (suffix or format_of(request, suffix)) != "json"
    return WHOLE_COSTS if is_whole else 1


@open_to_all(cost=_cost)
def rows(request: HttpRequest, name: str, suffix: str = "") -> HttpResponse:
    """The rows of a resource that the query finds, in the format of suffix or Accept."""
    question = Question(_resource(name), request.GET)
    return WRITERS[format_of(request, suffix)](request, question)


@open_to_all()
def row(request: HttpRequest, name: str, key: str) -> HttpResponse:
    """One row by its key; a former key leads to the row it is now."""
    resource = _resource(name)
    question = Question(resource, request.GET, is_of_one=True)
    found = row_called(resource.record, key, question.rows)
    (made,) = question.page_of([found]).as_json()
    answer = made | {"licence": question.licence}
    return JsonResponse(answer, json_dumps_params=COMPACT)


@open_to_all()
def changes(request: HttpRequest) -> HttpResponse:
    """What changed for visitors, oldest first, after a number: for who keeps a copy."""
    if faults := [*unknown_of(request.GET, ("after", "limit")), *faults_of_limit(request.GET)]:
        raise Refused(faults)
    after, limit = whole_from(request.GET, "after"), limit_of(request.GET)
    found = list(news().filter(pk__gt=after).order_by("pk")[: limit + 1])
    following = None
    if len(found) > limit:
        query = f"?after={found[limit - 1].pk}&limit={limit}"
        following = _address(request, "changes") + query
    told = [_change(change) for change in found[:limit]]
    return JsonResponse({"next": following, "results": told}, json_dumps_params=COMPACT)


@open_to_all()
def openapi(request: HttpRequest) -> HttpResponse:
    return JsonResponse(document(), json_dumps_params={"ensure_ascii": False})


@require_safe
@for_everybody
def docs(request: HttpRequest) -> HttpResponse:
    """The documentation, written from the same declarations as the answers."""
    context = {
        "resources": described(),
        "licence": settings.DATA_LICENCE,
        "language_codes": listed(code for code, _native in LANGUAGES),
        "most": MOST,
        "a_minute": settings.API_REQUESTS_A_MINUTE,
        "file_costs": WHOLE_COSTS,
    }
    return render(request, "api/docs.html", context)


def _change(change: Submission) -> dict[str, Any]:
    """Which fields of which row changed; of a row that was taken away only that one was."""
    told: dict[str, Any] = {
        "number": change.pk,
        "at": change.applied_at.isoformat() if change.applied_at else None,
        "record": change.record,
    }
    if change.audience == "removal":
        return told | {"removed": True}
    return told | {
        "key": change.key,
        "title": change.title,
        "origin": change.origin,
        "is_new": change.is_new,
        "fields": list(change.changes),
    }


def _resource(name: str) -> Resource:
    if name not in RESOURCES:
        raise Http404
    return RESOURCES[name]


def _address(request: HttpRequest, name: str) -> str:
    path = reverse("api-changes") if name == "changes" else reverse("api-rows", args=[name])
    return request.build_absolute_uri(path)
