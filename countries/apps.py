from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CountriesConfig(AppConfig):
    name = "countries"
    verbose_name = _("Countries")

    def ready(self) -> None:
        from countries import permissions, record, replacing  # noqa: F401  models come before them

        record.register_all()
        replacing.register()
