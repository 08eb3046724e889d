"""The measure of all pages: a Django that does nothing but answer 30 KB.

One module, because it is all of one page: the portal's settings without its middleware, and the
only address. Serve it with DJANGO_SETTINGS_MODULE=tests.bench.bare.
"""

from django.http import HttpRequest, HttpResponse
from django.urls import path

from sez_portal.settings import *  # noqa: F403  the same settings otherwise

ROOT_URLCONF = "tests.bench.bare"
MIDDLEWARE: list[str] = []
INSTALLED_APPS: list[str] = []
PAGE = b"<!doctype html><title>Bare</title>".ljust(30 * 1024, b".")


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PAGE)


urlpatterns = [path("", bare)]
