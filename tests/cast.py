"""The people of the tests: made with a role, signed in as the second door wants it."""

import time

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.account.internal.flows.login import _AUTHENTICATION_METHODS_USER_SESSION_KEY
from allauth.account.internal.userkit import user_id_to_str
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client

from sez_portal.accounts.choices import Role
from sez_portal.accounts.models import Appointment, User

PASSWORD = "a long enough password"
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def person(email: str = "somebody@sample.invalid", **more) -> User:
    """An account with PASSWORD and a confirmed address."""
    more.setdefault("name", email.partition("@")[0])
    user = User.objects.create_user(email, PASSWORD, **more)
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


def official(zone_key: str, email: str = "official@sample.invalid", **more) -> User:
    user = person(email, **more)
    country = zone_key[:2].upper()
    Appointment.objects.create(user=user, role=Role.OFFICIAL, zone_key=zone_key, country=country)
    return user


def focal_point(country: str, email: str = "focal@sample.invalid", **more) -> User:
    user = person(email, **more)
    Appointment.objects.create(user=user, role=Role.FOCAL_POINT, country=country)
    return user


def moderator(email: str = "moderator@sample.invalid", **more) -> User:
    user = person(email, **more)
    Appointment.objects.create(user=user, role=Role.MODERATOR)
    return user


def administrator(email: str = "administrator@sample.invalid", **more) -> User:
    return person(email, is_staff=True, is_superuser=True, **more)


def enrol(user: User) -> Authenticator:
    """An authenticator app with SECRET."""
    return Authenticator.objects.get_or_create(
        user=user, type=Authenticator.Type.TOTP, defaults={"data": {"secret": SECRET}}
    )[0]


def sign_in(client: Client, user: User, *, second_factor: bool = True) -> None:
    """A session as after the sign-in pages; without `second_factor`, after a password alone."""
    client.force_login(user)
    methods: list[dict] = [{"method": "password", "at": time.time(), "reauthenticated": True}]
    if second_factor:
        factor = enrol(user)
        methods.append({"method": "mfa", "at": time.time(), "id": factor.pk, "type": factor.type})
    session = client.session
    session[AUTHENTICATION_METHODS_SESSION_KEY] = methods
    session[_AUTHENTICATION_METHODS_USER_SESSION_KEY] = user_id_to_str(user)
    session.save()
