"""What somebody is today: their appointments in force, as plain sets to ask.

The rules of each model (`<app>/permissions.py`) are written with these; nothing else decides.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sez_portal.accounts.choices import Role
from sez_portal.accounts.models import Appointment
from sez_portal.common.stored_words import in_english


@dataclass(frozen=True)
class Roles:
    """The roles somebody holds. Nobody's are all empty."""

    zones: frozenset[str] = frozenset()  # keys, of an official
    countries: frozenset[str] = frozenset()  # ISO codes, of a focal point
    is_moderator: bool = False
    is_administrator: bool = False

    @property
    def is_staff(self) -> bool:
        """The Mekong Institute."""
        return self.is_moderator or self.is_administrator

    @property
    def needs_second_factor(self) -> bool:
        return self.is_staff or bool(self.countries)

    @property
    def kept_keys(self) -> frozenset[str]:
        """The keys of the rows to which they are appointed as an official."""
        return self.zones

    def __bool__(self) -> bool:
        return bool(self.zones or self.countries or self.is_staff)


NOBODY = Roles()
OF_ANOTHER = 2  # an appointment to neither the zone nor the country


def roles_of(user: Any) -> Roles:
    """What the roles of a user or visitor open to them now.

    For the user of a request whose session lacks a second factor, roles that need one open
    nothing (`middleware.py`). Elsewhere, as in commands and mails, it is what was granted.
    """
    granted = granted_to(user)
    if granted.needs_second_factor and getattr(user, "lacks_factor", bool)():
        return Roles(zones=granted.zones)
    return granted


def granted_to(user: Any) -> Roles:
    """The roles of a user or visitor today; asked of the database once a request."""
    if not getattr(user, "is_active", False) or not user.is_authenticated:
        return NOBODY
    if not hasattr(user, "_roles"):
        user._roles = _roles_today(user)
    return user._roles


def forget(user: Any) -> None:
    """Ask anew next time: a role was given or taken."""
    if hasattr(user, "_roles"):
        del user._roles


def _roles_today(user: Any) -> Roles:
    rows = Appointment.objects.in_force().filter(user=user).order_by()
    held = list(rows.values_list("role", "zone_key", "country"))
    return Roles(
        zones=frozenset(zone for role, zone, _country in held if role == Role.OFFICIAL),
        countries=frozenset(country for role, _zone, country in held if role == Role.FOCAL_POINT),
        is_moderator=any(role == Role.MODERATOR for role, _zone, _country in held),
        is_administrator=user.is_superuser,
    )


def keys_kept_by(user: Any, today: datetime.date) -> frozenset[str]:
    """The keys of the rows to which an official is appointed on that day."""
    rows = Appointment.objects.in_force(today).filter(user=user, role=Role.OFFICIAL)
    return frozenset(rows.values_list("zone_key", flat=True))


def holders(*, role: str, today: datetime.date | None = None, **where: str) -> list[Any]:
    """The active users who hold a role now, such as `holders(role=…, country="LA")`."""
    rows = Appointment.objects.in_force(today).filter(role=role, user__is_active=True, **where)
    return list({row.user_id: row.user for row in rows.select_related("user")}.values())


def focal_points(today: datetime.date | None = None) -> dict[str, frozenset[int]]:
    """The ids of the active users who speak for a country now, by country."""
    rows = Appointment.objects.in_force(today).filter(role=Role.FOCAL_POINT, user__is_active=True)
    people: dict[str, set[int]] = {}
    for country, user in rows.order_by().values_list("country", "user_id"):
        people.setdefault(country, set()).add(user)
    return {country: frozenset(users) for country, users in people.items()}


def keepers(key: str) -> list[Any]:
    """The active officials who are appointed to the row of that key now."""
    return holders(role=Role.OFFICIAL, zone_key=key)


def keepers_by_key(keys: Iterable[str]) -> dict[str, list[Any]]:
    """The active officials of many rows, by the key of the row; one query."""
    rows = Appointment.objects.in_force().filter(role=Role.OFFICIAL, user__is_active=True)
    rows = rows.filter(zone_key__in=list(keys)).select_related("user").order_by("zone_key", "pk")
    found: dict[str, dict[int, Any]] = {}
    for row in rows:
        found.setdefault(row.zone_key, {})[row.user_id] = row.user
    return {key: list(people.values()) for key, people in found.items()}


@dataclass(frozen=True)
class Speaker:
    """The office for which somebody speaks of a record.

    `is_appointed`: the office is that of an appointment (or MI); else it is what they wrote about
    themself. `confirms`: they were appointed to this very zone or country, or to MI, so that
    what they state counts as confirmed.
    """

    office: str
    is_appointed: bool = False
    confirms: bool = False


def speaker_of(user: Any, *, country: str, key: str = "") -> Speaker:
    """Their appointment to the row comes first, then the one to the country, then any other.

    `key` is that of a row to which officials are appointed, and "" of any other.
    """
    if roles_of(user).is_staff:
        return Speaker("Mekong Institute", is_appointed=True, confirms=True)

    def nearness(row: Appointment) -> int:
        if row.role == Role.OFFICIAL and row.zone_key == key:
            return 0
        return 1 if row.role == Role.FOCAL_POINT and row.country == country else OF_ANOTHER

    rows = list(Appointment.objects.in_force().filter(user=user))
    nearest = min(rows, key=nearness, default=None)
    if nearest is None:
        return Speaker(user.office)
    alike = (row.office for row in rows if row.role == nearest.role and row.office)
    office = nearest.office or next(alike, "") or in_english(Role(nearest.role).label)
    return Speaker(office, is_appointed=True, confirms=nearness(nearest) < OF_ANOTHER)


def office_of(user: Any, *, country: str, key: str = "") -> str:
    """The name of the office for which somebody appointed acts on a record."""
    return speaker_of(user, country=country, key=key).office
