from django.apps import AppConfig


class CountriesConfig(AppConfig):
    name = "countries"

    def ready(self) -> None:
        from countries import record  # models must be loaded before their records

        record.register_all()
