"""One guard before the views: a query string longer than any filter needs is refused."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from sez_portal.errors import bad_request

LONGEST_QUERY = 8 * 1024  # bytes; every filter of the directory set at once takes under 3 kB


def refuse_long_queries(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
            return bad_request(request)
        return get_response(request)

    return middleware
