"""Every address of the portal. English has no prefix; other languages stand under theirs."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from django.views.decorators.http import require_safe

from sez_portal.records.desk.media import media
from sez_portal.site import (
    about,
    closing,
    connectivity,
    countries,
    data,
    errors,
    home,
    incentives,
    machines,
    moderation,
    notices,
    notices_desk,
    one_stop,
    quality,
    search,
    updates,
)
from sez_portal.site.api import views as api
from sez_portal.site.desk_home import home as desk_home
from sez_portal.site.feeds import notices_feed, updates_feed
from sez_portal.site.history import history
from sez_portal.site.sitemaps import SITEMAPS
from sez_portal.site.stories import views as stories
from zones import views as zones
from zones.map import views as zone_map
from zones.share import share_picture

HISTORIES = (  # the folder of the rows' pages, their record, the name of their address
    ("zones/", "zone", "zone"),
    ("countries/", "country", "country"),
    ("incentives/", "incentive", "incentive"),
    ("one-stop-services/", "centre", "centre"),
    ("procedures/", "procedure", "procedure"),
    ("connectivity/corridors/", "corridor", "corridor"),
    ("connectivity/gateways/", "gateway", "gateway"),
    ("connectivity/cross-border/", "pair", "cross-border"),
)

urlpatterns = [
    path("media/<slug:folder>/<int:year>/<str:name>", media, name="media"),
    path("healthz", machines.health, name="health"),
    path("favicon.ico", machines.favicon, name="favicon"),
    path("robots.txt", machines.robots, name="robots"),
    path("sitemap.xml", require_safe(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
    path("zones/<slug:key>/share.png", share_picture, name="zone-share"),
    path("data/catalogue.jsonld", data.data_catalogue, name="data-catalogue"),
    path("data/releases/<str:name>/<str:file>", data.released_file, name="released-file"),
    path("api/v1/", include("sez_portal.site.api.urls")),
    *i18n_patterns(
        path("", home.home, name="home"),
        path("search/", search.search, name="search"),
        path("search/suggestions/", search.suggestions, name="search-suggestions"),
        path("zones/", zones.directory, name="zones"),
        path("zones/map.json", zone_map.map_feed, name="zones-map"),
        path("zones/<slug:key>/", zones.zone, name="zone"),
        path("data/", data.data, name="data"),
        path("api/docs/", api.docs, name="api-docs"),
        path("stories/", stories.stories, name="stories"),
        path("stories/<slug:slug>/", stories.story, name="story"),
        path("zones/<slug:key>/on-map/", zone_map.card, name="zone-on-map"),
        path("embed/map/", zone_map.embed, name="embed-map"),
        path("countries/", countries.countries, name="countries"),
        path("countries/<slug:key>/", countries.country, name="country"),
        path("incentives/", incentives.incentives, name="incentives"),
        path("incentives/<slug:key>/", incentives.incentive, name="incentive"),
        path("one-stop-services/", one_stop.centres, name="centres"),
        path("one-stop-services/<slug:key>/", one_stop.centre, name="centre"),
        path("procedures/<slug:key>/", one_stop.procedure, name="procedure"),
        path("connectivity/", connectivity.connectivity, name="connectivity"),
        path("connectivity/map.json", connectivity.connectivity_map, name="connectivity-map"),
        path("connectivity/corridors/<slug:key>/", connectivity.corridor, name="corridor"),
        path("connectivity/gateways/<slug:key>/", connectivity.gateway, name="gateway"),
        path(
            "connectivity/cross-border/<slug:key>/", connectivity.cross_border, name="cross-border"
        ),
        *(
            path(f"{folder}<slug:key>/history/", history, {"name": record}, f"{name}-history")
            for folder, record, name in HISTORIES
        ),
        path("updates/", updates.updates, name="updates"),
        path("updates.atom", updates_feed, name="updates-atom"),
        path("notices/", notices.notices, name="notices"),
        path("notices.atom", notices_feed, name="notices-atom"),
        path("notices/<slug:key>/", notices.notice, name="notice"),
        path("about/", about.about, name="about"),
        path("about/data-quality/", quality.data_quality, name="data-quality"),
        path("about/data-quality.csv", quality.data_quality_csv, name="data-quality-csv"),
        path("about/moderation/", moderation.moderation, name="moderation"),
        path("privacy/", about.privacy, name="privacy"),
        path("accessibility/", about.accessibility, name="accessibility"),
        path("accounts/close/", closing.close_account, name="account-close"),
        path("accounts/closed/", closing.closed, name="account-closed"),
        path("accounts/", include("sez_portal.accounts.urls")),
        path("desk/", desk_home, name="desk"),
        path("desk/notices/", notices_desk.notices_desk, name="notices-desk"),
        path("desk/notices/new/", notices_desk.notice_edit, name="notice-new"),
        path("desk/notices/<int:pk>/", notices_desk.notice_edit, name="notice-edit"),
        path("desk/notices/<int:pk>/act/", notices_desk.notice_act, name="notice-act"),
        path("", include("sez_portal.records.urls")),
        path("", include("zones.urls")),
        path("", include("investors.urls")),
        path("", include("investors.calculators.urls")),
        path("", include("investors.enquiries.urls")),
        path("", include("investors.alerts.urls")),
        prefix_default_language=False,
    ),
    path("admin/", admin.site.urls),
]

handler400 = errors.bad_request
handler403 = errors.forbidden
handler404 = errors.not_found
handler429 = errors.too_many  # not Django's: the sign-in library and our limits ask for it
handler500 = errors.server_error
