"""Vocabularies of zones."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(TextChoices):
    OPERATIONAL = "operational", _("Operating")
    UNDER_CONSTRUCTION = "under_construction", _("Being built")
    PLANNED = "planned", _("Planned")
    SUSPENDED = "suspended", _("Suspended")
    CLOSED = "closed", _("Closed")
    UNKNOWN = "unknown", _("Status not known")


NOT_YET_OPERATING = (Status.PLANNED, Status.UNDER_CONSTRUCTION)


class Management(TextChoices):
    PUBLIC = "public", _("State-run")
    PRIVATE = "private", _("Privately run")
    PUBLIC_PRIVATE_PARTNERSHIP = "public_private_partnership", _("Run by both, state and private")
    UNKNOWN = "unknown", _("Not known")


class Tenure(TextChoices):
    FREEHOLD = "freehold", _("Freehold")
    LEASEHOLD = "leasehold", _("Leasehold")
    BOTH = "both", _("Freehold and leasehold")


class Precision(TextChoices):
    SITE = "site", pgettext_lazy("precision of the place", "the site itself")
    TOWN = "town", pgettext_lazy("precision of the place", "nearest town")
    DISTRICT = "district", pgettext_lazy("precision of the place", "district")
    PROVINCE = "province", pgettext_lazy("precision of the place", "province")


class OfferKind(TextChoices):
    PLOT = "plot", _("Plot of land")
    FACTORY = "factory", _("Ready-built factory")
    WAREHOUSE = "warehouse", _("Warehouse")
    OFFICE = "office", _("Office space")


class CautionKind(TextChoices):
    SANCTION = "sanction", _("Sanctions")
    SUSPENSION = "suspension", _("Suspension")
    CLOSURE = "closure", _("Border or zone closed")
    DISPUTE = "dispute", _("Dispute")
    NOTE = "note", pgettext_lazy("caution kind", "Note")


class PublicNote(TextChoices):
    """Whether anything public is noted about a zone, as a filter asks."""

    WITHOUT = "without", _("without a public note")
    WITH = "with", _("with a public note")


class Border(TextChoices):
    """The nearest crossing on the zone's own side, as a filter asks."""

    OPEN = "open", _("nearest own crossing open")
    NOT_OPEN = "not_open", _("nearest own crossing restricted or closed")
    NONE = "none", _("no own crossing within 60 km")


class PairStatus(TextChoices):
    OPERATIONAL = "operational", _("Operating")
    UNDER_CONSTRUCTION = "under_construction", _("Being built")
    PLANNED = "planned", _("Planned")
    SUSPENDED = "suspended", _("Suspended")


class ClaimStatus(TextChoices):
    OPEN = "open", _("waiting")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")
