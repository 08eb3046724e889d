from django.apps import AppConfig


class CountriesConfig(AppConfig):
    name = "countries"

    def ready(self) -> None:
        from countries import permissions, record  # noqa: F401  models come before both

        record.register_all()
