"""What every page knows: its language, its other languages, and where in the site it stands."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.utils.translation import get_language

from sez_portal import languages
from sez_portal.common import dates

# What the frame marks as the place where one is; an address that a stranger makes up is none.
PLACES = frozenset(
    {
        *("zones", "countries", "incentives", "one-stop-services", "procedures"),
        *("connectivity", "compare", "tools", "shortlist", "desk", "accounts", "search"),
    }
)
# Where an investor works, and comes back to from signing in.
WORK = frozenset({"compare", "tools", "enquire"})


def site(request: HttpRequest) -> dict[str, Any]:
    language = get_language() or "en"
    return {
        "site_url": settings.SITE_URL,
        "page_language": languages.page_language(),
        "languages": SimpleLazyObject(lambda: _menu(request, language)),
        "untranslated": SimpleLazyObject(lambda: _untranslated(language)),
        "canonical": settings.SITE_URL + request.path,
        "printed_address": settings.SITE_URL + _printed_path(request),
        "printed_on": dates.today(),
        "here": _place(request.path),
        "sign_in": SimpleLazyObject(lambda: _sign_in(request)),
    }


def _printed_path(request: HttpRequest) -> str:
    """Where a printed page is found again; of a mailed link, which opens it to all, nothing."""
    match = request.resolver_match
    if match and not match.kwargs.keys().isdisjoint({"token", "signed", "uidb36"}):
        return "/"
    query = request.GET.copy()
    for name in [name for name in query if name.startswith("utm_")]:
        del query[name]  # says who sent the reader, not what the page shows
    return request.path + (f"?{query.urlencode()}" if query else "")


def _sign_in(request: HttpRequest) -> str:
    """The way in; from pages where an investor works it leads back to them."""
    door, at = reverse("account_login"), languages.in_english(request.path).strip("/").split("/")
    if at[0] == "shortlist":
        query = f"?{request.GET.urlencode()}" if len(at) == 1 and request.GET else ""
        back = reverse("shortlist") + query
    elif at[0] in WORK or at[-1] == "enquire":
        back = request.get_full_path()
    else:
        return door
    return f"{door}?{urlencode({'next': back})}"


def _place(path: str) -> str:
    first = languages.in_english(path).split("/")[1]
    return first if first in PLACES else "" if first else "home"


def _menu(request: HttpRequest, current: str) -> list[dict[str, Any]]:
    """The languages a reader can choose: those whose catalogue is complete."""
    names = dict(languages.LANGUAGES)
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return [
        {
            "code": code,
            "name": names[code],
            "path": languages.in_language(request.path, code),
            "query": query,
            "is_current": code == current,
        }
        for code in languages.complete_languages()
    ]


def _untranslated(language: str) -> str:
    """The name of the language that was asked for but whose catalogue is not complete."""
    if language in languages.complete_languages():
        return ""
    return languages.ENGLISH_NAMES[language]
