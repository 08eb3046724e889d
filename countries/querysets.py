"""What the lists of this app ask for."""

from typing import Self

from django.db.models import Prefetch

from sez_portal.common.access import AllowedQuerySet


class PublishedQuerySet(AllowedQuerySet):
    def published(self) -> Self:
        """What every visitor may see: the rows themselves, and all that their parents allow."""
        return self.filter(self.model.shown())

    def with_shown(self, *relations: str) -> Self:
        """Add the rows that these foreign keys name; one that is hidden is None."""
        return self.prefetch_related(
            *(
                Prefetch(name, self.model._meta.get_field(name).related_model.objects.published())
                for name in relations
            )
        )
