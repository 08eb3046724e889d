"""The administration with our door: Django's app, its `admin.site` being ours."""

from django.contrib.admin.apps import AdminConfig


class PortalAdminConfig(AdminConfig):
    default_site = "sez_portal.accounts.admin_site.PortalAdminSite"
