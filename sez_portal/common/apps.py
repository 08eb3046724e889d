from django.apps import AppConfig


class CommonConfig(AppConfig):
    name = "sez_portal.common"
