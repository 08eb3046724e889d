"""Addresses of the API, version 1. None ends in a slash: `zones.csv` is a file."""

from django.urls import path, re_path

from sez_portal.site.api import views

urlpatterns = [
    path("", views.root, name="api-root"),
    path("openapi.json", views.openapi, name="api-openapi"),
    path("changes", views.changes, name="api-changes"),
    path("<slug:name>", views.rows, name="api-rows"),
    re_path(r"^(?P<name>[a-z-]+)\.(?P<suffix>[a-z0-9]+)$", views.rows, name="api-export"),
    path("<slug:name>/<slug:key>", views.row, name="api-row"),
]
