"""Photos and documents as they are sent to readers: by one rule of access, under their title."""

import re

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from sez_portal.records import files

UNFIT = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')  # for the name of a file somewhere
LONGEST = 120


@require_safe
def media(request: HttpRequest, folder: str, year: int, name: str) -> HttpResponse | FileResponse:
    """A file that this person may see; for others it is not there."""
    path = f"{folder}/{year}/{name}"
    if folder not in (files.PHOTOS, files.DOCUMENTS) or not default_storage.exists(path):
        raise Http404
    seen = files.seen_by(request.user, path)
    if seen is None:
        raise Http404
    return served(path, title=seen.title, is_public=seen.is_public)


def served(path: str, *, title: str, is_public: bool) -> FileResponse:
    """The answer with the file: papers are never opened in our pages, none is guessed at."""
    suffix = path.rpartition(".")[2]
    stem = UNFIT.sub(" ", title).strip(" .")[:LONGEST] or path.rpartition("/")[2].partition(".")[0]
    answer = FileResponse(
        default_storage.open(path), as_attachment=suffix == "pdf", filename=f"{stem}.{suffix}"
    )
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Cache-Control"] = "public, max-age=86400" if is_public else "private, no-store"
    return answer
