from django.apps import AppConfig


class ZonesConfig(AppConfig):
    name = "zones"

    def ready(self) -> None:
        from zones import luggage, permissions, record  # noqa: F401  models come before them

        record.register_all()
        luggage.register()
