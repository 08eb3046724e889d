from django.apps import AppConfig


class ZonesConfig(AppConfig):
    name = "zones"

    def ready(self) -> None:
        from sez_portal.records.desk import lists
        from zones import desk, permissions, record  # noqa: F401  models come before both

        record.register_all()
        for listed in (desk.mandates_due, desk.claims_waiting, desk.services_of_mine):
            lists.register(listed)
