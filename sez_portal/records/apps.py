from django.apps import AppConfig


class RecordsConfig(AppConfig):
    name = "sez_portal.records"

    def ready(self) -> None:
        from sez_portal.records import permissions, system_checks  # noqa: F401  models come first
