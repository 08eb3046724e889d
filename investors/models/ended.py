"""What of an enquiry or an alert stays after it was deleted: when. It names nobody."""

import datetime
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from sez_portal.common.tokens import second_of


class EndedQuerySet(models.QuerySet):
    def note(self, row: Any) -> None:
        """Keep when this row, which is being deleted, ended."""
        self.get_or_create(kind=row._meta.model_name, number=row.pk, made=second_of(row.created_at))

    def before(self, moment: datetime.datetime) -> Self:
        return self.filter(ended_at__lt=moment)

    def moment_of(
        self, model: type[models.Model], identity: tuple[int, int] | None
    ) -> datetime.datetime | None:
        """When what a genuine link names by number and second ended, as far as it is kept."""
        if identity is None:
            return None
        number, second = identity
        ended = self.filter(kind=model._meta.model_name, number=number, made=second).first()
        return ended.ended_at if ended else None


class Ended(models.Model):
    """`number` and `made` are what the signed links of the row hold."""

    kind = models.CharField(max_length=20)  # the name of the model
    number = models.PositiveBigIntegerField()
    made = models.PositiveBigIntegerField()  # the second in which it was made
    ended_at = models.DateTimeField(auto_now_add=True)

    objects = EndedQuerySet.as_manager()

    class Meta:
        verbose_name = _("deletion")
        verbose_name_plural = _("deletions")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "number", "made"],
                name="a_row_ends_once",
                violation_error_message=_("This ended already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
