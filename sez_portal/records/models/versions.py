"""The version of the data, whole and by country, and the keys that rows had before."""

from django.db import connection, models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

EVERYWHERE = "*"  # the scope of what pages of every country show


class DataVersion(models.Model):
    """How many changes the data has seen, and the number of the latest within each scope.

    The scope "" is the whole: its number counts. That of a country is the number of the latest
    change there; that of `EVERYWHERE` of the latest that pages of every country may show. What
    is computed from the data carries the number.
    """

    scope = models.CharField(max_length=10, unique=True, default="")
    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.scope} {self.number}"

    @classmethod
    def current(cls) -> int:
        return cls.by_scope().get("", 0)

    @classmethod
    def by_scope(cls) -> dict[str, int]:
        """{scope: number}. Asked by every page, hence without the making of a query."""
        with connection.cursor() as cursor:
            cursor.execute("SELECT scope, number FROM records_dataversion")
            return dict(cursor.fetchall())

    @classmethod
    def bump(cls, scope: str = EVERYWHERE) -> int:
        """Count one change and return its number; the count stays locked until the commit."""
        if not cls.objects.filter(scope="").update(number=F("number") + 1):
            cls.objects.get_or_create(scope="")
            cls.objects.filter(scope="").update(number=F("number") + 1)
        number = cls.current()
        if not cls.objects.filter(scope=scope).update(number=number):
            cls.objects.create(scope=scope, number=number)
        return number


class FormerKey(models.Model):
    """A key that a record had before it was renamed; its address redirects."""

    record = models.CharField(max_length=30)
    former = models.CharField(max_length=80)
    key = models.CharField(max_length=80)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "former"],
                name="a_former_key_leads_once",
                violation_error_message=_("This former address leads to another page already."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.former} → {self.key}"
