"""What every public row has: a stable key, whether it is shown, and figures about its record."""

from collections.abc import Collection

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Recorded(models.Model):
    """What every public model has: a stable key, and figures about its own record.

    `version` is the data version at which the row last changed; `known` and `countable`
    count the fields of the record that are known and that can apply; `speaks_of` is the
    newest date that any figure of it speaks of.
    """

    key = models.SlugField(_("record key"), max_length=80, unique=True)
    is_published = models.BooleanField(_("published"), default=True)
    version = models.PositiveBigIntegerField(default=0, editable=False, db_index=True)
    known = models.PositiveSmallIntegerField(default=0, editable=False)
    countable = models.PositiveSmallIntegerField(default=0, editable=False)
    confirmed_on = models.DateField(null=True, editable=False)
    speaks_of = models.CharField(max_length=10, editable=False, default="")

    class Meta:
        abstract = True

    def validate_constraints(self, exclude: Collection[str] | None = None) -> None:
        """As ever, but a constraint whose error code is a field is told at that field."""
        try:
            super().validate_constraints(exclude=exclude)
        except ValidationError as error:
            raise ValidationError(_at_fields(self, error)) from None

    @classmethod
    def shown(cls, prefix: str = "") -> Q:
        """The rows that every visitor may see: the one rule, asked by all who read rows.

        Models whose parents hide them too add to it; `prefix` leads there from another model.
        """
        return Q(**{f"{prefix}is_published": True})

    @property
    def is_public(self) -> bool:
        """Whether every visitor may see this row, asked of the database."""
        rows = type(self)._default_manager.filter(type(self).shown())
        return rows.filter(pk=self.pk).exists()


def _at_fields(obj: models.Model, error: ValidationError) -> dict[str, list[ValidationError]]:
    names = {field.name for field in obj._meta.fields}
    found: dict[str, list[ValidationError]] = {}
    for name, errors in error.error_dict.items():
        for one in errors:
            is_told = name == NON_FIELD_ERRORS and one.code in names
            found.setdefault(str(one.code) if is_told else name, []).append(one)
    return found
