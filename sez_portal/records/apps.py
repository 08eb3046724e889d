from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "sez_portal.records"
