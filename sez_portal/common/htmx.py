"""Whether htmx asks for a part of a page. Going back it wants the whole one, though it asks too."""

from django.http import HttpRequest
from django.views.decorators.vary import vary_on_headers

HEADERS = ("HX-Request", "HX-History-Restore-Request")
vary_on_parts = vary_on_headers(*HEADERS)


def wants_part(request: HttpRequest) -> bool:
    """True for a swap; False for a visit, and where htmx restores an entry of the history."""
    asks, restores = (request.headers.get(name) == "true" for name in HEADERS)
    return asks and not restores
