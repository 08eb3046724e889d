"""The version of the data, and the keys that rows had before."""

from django.db import connection, models
from django.db.models import F


class DataVersion(models.Model):
    """One row: how many changes the data has seen. What is computed from the data carries it."""

    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> int:
        """Asked by every page, hence without the making of a query."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT number FROM records_dataversion WHERE id = 1")
            found = cursor.fetchone()
        return found[0] if found else 0

    @classmethod
    def bump(cls) -> int:
        """Count one change and return the new number; the row stays locked until the commit."""
        cls.objects.get_or_create(pk=1)
        cls.objects.filter(pk=1).update(number=F("number") + 1)
        return cls.current()


class FormerKey(models.Model):
    """A key that a record had before it was renamed; its address redirects."""

    record = models.CharField(max_length=30)
    former = models.CharField(max_length=80)
    key = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["record", "former"], name="a_former_key_leads_once")
        ]

    def __str__(self) -> str:
        return f"{self.former} → {self.key}"
