"""The answer pack of a shortlist: a page to print, and a workbook."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from investors.shortlists import storage as shortlists
from investors.shortlists.pack.answers import Pack
from investors.shortlists.pack.cache import cached
from investors.shortlists.pack.workbook import book_of
from sez_portal.accounts.rate_limits import limited
from sez_portal.common.queries import query_string
from sez_portal.common.workbooks import contents, download

OFTEN = "30/m,300/h"  # a pack of 40 zones is two seconds of a processor


@require_safe
@never_cache
@limited("answer-pack", OFTEN, methods=("GET", "HEAD"))
def answer_pack(request: HttpRequest) -> HttpResponse:
    listed, is_tampered = _listed(request)
    query = _query(request, listed)
    body = cached("page", listed, lambda: _body(listed, query).encode()).decode()
    context = {"body": SafeString(body), "is_tampered": is_tampered}
    status = 400 if is_tampered else 200
    return render(request, "investors/answer_pack.html", context, status=status)


def _body(listed: dict[str, str], query: str) -> str:
    return render_to_string("investors/_pack.html", {"pack": Pack(listed), "query": query})


@require_safe
@never_cache
@limited("answer-pack", OFTEN, methods=("GET", "HEAD"))
def workbook(request: HttpRequest) -> HttpResponse:
    listed, is_tampered = _listed(request)
    if is_tampered:
        return answer_pack(request)
    address = reverse("answer-pack") + _query(request, listed)
    data = cached("book", listed, lambda: contents(book_of(Pack(listed), address)))
    return download(data, "answer-pack.xlsx")


def _listed(request: HttpRequest) -> tuple[dict[str, str], bool]:
    """The zones asked for with their notes: those named, those of a link, else one's own list."""
    own_list = shortlists.of(request)
    keys = request.GET.getlist("zone")[: shortlists.MOST_ZONES]
    if keys:
        return {key: own_list.get(key, "") for key in keys}, False
    try:
        signed_list = request.GET.get("list", "")
        return (shortlists.unsigned(signed_list) if signed_list else own_list), False
    except shortlists.Tampered:
        return {}, True


def _query(request: HttpRequest, listed: dict[str, str]) -> str:
    """What names the zones in the address, in one spelling unless notes come along.

    "" for an empty list, and for one's own list with notes.
    """
    if not any(listed.values()):
        return f"?{urlencode({'zone': list(listed)}, doseq=True)}" if listed else ""
    query = query_string(request.GET)
    return "" if query == "?" else query
