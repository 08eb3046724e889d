"""What belongs to a zone and is replaced together: tenants, offers, cautions, photos, documents."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from sez_portal.common.dates import validate_partial
from sez_portal.common.fields import KeyField
from zones.choices import CautionKind, OfferKind
from zones.models.zone import Zone


class Belonging(models.Model):
    zone = models.ForeignKey(Zone, models.CASCADE, related_name="%(class)ss")
    order = models.PositiveSmallIntegerField()

    class Meta:
        abstract = True
        ordering = ["order"]


class Tenant(Belonging):
    name = models.CharField(_("Name"), max_length=300)

    class Meta(Belonging.Meta):
        verbose_name = _("tenant")
        verbose_name_plural = _("Tenants named by sources")

    def __str__(self) -> str:
        return self.name


class Offer(Belonging):
    kind = KeyField(_("Kind"), max_length=20, choices=OfferKind)
    title = models.CharField(_("Title"), max_length=200)
    size_m2 = models.DecimalField(
        _("Size, m²"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    price_usd_m2 = models.DecimalField(
        _("Price, US$ per m²"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    price_text = models.CharField(_("Price, in words"), max_length=300, blank=True)
    free_from = models.CharField(
        _("Available from"), max_length=10, blank=True, validators=[validate_partial]
    )

    class Meta(Belonging.Meta):
        verbose_name = _("offer")
        verbose_name_plural = _("Offers")
        constraints = [
            models.CheckConstraint(
                condition=Q(size_m2=None) | Q(size_m2__gt=0),
                name="an_offer_has_a_size_above_zero",
                violation_error_code="size_m2",
                violation_error_message=_(
                    "The size of an offer is above zero; leave it empty where it is not known."
                ),
            )
        ]

    def __str__(self) -> str:
        return self.title


class Caution(Belonging):
    """A neutral note: who did or said what, when, with its source and the zone's reply."""

    kind = KeyField(_("Kind"), max_length=20, choices=CautionKind)
    text = models.TextField(_("Text"))
    said_by = models.CharField(_("By whom"), max_length=300, blank=True)
    said_on = models.CharField(_("When"), max_length=10, blank=True, validators=[validate_partial])
    is_named = models.CharField(
        _("The zone or its developer is named"),
        max_length=3,
        blank=True,
        # Translators: the answer to a question in a form or a filter.
        choices=[("yes", _("yes")), ("no", _("no"))],
    )
    reply = models.TextField(_("Reply"), blank=True)

    class Meta(Belonging.Meta):
        verbose_name = _("caution")
        verbose_name_plural = _("Cautions")

    def __str__(self) -> str:
        return self.text


class Photo(Belonging):
    image = models.ImageField(_("Photo"), upload_to="photos/%Y/")
    alt = models.CharField(_("What it shows"), max_length=300)
    credit = models.CharField(_("Credit"), max_length=200, blank=True)
    taken = models.CharField(_("Taken"), max_length=10, blank=True, validators=[validate_partial])

    class Meta(Belonging.Meta):
        verbose_name = _("photo")
        verbose_name_plural = _("Photos")

    def __str__(self) -> str:
        return self.alt

    @property
    def fallback_url(self) -> str:
        """Return the address of the same picture as JPEG, which lies beside it."""
        return str(self.image.url).removesuffix(".webp") + ".jpg"


class Document(Belonging):
    file = models.FileField(_("File"), upload_to="documents/%Y/")
    title = models.CharField(_("Title"), max_length=300)
    language = models.CharField(_("Language"), max_length=10, blank=True)
    published = models.CharField(
        pgettext_lazy("date of a source", "Published"),
        max_length=10,
        blank=True,
        validators=[validate_partial],
    )

    class Meta(Belonging.Meta):
        verbose_name = _("document")
        verbose_name_plural = _("Documents")

    def __str__(self) -> str:
        return self.title
