"""A claim: somebody says that they work for a zone's office, and shows a paper."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from sez_portal.common.access import AllowedQuerySet
from zones.choices import ClaimStatus
from zones.models.zone import Zone


class Claim(models.Model):
    """A wish to keep a zone's page: whose it is, and what became of it."""

    zone = models.ForeignKey(Zone, models.CASCADE, related_name="claims")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    office = models.CharField(_("office"), max_length=200)
    position = models.CharField(_("position"), max_length=200)
    letter = models.FileField(_("letter of the office"), upload_to="claims/", blank=True)
    # Translators: what who asks to keep a page writes about it.
    note = models.TextField(_("note"), blank=True, max_length=2000)
    status = models.CharField(
        _("status"), max_length=10, choices=ClaimStatus, default=ClaimStatus.OPEN
    )
    reason = models.TextField(_("reason"), blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_by_name = models.CharField(max_length=150, blank=True)

    objects = AllowedQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to keep a page")
        verbose_name_plural = _("claims")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["zone", "user"],
                condition=Q(status="open"),
                name="one_open_claim_a_person_and_zone",
                violation_error_message=_(
                    "You asked to keep this page already; the answer comes by mail."
                ),
            )
        ]

    def __str__(self) -> str:
        return f"{self.zone}: {self.user}"

    def get_absolute_url(self) -> str:
        return reverse("claim", args=[self.pk])
