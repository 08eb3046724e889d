"""The main towns of the base map: where they are and what they are called."""

import json
from functools import lru_cache
from typing import NamedTuple

from django.conf import settings

from sez_portal.common.fields import TextInLanguages
from sez_portal.languages import ENGLISH, page_language


class Town(NamedTuple):
    lon: float
    lat: float
    rank: int  # 0 the largest
    names: dict[str, str]  # by language; all have one in English

    @property
    def point(self) -> tuple[float, float]:
        return self.lon, self.lat

    @property
    def name(self) -> TextInLanguages:
        """Its name in the language of the page, else in English."""
        language = page_language()
        language = language if language in self.names else ENGLISH
        return TextInLanguages(self.names[language], language)


@lru_cache(maxsize=1)
def towns() -> tuple[Town, ...]:
    path = settings.BASE_DIR / "static" / "map" / "towns.json"
    rows = json.loads(path.read_text("utf-8"))["towns"]
    return tuple(Town(lon, lat, rank, names) for lon, lat, rank, names in rows)
