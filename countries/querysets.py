"""What the lists of this app ask for."""

from typing import Self

from sez_portal.common.access import AllowedQuerySet


class PublishedQuerySet(AllowedQuerySet):
    def published(self) -> Self:
        """What every visitor may see."""
        return self.filter(is_published=True)
