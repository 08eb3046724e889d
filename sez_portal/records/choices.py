"""Vocabularies of submissions and evidence."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class State(TextChoices):
    KNOWN = "known", _("known")
    UNKNOWN = "unknown", _("not known")
    NOT_APPLICABLE = "not_applicable", _("not applicable")
    WITHHELD = "withheld", _("withheld")


class Freshness(TextChoices):
    FRESH = "fresh", _("fresh")
    DUE = "due", _("due for confirmation")
    STALE = "stale", _("stale")


class Origin(TextChoices):
    SEED = "seed", _("compiled from public sources")
    RENAME = "rename", _("renamed")


class SubmissionStatus(TextChoices):
    APPLIED = "applied", _("applied")
