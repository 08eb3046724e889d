"""Vocabularies of enquiries and alerts."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class EnquiryNeed(TextChoices):
    LAND = "land", _("land")
    BUILDING = "building", _("a ready building")
    SERVICE = "service", _("a service of the office")
    OTHER = "other", _("something else")


class ThreadStatus(TextChoices):
    NEW = "new", pgettext_lazy("status of an enquiry", "new")
    READ = "read", pgettext_lazy("status of an enquiry", "read")
    ANSWERED = "answered", _("answered")
    CLOSED = "closed", _("closed")


class EnquiryLevel(IntegerChoices):
    """Whose turn it is to answer; each sees what reached it, and nothing else."""

    ZONE = 1, _("the zone")
    COUNTRY = 2, _("the focal point of the country")
    MI = 3, _("the Mekong Institute")


class MessageKind(TextChoices):
    ANSWER = "answer", _("answer")
    REPLY = "reply", _("reply of the investor")
    NOTE = "note", _("internal note")


WAITING = (ThreadStatus.NEW, ThreadStatus.READ)


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
