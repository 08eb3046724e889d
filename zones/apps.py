from django.apps import AppConfig


class ZonesConfig(AppConfig):
    name = "zones"

    def ready(self) -> None:
        from zones import record  # models must be loaded before their records

        record.register_all()
