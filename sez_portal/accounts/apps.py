from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "sez_portal.accounts"
