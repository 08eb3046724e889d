from django.apps import AppConfig


class ZonesConfig(AppConfig):
    name = "zones"

    def ready(self) -> None:
        from zones import permissions, record  # noqa: F401  models come before both

        record.register_all()
