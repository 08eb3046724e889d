from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ZonesConfig(AppConfig):
    name = "zones"
    verbose_name = _("Zones")

    def ready(self) -> None:
        from zones import luggage, permissions, record  # noqa: F401  models come before them

        record.register_all()
        luggage.register()
