"""The shortlist of an account; a visitor has theirs in a cookie (`shortlists.storage`)."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

LONGEST_NOTE = 300


class Shortlist(models.Model):
    """A list of zones. Pages add to the one that its owner has open: at first, without a name."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="shortlists", verbose_name=_("owner")
    )
    name = models.CharField(_("name"), max_length=100, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("shortlist")
        verbose_name_plural = _("shortlists")
        ordering = ["user_id", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "name"],
                name="a_person_has_one_shortlist_of_a_name",
                violation_error_message=_("You have a shortlist of this name already."),
            )
        ]

    def __str__(self) -> str:
        return self.name or str(_("Shortlist"))


class ShortlistItem(models.Model):
    """A zone of the list, by its key, with a note that only its owner sees."""

    shortlist = models.ForeignKey(Shortlist, models.CASCADE, related_name="items")
    zone_key = models.CharField(_("zone"), max_length=80)
    note = models.CharField(pgettext_lazy("own note", "note"), max_length=LONGEST_NOTE, blank=True)
    order = models.PositiveSmallIntegerField(_("position in the list"), default=0)
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("zone of a shortlist")
        verbose_name_plural = _("zones of shortlists")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["shortlist", "zone_key"],
                name="a_zone_stands_on_a_shortlist_once",
                violation_error_message=_("This zone is on the shortlist already."),
            )
        ]

    def __str__(self) -> str:
        return self.zone_key
