"""Who holds which role and who is invited, as far as somebody may see it, in few queries."""

import datetime
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from countries.models import Country
from sez_portal.accounts.choices import Role
from sez_portal.accounts.middleware import FACTORS
from sez_portal.accounts.models import Appointment, Invitation, User
from sez_portal.accounts.permissions import may_appoint
from sez_portal.accounts.roles import roles_of
from sez_portal.common import dates
from sez_portal.common.access import rule_of
from sez_portal.common.fields import columns_of
from sez_portal.common.text import fold
from zones.models import Zone

ZONES_A_PAGE = 40
DAYS_SHOWN = 60  # for which an invitation that ran out is still listed
LOOKS = {
    "mandate": _("mandate to confirm, or ends soon"),
    "factor": _("no second factor"),
    "never": _("never signed in"),
    "suspended": _("suspended"),
}


@dataclass(frozen=True)
class Holder:
    """One who holds a role: `place` is the name of the zone or country, "" at MI.

    `has_factor` is None where none is needed.
    """

    user: User
    appointment: Appointment | None  # an administrator has none
    place: str = ""
    has_factor: bool | None = None
    is_own: bool = False
    may_end: bool = False

    @property
    def looks(self) -> set[str]:
        """For which of LOOKS it is to be looked at."""
        row = self.appointment
        signs = {
            "mandate": row is not None and (row.is_to_confirm or row.ends_soon),
            "factor": self.has_factor is False,
            "never": self.user.last_login is None,
            "suspended": not self.user.is_active,
        }
        return {name for name, is_so in signs.items() if is_so}

    @property
    def words(self) -> str:
        """All words by which it is found."""
        office = self.appointment.office if self.appointment else ""
        return fold(f"{self.user} {self.user.email} {self.user.office} {office} {self.place}")


@dataclass(frozen=True)
class Keepers:
    """A zone and the officials who keep its page."""

    zone: Zone
    holders: list[Holder]


@dataclass(frozen=True)
class CountryLine:
    """How many hold a role in a country, and which of its zones nobody keeps."""

    country: Country
    focal_points: int
    officials: int
    kept_by_two: int
    kept_by_nobody: int
    zones: int


class PeoplePage:
    """The people whom `user` may see; `asked` narrows them by country, look and words."""

    def __init__(self, user: User, asked: dict[str, str] | None = None) -> None:
        self.user, self.roles = user, roles_of(user)
        asked = asked or {}
        self.words = fold(asked.get("q", ""))
        self.look = asked.get("look", "") if asked.get("look") in LOOKS else ""
        self.country = asked.get("country", "") if asked.get("country") in self.countries else ""
        self.number = asked.get("page", "")

    @cached_property
    def countries(self) -> dict[str, Country]:
        """The countries of which they may see all, by code."""
        rows = Country.objects.allowed(self.user, "change")
        return {row.iso2: row for row in rows}

    @cached_property
    def zones(self) -> list[Zone]:
        """The zones whose people they see, by name."""
        rows = Zone.objects.allowed(self.user, "propose").by_name()
        return list(rows.only("key", "country", *columns_of("name")))

    @property
    def is_narrowed(self) -> bool:
        """Whether a choice was made that leaves few enough to list the officials."""
        return bool(self.country or self.words or self.look) or not self.roles.is_staff

    @cached_property
    def holders(self) -> list[Holder]:
        """Everybody with an appointment that has not ended, whom they may see."""
        rows = Appointment.objects.not_ended().filter(rule_of(self.user, Appointment, "view"))
        rows = rows.select_related("user").order_by("user__name", "user__email", "pk")
        users = {row.user_id for row in rows}
        with_factor = _with_factor(users)
        zones = {zone.key: zone.name.text for zone in self.zones}
        return [self._holder(row, zones, with_factor) for row in rows]

    def _holder(self, row: Appointment, zones: dict[str, str], with_factor: set[int]) -> Holder:
        country = self.countries.get(row.country)
        is_official = row.role == Role.OFFICIAL
        place = zones.get(row.zone_key, row.zone_key) if row.zone_key else str(country or "")
        return Holder(
            user=row.user,
            appointment=row,
            place=place or row.country,
            has_factor=None if is_official else _factor(row.user_id, with_factor),
            is_own=row.user_id == self.user.pk,
            may_end=may_appoint(self.user, row.role, row.country),
        )

    def _shown(self, holders: list[Holder]) -> list[Holder]:
        return [
            one
            for one in holders
            if (not self.look or self.look in one.looks)
            and all(word in one.words for word in self.words.split())
        ]

    def _of_role(self, role: str) -> list[Holder]:
        return [
            one
            for one in self.holders
            if one.appointment
            and one.appointment.role == role
            and (not self.country or one.appointment.country == self.country)
        ]

    @cached_property
    def institute(self) -> list[Holder]:
        """Administrators and moderators, for MI alone."""
        if not self.roles.is_staff or self.country:
            return []
        rows = list(User.objects.filter(is_superuser=True).order_by("name", "email"))
        with_factor = _with_factor({row.pk for row in rows})
        administrators = [
            Holder(row, None, has_factor=_factor(row.pk, with_factor), is_own=row == self.user)
            for row in rows
        ]
        return self._shown(administrators + self._of_role(Role.MODERATOR))

    @cached_property
    def focal_points(self) -> list[Holder]:
        return self._shown(self._of_role(Role.FOCAL_POINT))

    @cached_property
    def keepers(self) -> Page:
        """The zones that somebody keeps, those with one keeper first; some of them a page."""
        if not self.is_narrowed:
            return Paginator([], ZONES_A_PAGE).get_page(1)
        found: dict[str, list[Holder]] = {}
        for one in self._shown(self._of_role(Role.OFFICIAL)):
            found.setdefault(one.appointment.zone_key, []).append(one)  # type: ignore[union-attr]
        groups = [Keepers(zone, found[zone.key]) for zone in self.zones if zone.key in found]
        groups.sort(key=lambda group: len(group.holders) > 1)
        return Paginator(groups, ZONES_A_PAGE).get_page(self.number)

    @cached_property
    def unkept(self) -> list[Zone]:
        """The zones whose page nobody keeps."""
        if self.look or self.words or not self.is_narrowed:
            return []
        kept = {one.appointment.zone_key for one in self.holders if one.appointment}
        here = [zone for zone in self.zones if self.country in ("", zone.country_id)]
        return [zone for zone in here if zone.key not in kept]

    @cached_property
    def lines(self) -> list[CountryLine]:
        """The countries in numbers, for who sees several."""
        if len(self.countries) < 2 or self.is_narrowed:  # noqa: PLR2004
            return []
        return [self._line(country) for country in self.countries.values()]

    def _line(self, country: Country) -> CountryLine:
        rows = [one.appointment for one in self.holders if one.appointment]
        rows = [row for row in rows if row.country == country.iso2]
        officials = [row for row in rows if row.role == Role.OFFICIAL]
        by_zone: dict[str, int] = {}
        for row in officials:
            by_zone[row.zone_key] = by_zone.get(row.zone_key, 0) + 1
        keys = [zone.key for zone in self.zones if zone.country_id == country.iso2]
        return CountryLine(
            country,
            focal_points=len(rows) - len(officials),
            officials=len(officials),
            kept_by_two=sum(by_zone.get(key, 0) > 1 for key in keys),
            kept_by_nobody=sum(key not in by_zone for key in keys),
            zones=len(keys),
        )

    @cached_property
    def invitations(self) -> list[Invitation]:
        """Those that were not accepted: open ones, and those that ran out lately."""
        rows = waiting_invitations(self.user)
        return list(rows.filter(country=self.country) if self.country else rows)


def waiting_invitations(user: User) -> Any:
    """The invitations of `user` to keep that were neither accepted nor withdrawn."""
    since = dates.today() - datetime.timedelta(days=DAYS_SHOWN)
    rows = Invitation.objects.filter(rule_of(user, Invitation, "view"))
    return rows.filter(accepted_at=None, revoked_at=None, expires_on__gte=since)


def _factor(user: int, with_factor: set[int]) -> bool | None:
    """Whether somebody has the second factor; None where this portal asks for none."""
    return user in with_factor if settings.SECOND_FACTOR_REQUIRED else None


def _with_factor(users: set[int]) -> set[int]:
    rows = Authenticator.objects.filter(Q(user__in=users), type__in=FACTORS)
    return set(rows.values_list("user_id", flat=True))
