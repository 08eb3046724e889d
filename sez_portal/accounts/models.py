"""Who signs in, and what they were appointed to. The e-mail address is the sign-in name."""

import datetime
import unicodedata
from functools import reduce
from operator import or_
from typing import Any, Self

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from sez_portal.accounts.choices import NAMED, Role
from sez_portal.common import dates
from sez_portal.common.mail import NOBODY_AT

LONGEST_NAME = 150
DAY = datetime.timedelta(days=1)


class UserManager(BaseUserManager["User"]):
    """Accounts are made with an address and a password; addresses differ beyond case."""

    def create_user(self, email: str, password: str | None = None, **more: Any) -> "User":
        if not email:
            raise ValueError("an account needs an e-mail address")
        user = self.model(email=email.lower(), **more)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **more: Any) -> "User":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **more)

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email__iexact=email)


def normalized(password: str) -> str:
    """Return the same from every keyboard: some compose marked letters, some do not (RFC 8265)."""
    return unicodedata.normalize("NFKC", password)


class User(AbstractBaseUser, PermissionsMixin):
    email = models.EmailField(_("e-mail address"), unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    office = models.CharField(_("office"), max_length=200, blank=True)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    is_staff = models.BooleanField(_("may enter the administration"), default=False)
    is_active = models.BooleanField(_("active"), default=True)
    date_joined = models.DateTimeField(_("joined"), auto_now_add=True)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"

    class Meta:
        verbose_name = _("account")
        verbose_name_plural = _("accounts")
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="one_account_per_address",
                violation_error_message=_("There is an account with this address already."),
            ),
        ]

    def __str__(self) -> str:
        if self.is_given_up:
            return gettext("a closed account")
        return (self.name or self.email)[:LONGEST_NAME]  # history keeps it in columns so long

    @property
    def is_given_up(self) -> bool:
        """Whether its owner closed it, so that nothing of theirs is left to sign in with."""
        return self.email.endswith(NOBODY_AT)

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(normalized(raw_password) if raw_password else raw_password)

    def check_password(self, raw_password: str) -> bool:
        """Accept also one that was kept as it was typed, before passwords were normalized."""
        normal = normalized(raw_password)
        if super().check_password(normal):
            return True
        return normal != raw_password and super().check_password(raw_password)


def a_year_ago() -> datetime.date:
    """The day since which a mandate must have been given or confirmed."""
    return dates.today() - 365 * DAY


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    def in_force(self, today: datetime.date | None = None) -> Self:
        """Return the appointments that have begun and not ended."""
        today = today or dates.today()
        return self.filter(starts_on__lte=today).exclude(ends_on__lte=today)

    def not_ended(self, today: datetime.date | None = None) -> Self:
        """Return those in force, and those that begin later."""
        return self.exclude(ends_on__lte=today or dates.today())


def _names_what_it_is_for(role: str) -> Q:
    names = Q(role=str(role))
    for column in ("zone_key", "country"):
        is_empty = Q(**{column: ""})
        names &= ~is_empty if column in NAMED[role] else is_empty
    return names


class Appointment(models.Model):
    """A role held from one day until another, and who granted it.

    An official is appointed to a zone, a focal point to a country, a moderator to neither. The
    records live in the apps above, so zone and country stand here as keys.
    `ends_on` is the first day without the role. `title` is the name of the zone or country, where
    somebody put it there for a mail.
    """

    title = ""

    user = models.ForeignKey(
        User, models.CASCADE, related_name="appointments", verbose_name=_("account")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    zone_key = models.CharField(_("zone"), max_length=80, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    office = models.CharField(_("office"), max_length=200, blank=True)
    starts_on = models.DateField(_("valid from"), default=datetime.date.today)
    ends_on = models.DateField(_("valid until"), null=True, blank=True)
    mandate_confirmed_on = models.DateField(_("mandate confirmed"), null=True, blank=True)
    granted_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("granted by"),
    )
    granted_by_name = models.CharField(_("given by"), max_length=150, blank=True)
    ended_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ended by"),
    )
    ended_by_name = models.CharField(_("ended by"), max_length=150, blank=True)
    note = models.TextField(_("reason"), blank=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("appointment")
        verbose_name_plural = _("appointments")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=reduce(or_, map(_names_what_it_is_for, NAMED)),
                name="a_role_names_just_what_it_is_for",
                violation_error_message=_(
                    "A role for a zone names the zone, one for a country names the country, "
                    "others neither."
                ),
            ),
            models.UniqueConstraint(
                fields=["user", "role", "zone_key", "country"],
                condition=Q(ends_on=None),
                name="a_role_is_held_once_at_a_time",
                violation_error_message=_("This person holds this role already."),
            ),
        ]
        indexes = [models.Index(fields=["zone_key"], name="officials_of_a_zone")]

    def __str__(self) -> str:
        return f"{self.get_role_display()}: {self.zone_key or self.country or 'MI'}"

    @property
    def last_day(self) -> datetime.date | None:
        """The last day on which the role is held, where that is known."""
        return self.ends_on - DAY if self.ends_on else None

    @property
    def is_to_confirm(self) -> bool:
        """Whether nobody has said for a year that the role is still held."""
        return max(self.starts_on, self.mandate_confirmed_on or self.starts_on) <= a_year_ago()

    @property
    def ends_soon(self) -> bool:
        """Whether the last day is within the next month."""
        return self.ends_on is not None and self.ends_on <= dates.today() + 30 * DAY


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def open(self, today: datetime.date | None = None) -> Self:
        """Return the invitations that can still be accepted."""
        today = today or dates.today()
        return self.filter(accepted_at=None, revoked_at=None, expires_on__gte=today)


class Invitation(models.Model):
    """A role offered to an address. The link's token went out by mail; only its hash is kept.

    `title` is the name of the zone or country as the invitation page shows it.
    """

    email = models.EmailField(_("e-mail address"))
    name = models.CharField(_("name"), max_length=150, blank=True)
    role = models.CharField(_("role"), max_length=20, choices=Role)
    zone_key = models.CharField(_("zone"), max_length=80, blank=True)
    country = models.CharField(_("country"), max_length=2, blank=True)
    title = models.CharField(_("for whom"), max_length=300, blank=True)
    office = models.CharField(_("office"), max_length=200, blank=True)
    language = models.CharField(
        _("language"), max_length=10, choices=settings.LANGUAGES, default=settings.LANGUAGE_CODE
    )
    token_hash = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField(_("sent on"), auto_now_add=True)
    expires_on = models.DateField(_("valid until"))
    mandate_until = models.DateField(_("last day of the mandate"), null=True, blank=True)
    accepted_at = models.DateTimeField(
        pgettext_lazy("an invitation", "accepted"), null=True, blank=True
    )
    revoked_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)
    invited_by = models.ForeignKey(
        User,
        models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("invited by"),
    )
    invited_by_name = models.CharField(_("invited by"), max_length=150)
    replaces = models.ForeignKey(
        Appointment,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="successors",
        verbose_name=_("takes the place of"),
    )

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-sent_at", "-pk"]
        indexes = [models.Index(fields=["email"], name="invitations_of_an_address")]

    def __str__(self) -> str:
        return f"{self.email}: {self.get_role_display()}"

    @property
    def is_open(self) -> bool:
        """Whether it can still be accepted."""
        today = dates.today()
        return not (self.accepted_at or self.revoked_at) and self.expires_on >= today
