"""Every address of the portal. English has no prefix; other languages stand under theirs."""

from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from django.views.decorators.http import require_safe

from sez_portal import errors, views
from sez_portal.feeds import updates_feed
from sez_portal.records.desk.media import media
from sez_portal.sitemaps import SITEMAPS
from zones import views as zones

urlpatterns = [
    path("media/<slug:folder>/<int:year>/<str:name>", media, name="media"),
    path("healthz", views.health, name="health"),
    path("favicon.ico", views.favicon, name="favicon"),
    path("robots.txt", views.robots, name="robots"),
    path("sitemap.xml", require_safe(sitemap), {"sitemaps": SITEMAPS}, name="sitemap"),
    path("zones/map.json", zones.map_feed, name="zones-map"),
    path("connectivity/map.json", views.connectivity_map, name="connectivity-map"),
    path("updates.atom", updates_feed, name="updates-atom"),
    *i18n_patterns(
        path("", views.home, name="home"),
        path("zones/", zones.directory, name="zones"),
        path("zones/<slug:key>/", zones.zone, name="zone"),
        path("zones/<slug:key>/history/", zones.history, name="zone-history"),
        path("countries/", views.countries, name="countries"),
        path("countries/<slug:key>/", views.country, name="country"),
        path("incentives/", views.incentives, name="incentives"),
        path("incentives/<slug:key>/", views.incentive, name="incentive"),
        path("one-stop-services/", views.centres, name="centres"),
        path("one-stop-services/<slug:key>/", views.centre, name="centre"),
        path("procedures/<slug:key>/", views.procedure, name="procedure"),
        path("connectivity/", views.connectivity, name="connectivity"),
        path("connectivity/corridors/<slug:key>/", views.corridor, name="corridor"),
        path("connectivity/gateways/<slug:key>/", views.gateway, name="gateway"),
        path("connectivity/cross-border/<slug:key>/", views.cross_border, name="cross-border"),
        path("updates/", views.updates, name="updates"),
        path("about/", views.about, name="about"),
        path("about/data-quality/", views.data_quality, name="data-quality"),
        path("about/moderation/", views.moderation, name="moderation"),
        path("privacy/", views.privacy, name="privacy"),
        path("accessibility/", views.accessibility, name="accessibility"),
        path("accounts/", include("sez_portal.accounts.urls")),
        path("", include("sez_portal.records.urls")),
        path("", include("zones.urls")),
        path("", include("investors.urls")),
        path("", include("investors.tools.urls")),
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
