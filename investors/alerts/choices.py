"""Vocabularies of alerts."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Frequency(TextChoices):
    DAILY = "daily", _("every day when something changed")
    WEEKLY = "weekly", _("once a week when something changed")


class News(TextChoices):
    """What an alert tells of a zone."""

    ZONE = "zone", _("new zone")
    OFFER = "offer", _("new offer")
    PRICE = "price", _("price")
    STATUS = "status", _("status")
    EXPIRY = "expiry", _("incentive about to expire")
