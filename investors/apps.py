from django.apps import AppConfig


class InvestorsConfig(AppConfig):
    name = "investors"

    def ready(self) -> None:
        from investors import permissions  # noqa: F401  models come before both
        from investors.enquiries import luggage
        from investors.shortlists import button

        luggage.register()
        button.register()
