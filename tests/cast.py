"""The people of the tests: made with a role, signed in as the second door wants it."""

import base64
import hashlib
import hmac
import struct
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
LOGIN = "/accounts/login/"
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
    where = {"zone_key": zone_key, "country": country, "office": user.office}
    Appointment.objects.create(user=user, role=Role.OFFICIAL, **where)
    return user


def focal_point(country: str, email: str = "focal@sample.invalid", **more) -> User:
    user = person(email, **more)
    where = {"country": country, "office": user.office}
    Appointment.objects.create(user=user, role=Role.FOCAL_POINT, **where)
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


def code_of(secret: str, at: float | None = None) -> str:
    """What an authenticator app shows: RFC 6238, written down anew."""
    counter = struct.pack(">Q", int(at or time.time()) // 30)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    offset = digest[-1] & 15
    (number,) = struct.unpack(">I", digest[offset : offset + 4])
    return f"{(number & 0x7FFFFFFF) % 1_000_000:06}"


def submit(client: Client, user: User, password: str = PASSWORD):
    """The sign-in form."""
    return client.post(LOGIN, {"login": user.email, "password": password})


def signed_in(client: Client) -> bool:
    return client.get("/accounts/profile/").status_code == 200
