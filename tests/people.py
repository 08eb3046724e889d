"""The cast of the tests: one person for each role, of Lao PDR and of elsewhere."""

from sez_portal.accounts.choices import Role
from sez_portal.accounts.models import Appointment, User

ZONE = "la-savan-seno"


def person(name: str, **more: object) -> User:
    email = f"{name.replace(' ', '.')}@sample.invalid"
    return User.objects.create_user(email, "a long pass phrase", name=name, **more)


def official(name: str = "official", zone: str = ZONE, country: str = "LA") -> User:
    user = person(name)
    office = "Savan-Seno Authority"
    Appointment.objects.create(
        user=user, role=Role.OFFICIAL, zone_key=zone, country=country, office=office
    )
    return user


def focal_point(name: str = "focal point", country: str = "LA") -> User:
    user = person(name)
    office = f"Focal office {country}"
    Appointment.objects.create(user=user, role=Role.FOCAL_POINT, country=country, office=office)
    return user


def moderator(name: str = "moderator") -> User:
    user = person(name)
    Appointment.objects.create(user=user, role=Role.MODERATOR, office="Mekong Institute")
    return user


def administrator(name: str = "administrator") -> User:
    return person(name, is_superuser=True, is_staff=True)
