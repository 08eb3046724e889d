from django.apps import AppConfig


class InvestorsConfig(AppConfig):
    name = "investors"

    def ready(self) -> None:
        from investors import permissions  # noqa: F401  models come before it
        from investors.alerts import views as alerts
        from investors.enquiries import desk, gaps
        from sez_portal.records.desk import lists

        lists.register(desk.enquiries_waiting)
        lists.register(gaps.asked_for)
        lists.register(gaps.my_enquiries)
        lists.register(alerts.my_searches)
