from django.apps import AppConfig


class CountriesConfig(AppConfig):
    name = "countries"

    def ready(self) -> None:
        from countries import permissions, record, replacing  # noqa: F401  models come before them

        record.register_all()
        replacing.register()
