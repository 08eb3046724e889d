"""Hostile files are refused with a reason; honest ones come out without what they hid."""

import io
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from sez_portal.common.uploads import MOST_BYTES, paper, picture


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


def test_a_plain_pdf_is_taken_and_an_active_one_refused():
    assert paper(upload(b"%PDF-1.4\n1 0 obj\n%%EOF")).name.endswith(".pdf")
    for data in (b"MZ\x90", b"%PDF-1.4 cut", b"%PDF-1.4 /JavaScript (x) %%EOF"):
        with pytest.raises(ValidationError):
            paper(upload(data))
