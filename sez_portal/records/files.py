"""Files of records in the storage: how they are kept, and under which names."""

from typing import Any

from django.core.files.storage import default_storage
from django.utils import timezone

from sez_portal.common.uploads import Picture

PHOTOS, DOCUMENTS = "photos", "documents"


def keep_picture(made: Picture) -> str:
    """Store it with its fallbacks beside it; the name that a row holds."""
    year = timezone.localdate().year
    for further in (made.fallback, made.small):
        default_storage.save(f"{PHOTOS}/{year}/{further.name}", further)
    return str(default_storage.save(f"{PHOTOS}/{year}/{made.file.name}", made.file))


def keep_paper(made: Any) -> str:
    """Store it; the name that a row holds."""
    year = timezone.localdate().year
    return str(default_storage.save(f"{DOCUMENTS}/{year}/{made.name}", made))
