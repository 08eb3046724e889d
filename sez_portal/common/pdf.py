"""Write a PDF anew without what acts by itself: scripts, attached files, launched programs.

Run as a program of its own, with bounded time and memory: a hostile file ends this process, not
the portal. Reads the file on standard input, writes a line of JSON and the new file. Knows
nothing of Django. The library sees names through every spelling (`/J#53`) and every object
stream, so that what is left out is found, and a text that mentions "/JS " is left alone.
"""

import io
import json
import resource
import sys
from typing import Any, NamedTuple

import pikepdf
from pikepdf import Array, Dictionary, Name, Stream

SECONDS, MEMORY = 20, 640 * 1024**2
MOST_PAGES, MOST_OBJECTS = 2_000, 300_000
DEPTH = 60  # of lists within lists
ACTIVE = (
    "/OpenAction",
    "/AA",
    "/JS",
    "/JavaScript",
    "/EmbeddedFiles",
    "/EF",
    "/AF",
    "/XFA",
    "/RichMediaContent",
    "/RichMediaSettings",
)
TELLING = ("/Metadata", "/PieceInfo")  # who wrote it, with what, from which folder
LOUD_ACTIONS = (
    "/JavaScript",
    "/Launch",
    "/GoToR",
    "/GoToE",
    "/SubmitForm",
    "/ImportData",
    "/ResetForm",
    "/Hide",
    "/Sound",
    "/Movie",
    "/Rendition",
    "/RichMediaExecute",
    "/GoTo3DView",
)
LINKS = (b"http://", b"https://", b"mailto:")
LOUD_NOTES = ("/FileAttachment", "/RichMedia", "/Movie", "/Sound", "/Screen", "/3D")


class Refused(Exception):
    """Why no new file is written: a word, and how much there is of how much at most."""

    def __init__(self, why: str, has: int = 0, most: int = 0) -> None:
        super().__init__(why)
        self.report = {"why": why, "has": has, "most": most}


class CleanPdf(NamedTuple):
    """The new file, and whether anything that acts was left out of it."""

    data: bytes
    is_changed: bool


def written_anew(data: bytes) -> CleanPdf:
    """The pages as they look, nothing that acts. Raises Refused."""
    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            _refuse_unfit(pdf)
            removed = sum(_clean(value, 0) for value in pdf.objects)
            removed += sum(_drop_notes(page) for page in pdf.pages)
            for key in list(pdf.docinfo.keys()):
                del pdf.docinfo[key]
            out = io.BytesIO()
            pdf.save(out, encryption=False, fix_metadata_version=False)
            return CleanPdf(out.getvalue(), bool(removed))
    except pikepdf.PasswordError as error:
        raise Refused("password") from error
    except (pikepdf.PdfError, RecursionError, ValueError, TypeError, KeyError) as error:
        raise Refused("unreadable") from error


def _refuse_unfit(pdf: pikepdf.Pdf) -> None:
    if len(pdf.objects) > MOST_OBJECTS:
        raise Refused("objects", len(pdf.objects), MOST_OBJECTS)
    if not len(pdf.pages):
        raise Refused("unreadable")
    if len(pdf.pages) > MOST_PAGES:
        raise Refused("pages", len(pdf.pages), MOST_PAGES)
    if "/Collection" in pdf.Root or pdf.Root.get("/NeedsRendering", False):
        raise Refused("folder")


def _clean(value: Any, depth: int) -> int:
    """Take out what acts, here and in what lies within; how much it was."""
    if depth > DEPTH:
        raise Refused("unreadable")
    if isinstance(value, Array):
        return sum(_clean(part, depth + 1) for part in value if _lies_within(part))
    if not isinstance(value, (Dictionary, Stream)):
        return 0
    removed = _quieten(value)
    for key in TELLING:
        if key in value:
            del value[key]
    for key in list(value.keys()):
        if key in ACTIVE:
            del value[key]
            removed += 1
        elif _lies_within(part := value[key]):
            removed += _clean(part, depth + 1)
    return removed


def _lies_within(part: Any) -> bool:
    """Whether it is written here, not an object of its own, which has its own turn."""
    return isinstance(part, (Array, Dictionary)) and not part.is_indirect


def _quieten(value: Any) -> int:
    """Empty an action that does more than lead to a page; a broken signature is none."""
    if value.get("/FT") == Name("/Sig") and "/V" in value:
        del value["/V"]  # written anew, it would only read as "invalid"
    kind = str(value.get("/S", "")) if isinstance(value.get("/S"), Name) else ""
    is_link = kind == "/URI" and "/URI" in value
    if kind in LOUD_ACTIONS and value.get("/Type", Name("/Action")) == Name("/Action"):
        return _empty(value)
    if is_link and not bytes(value["/URI"]).strip().lower().startswith(LINKS):
        return _empty(value)
    return 0


def _empty(value: Any) -> int:
    for key in list(value.keys()):
        if key not in ("/Length", "/Filter"):
            del value[key]
    return 1


def _drop_notes(page: Any) -> int:
    """Notes that carry a file or a film."""
    notes = page.obj.get("/Annots")
    if not isinstance(notes, Array):
        return 0
    quiet = [
        note
        for note in notes
        if not (isinstance(note, Dictionary) and str(note.get("/Subtype", "")) in LOUD_NOTES)
    ]
    if len(quiet) == len(notes):
        return 0
    page.obj["/Annots"] = Array(quiet)
    return 1


def main() -> None:
    """One file in, an answer in JSON and perhaps a file out."""
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    answer: dict[str, Any] = {}
    data = b""
    try:
        data, answer["changed"] = written_anew(sys.stdin.buffer.read())
    except Refused as refused:
        answer = refused.report
    except MemoryError:
        answer = Refused("limits").report
    sys.stdout.buffer.write(json.dumps(answer).encode() + b"\n" + data)


if __name__ == "__main__":
    main()
