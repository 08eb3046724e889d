"""What the lists of this app ask for."""

from typing import Self

from django.db import models


class PublishedQuerySet(models.QuerySet):
    def published(self) -> Self:
        """What every visitor may see."""
        return self.filter(is_published=True)
