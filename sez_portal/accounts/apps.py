from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    name = "sez_portal.accounts"
    verbose_name = _("Accounts")

    def ready(self) -> None:
        from sez_portal.accounts import permissions  # noqa: F401  declares its rules
        from sez_portal.accounts.library_words import name_second_factors

        name_second_factors()
