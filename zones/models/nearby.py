"""How zones lie to gateways and to zones across the border. Distances are computed, never typed."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from countries.models import Gateway
from countries.querysets import PublishedQuerySet
from sez_portal.common.fields import KeyField, in_languages, text_in
from sez_portal.common.paths import path_of
from sez_portal.records.models import Recorded
from zones.choices import PairStatus
from zones.models.zone import Zone


class NearestGateway(models.Model):
    """The nearest gateway of each kind to a zone, and of each part of it, by great circle in km.

    `kind` is a kind of gateways, or a part of one: `own_seaport` on the zone's side of the border,
    `main_seaport`, `open_border_crossing` (`zones.nearby.parts_of`).
    """

    zone = models.ForeignKey(Zone, models.CASCADE, related_name="nearest_gateways")
    gateway = models.ForeignKey(Gateway, models.CASCADE, to_field="key", related_name="+")
    kind = models.CharField(max_length=30)
    distance_km = models.DecimalField(max_digits=7, decimal_places=1)

    class Meta:
        ordering = ["distance_km"]
        constraints = [
            models.UniqueConstraint(
                fields=["zone", "kind"],
                name="one_nearest_gateway_of_each_kind",
                violation_error_message=_("A zone has one nearest gateway of each kind."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.zone_id}: {self.gateway_id}, {self.distance_km} km"


class FacingZone(models.Model):
    """A zone in another country near this one, by great circle in km."""

    zone = models.ForeignKey(Zone, models.CASCADE, related_name="facing_zones")
    other = models.ForeignKey(Zone, models.CASCADE, related_name="+")
    distance_km = models.DecimalField(max_digits=7, decimal_places=1)

    class Meta:
        ordering = ["distance_km"]
        constraints = [
            models.UniqueConstraint(
                fields=["zone", "other"],
                name="a_facing_zone_is_kept_once",
                violation_error_message=_("These two zones face each other already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.zone_id}: {self.other_id}, {self.distance_km} km"


@in_languages(
    name=lambda: models.CharField(_("Name"), max_length=200),
    summary=lambda: models.TextField(_("Summary"), blank=True),
)
class CrossBorderZone(Recorded):
    """Two zones on both sides of a crossing that work, or plan to work, together."""

    zone_a = models.ForeignKey(
        Zone,
        models.PROTECT,
        to_field="key",
        related_name="pairs_as_a",
        verbose_name=_("Zone on one side"),
    )
    zone_b = models.ForeignKey(
        Zone,
        models.PROTECT,
        to_field="key",
        related_name="pairs_as_b",
        null=True,
        blank=True,
        verbose_name=_("Zone on the other side"),
    )
    gateway = models.ForeignKey(
        Gateway,
        models.PROTECT,
        to_field="key",
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("Crossing"),
    )
    status = KeyField(_("Status"), max_length=20, choices=PairStatus)

    objects = PublishedQuerySet.as_manager()

    class Meta:
        verbose_name = _("cross-border zone")
        verbose_name_plural = _("cross-border zones")
        ordering = ["name_en"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(zone_a=F("zone_b")),
                name="a_zone_does_not_face_itself",
                violation_error_code="zone_b",
                violation_error_message=_("A zone does not face itself: choose two zones."),
            )
        ]

    def __str__(self) -> str:
        return text_in(self, "name").text

    @classmethod
    def shown(cls, prefix: str = "") -> Q:
        """Return the rows that are not hidden with either of their zones."""
        first, second = Zone.shown(f"{prefix}zone_a__"), Zone.shown(f"{prefix}zone_b__")
        return super().shown(prefix) & first & (second | Q(**{f"{prefix}zone_b": None}))

    def get_absolute_url(self) -> str:
        return path_of("cross-border", self.key)
