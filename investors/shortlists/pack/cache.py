"""Answer packs that were made, kept for whoever asks for the same zones next.

A pack of forty zones takes two seconds of a processor. Data version, day, language and zones
decide what it says; one that holds anybody's notes is made each time, and never kept.
"""

import zlib
from collections.abc import Callable, Mapping

from django.conf import settings
from django.core.cache import caches
from django.utils.translation import get_language

from sez_portal.common import dates
from sez_portal.common.text import hashed
from sez_portal.records.models import DataVersion
from sez_portal.records.page_cache import MOST_BYTES


def cached(form: str, listed: Mapping[str, str], make: Callable[[], bytes]) -> bytes:
    """What `make` makes of these zones (keys with notes) in that form, or what it made before."""
    if not settings.PAGE_CACHE_SECONDS or any(listed.values()):
        return make()
    packs, name = caches["pages"], _name_of(form, listed)
    packed = packs.get(name)
    if packed is not None:
        return zlib.decompress(packed)
    pack = make()
    packed = zlib.compress(pack)
    if len(packed) <= MOST_BYTES:
        packs.set(name, packed, settings.PAGE_CACHE_SECONDS)
    return pack


def _name_of(form: str, listed: Mapping[str, str]) -> str:
    """The order of the zones counts: it is the order of the pack."""
    parts = (form, DataVersion.current(), dates.today(), get_language(), *listed)
    return "pack:" + hashed(*parts)
