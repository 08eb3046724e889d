from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "sez_portal.accounts"

    def ready(self) -> None:
        from sez_portal.accounts import permissions  # noqa: F401  declares its rules
