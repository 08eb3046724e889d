"""Hostile files are refused with a reason; honest ones come out without what they hid."""

import io
import os
import struct
import subprocess
import sys
import zlib

import pikepdf
import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from sez_portal.common import uploads
from sez_portal.common.uploads import MOST_BYTES, paper, picture
from tests import papers


def upload(data: bytes, name: str = "file") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def jpeg(width: int = 3000, height: int = 2000, **more) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, "JPEG", **more)
    return out.getvalue()


def bomb() -> bytes:
    """A PNG of 30,000 × 30,000 pixels in a few kilobytes."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", 30000, 30000, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 9999))


def test_a_picture_is_written_anew_smaller_and_without_its_metadata():
    exif = Image.Exif()
    exif[0x010E] = "secret place"
    exif.get_ifd(0x8825)[1] = "N"
    made = picture(upload(jpeg(exif=exif)))
    assert (made.width, made.height) == (1600, 1067)
    assert b"secret" not in made.file.read()
    with Image.open(made.file) as opened:
        assert opened.format == "WEBP"
        assert not opened.getexif()


def test_a_picture_is_turned_as_its_camera_said():
    exif = Image.Exif()
    exif[0x0112] = 6
    made = picture(upload(jpeg(800, 400, exif=exif)))
    assert (made.width, made.height) == (400, 800)


def test_what_is_hidden_behind_a_picture_does_not_come_along():
    made = picture(upload(jpeg(100, 100) + b"<script>alert(1)</script>PK\x03\x04"))
    assert b"script" not in made.file.read()


@pytest.mark.parametrize(
    "data",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>",
        b"<html><script>1</script></html>",
        b"GIF89a\x01\x00\x01\x00/*<script>*/",
        b"%!PS-Adobe-3.0 EPSF-3.0",
        jpeg(500, 500)[:900],
        b"PK\x03\x04 a workbook with macros",
        bomb(),
        b"",
    ],
    ids=["svg", "html", "gif", "eps", "truncated", "zip", "bomb", "empty"],
)
def test_no_picture_is_refused(data: bytes):
    with pytest.raises(ValidationError):
        picture(upload(data))


def test_a_large_file_is_refused_before_it_is_read():
    huge = upload(b"x")
    huge.size = MOST_BYTES + 1
    with pytest.raises(ValidationError, match="too large"):
        picture(huge)
    with pytest.raises(ValidationError, match="too large"):
        paper(huge)


def saved(made: Image.Image, kind: str, **more) -> SimpleUploadedFile:
    out = io.BytesIO()
    made.save(out, kind, **more)
    return upload(out.getvalue())


def pixel(upload: SimpleUploadedFile, at: tuple[int, int] = (5, 5)) -> tuple[int, ...]:
    with Image.open(picture(upload).fallback) as opened:
        return opened.getpixel(at)


def near(found: tuple[int, ...], wanted: tuple[int, ...]) -> bool:
    return all(abs(a - b) < 12 for a, b in zip(found, wanted, strict=True))


def test_what_is_transparent_becomes_white():
    logo = Image.new("RGBA", (60, 60), (0, 0, 0, 0))
    logo.paste((200, 0, 0, 255), (30, 30, 60, 60))
    palette = Image.new("P", (60, 60), 0)
    palette.putpalette([0, 0, 0, 200, 0, 0])
    for file in (saved(logo, "PNG"), saved(logo, "WEBP"), saved(palette, "PNG", transparency=0)):
        assert near(pixel(file), (255, 255, 255))
    assert near(pixel(saved(logo, "PNG"), (45, 45)), (200, 0, 0))
    half = Image.new("LA", (60, 60), (0, 128))
    assert near(pixel(saved(half, "PNG")), (127, 127, 127))


def test_deep_pictures_keep_their_brightness():
    grey = Image.new("I", (60, 60), 128 * 257).convert("I;16")
    assert near(pixel(saved(grey, "PNG")), (128, 128, 128))
    assert near(pixel(saved(Image.new("1", (60, 60), 1), "PNG")), (255, 255, 255))
    printed = Image.new("RGB", (60, 60), (20, 120, 200)).convert("CMYK")
    assert near(pixel(saved(printed, "JPEG", quality=95)), (20, 120, 200))
    palette = Image.new("RGB", (3000, 60), (20, 120, 200)).quantize(4)
    assert near(pixel(saved(palette, "PNG")), (20, 120, 200))


def test_a_small_one_for_lists_is_kept_beside_it():
    made = picture(upload(jpeg()))
    assert made.small.name == made.file.name.replace(".webp", "-small.jpg")
    with Image.open(made.small) as opened:
        assert opened.size == (320, 213)


def test_too_many_pixels_are_said_in_numbers():
    with pytest.raises(ValidationError, match="has 900 megapixels; at most 24 are taken"):
        picture(upload(bomb()))
    with pytest.raises(ValidationError, match="has 81 megapixels; at most 64 are taken"):
        picture(saved(Image.new("L", (9000, 9000)), "JPEG"))


def test_a_heic_picture_is_told_what_to_do():
    with pytest.raises(ValidationError, match="HEIC picture, as iPhones take them"):
        picture(upload(b"\0\0\0\x18ftypheic" + b"\0" * 99))


def test_whatever_a_library_trips_over_is_a_sentence(monkeypatch):
    def trip(*_args, **_more):
        raise struct.error("unpack requires a buffer of 4 bytes")

    monkeypatch.setattr(Image, "open", trip)
    with pytest.raises(ValidationError, match="no picture we can read"):
        picture(upload(jpeg(10, 10)))


PEAK = """
import django, resource, sys
django.setup()
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from sez_portal.common.uploads import picture
upload = SimpleUploadedFile("p", open(sys.argv[1], "rb").read())
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
try:
    picture(upload)
except ValidationError:
    pass
print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
"""


@pytest.mark.parametrize("kind", ["telephone", "progressive", "drawing", "bomb"])
def test_no_picture_takes_more_memory_than_a_worker_has(tmp_path, kind: str):
    made = tmp_path / kind
    if kind == "bomb":
        made.write_bytes(bomb())
    elif kind == "drawing":
        Image.new("RGBA", (6000, 4000), (0, 90, 90, 90)).save(made, "PNG", compress_level=1)
    else:
        Image.new("RGB", (8064, 5952), "teal").save(made, "JPEG", progressive=kind != "telephone")
    told = subprocess.run(
        [sys.executable, "-c", PEAK, made], env=os.environ, check=True, capture_output=True
    )
    assert (
        int(told.stdout) < {"telephone": 80, "progressive": 220, "drawing": 280, "bomb": 20}[kind]
    )


@pytest.mark.parametrize("kind", papers.HONEST)
def test_papers_as_people_have_them_are_taken(kind: str):
    kept = paper(upload(papers.HONEST[kind]))
    assert kept.name.endswith(".pdf")
    with pikepdf.open(io.BytesIO(kept.read())) as opened:
        assert len(opened.pages) == 1


def test_what_a_paper_says_is_left_alone():
    kept = paper(upload(papers.HONEST["a text about scripts"]))
    with pikepdf.open(io.BytesIO(kept.read())) as opened:
        assert b"/JS and /JavaScript" in opened.pages[0].Contents.read_bytes()


@pytest.mark.parametrize("kind", papers.ACTING)
def test_what_acts_is_left_out_of_a_paper(kind: str):
    kept = paper(upload(papers.ACTING[kind])).read()
    with pikepdf.open(io.BytesIO(kept)) as opened:
        assert len(opened.pages) == 1
        inside = b"".join(
            found.unparse(resolved=True)
            + (found.read_bytes() if isinstance(found, pikepdf.Stream) else b"")
            for found in opened.objects
        )
    assert [word for word in papers.WORDS if word in inside + kept] == []


def test_what_a_paper_tells_of_its_writer_is_left_out():
    data = papers.pdf(
        papers.stream(b"<x:xmpmeta>somebody</x:xmpmeta>", b"/Type /Metadata /Subtype /XML"),
        root=b"/Metadata 5 0 R",
    )
    data = data.replace(b"/Root 1 0 R", b"/Root 1 0 R /Info << /Author (somebody) >>")
    assert b"somebody" not in paper(upload(data)).read()


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"MZ\x90", "This is no PDF"),
        (b"%PDF-1.4 cut", "This is no PDF"),
        (b"%PDF-1.4\n1 0 obj\n%%EOF", "This is no PDF"),
        (papers.pdf(root=b"/Collection << /View /D >>"), "folder of other files"),
        (papers.pdf(root=b"/NeedsRendering true"), "folder of other files"),
        (papers.pdf(pages=2500), "has 2500 pages; at most 2000 are taken"),
    ],
)
def test_papers_that_are_refused_say_why(data: bytes, told: str):
    with pytest.raises(ValidationError, match=told):
        paper(upload(data))


def test_a_locked_paper_is_refused():
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(papers.PDF)) as opened:
        opened.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    with pytest.raises(ValidationError, match="locked with a password"):
        paper(upload(out.getvalue()))


def test_a_paper_that_unpacks_without_end_is_refused():
    with pytest.raises(ValidationError, match="PDF"):
        paper(upload(papers.bomb()))


def test_a_paper_that_never_ends_is_given_up(monkeypatch, tmp_path):
    endless = tmp_path / "endless.py"
    endless.write_text("while True: pass")
    monkeypatch.setattr(uploads, "PAPERS", endless)
    monkeypatch.setattr(uploads, "SECONDS", 1)
    with pytest.raises(ValidationError, match="takes too long to read"):
        paper(upload(papers.PDF))
