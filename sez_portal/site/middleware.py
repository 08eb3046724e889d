"""Guards before the views: what is too long is refused, what cannot be read too, and the
characters of every form are cleaned. And the administration speaks its reader's language."""

from collections.abc import Callable

from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, QueryDict, UnreadablePostError
from django.http.multipartparser import MultiPartParserError
from django.utils import translation
from django.utils.datastructures import MultiValueDict

from sez_portal import languages
from sez_portal.common.text import cleaned
from sez_portal.common.unsent_forms import is_secret
from sez_portal.site.errors import bad_request, too_large

# What no page of ours uses; passkeys are for our own pages.
PERMISSIONS_POLICY = ", ".join(
    [
        *(
            f"{name}=()"
            for name in (
                *("accelerometer", "bluetooth", "camera", "display-capture", "geolocation"),
                *("gyroscope", "hid", "magnetometer", "microphone", "midi", "payment", "serial"),
                *("usb", "xr-spatial-tracking"),
            )
        ),
        "publickey-credentials-create=(self)",
        "publickey-credentials-get=(self)",
    ]
)
LARGEST_BODY = 30 * 1024 * 1024  # bytes; two uploads at their limit, and a form
LONGEST_QUERY = 8 * 1024  # bytes; every filter of the directory set at once takes under 3 kB


def forbid_devices(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """No page, and nothing that slipped into one, asks for camera, place or payment."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response

    return middleware


def refuse_long_queries(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        if len(request.META.get("QUERY_STRING", "")) > LONGEST_QUERY:
            return bad_request(request)
        return get_response(request)

    return middleware


def refuse_large_bodies(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Refuse a body that is too large before a byte of it is read."""

    def middleware(request: HttpRequest) -> HttpResponse:
        length = request.META.get("CONTENT_LENGTH") or "0"
        if not length.isdecimal() or int(length) > LARGEST_BODY:
            return too_large(request)
        return get_response(request)

    return middleware


def clean_characters(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """The door for characters: what no page can send (NUL) or nobody can read is refused, all
    else that a form brings is cleaned. Passwords stay as they are."""

    def middleware(request: HttpRequest) -> HttpResponse:
        try:
            _refuse_nul(request)
            if request.method == "POST":
                _clean_form(request)
        except (SuspiciousOperation, BadRequest, MultiPartParserError, UnreadablePostError):
            is_form = request.method == "POST"
            request.POST, request._files = QueryDict(), MultiValueDict()
            return bad_request(request, is_form=is_form)
        return get_response(request)

    return middleware


def administer_in_own_language(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """The addresses of the administration have no language in them: it is that of the account,
    once its catalogue is complete. So a figure typed there is read that person's way too."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.path_info.startswith("/admin/") and request.user.is_authenticated:
            language = request.user.language
            if language in languages.complete_languages():
                translation.activate(language)
                request.LANGUAGE_CODE = language
        return get_response(request)

    return middleware


def nothing_left_behind(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """What a session had a part in is kept by no browser and no proxy: after signing out, Back
    shows nothing of it. An answer that says it is `public` is everybody's."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        is_public = "public" in response.get("Cache-Control", "")
        if request.session.accessed and not request.session.is_empty() and not is_public:
            response["Cache-Control"] = "no-store, private"
        return response

    return middleware


def _refuse_nul(request: HttpRequest) -> None:
    """Refuse a NUL in path and query, whose parameters are counted. Raises SuspiciousOperation."""
    texts = [request.path_info, *(text for pair in request.GET.lists() for text in _texts(pair))]
    if any("\0" in text for text in texts):
        raise SuspiciousOperation("NUL")


def _texts(pair: tuple[str, list[str]]) -> list[str]:
    return [pair[0], *pair[1]]


def _clean_form(request: HttpRequest) -> None:
    """Raises SuspiciousOperation for NUL in it, for too many fields or too much text."""
    typed, data = request.POST, QueryDict(mutable=True)
    for name, values in typed.lists():
        if any("\0" in text for text in _texts((name, values))):
            raise SuspiciousOperation("NUL")
        plain = values if is_secret(name) else [cleaned(value) for value in values]
        data.setlist(name, plain)
    data._mutable = False
    request.POST = data
