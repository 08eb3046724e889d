"""Add the made-up people of development. Idempotent, but for the password, which is always new."""

import secrets
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from sez_portal.accounts import letters
from sez_portal.accounts.models import User

EMAIL = "admin@sample.invalid"
NAME = "Sample administrator"


class Command(BaseCommand):
    help = "Development only: add a sample administrator and print a new password for it."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("Sample accounts are for development: they need DEBUG=1.")
        password = secrets.token_urlsafe(12)
        self.administrator(password)
        self.stdout.write(f"{NAME}: {EMAIL}, password {password} (new with each run)")
        self.stdout.write("In development a second factor is offered, not required.")

    @transaction.atomic
    def administrator(self, password: str) -> None:
        user = User.objects.filter(email__iexact=EMAIL).first() or User(email=EMAIL)
        user.name = NAME
        user.is_staff = user.is_superuser = user.is_active = True
        user.set_password(password)
        user.save()
        letters.confirm_address(user)
