"""Vocabularies of accounts."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Role(TextChoices):
    OFFICIAL = "official", _("official of a zone")
    FOCAL_POINT = "focal_point", _("country focal point")
    MODERATOR = "moderator", _("moderator")


# What an appointment to the role names, and nothing else.
NAMED: dict[str, frozenset[str]] = {
    Role.OFFICIAL: frozenset({"zone_key", "country"}),
    Role.FOCAL_POINT: frozenset({"country"}),
    Role.MODERATOR: frozenset(),
}
