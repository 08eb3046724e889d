"""Files from outside: pictures are decoded and written anew, papers are PDF, all else is refused.

What is kept never is the file that came: no metadata, no place where it was taken, no second
format hidden behind the first.
"""

import io
import secrets
from typing import NamedTuple

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageOps

MOST_BYTES = 12 * 1024 * 1024
MOST_PIXELS = 40_000_000
MOST_SIDE = 12_000
WIDTH = 1600  # of the picture that is kept; pages show it smaller
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
ACTIVE = (b"/JavaScript", b"/JS ", b"/Launch", b"/EmbeddedFile", b"/RichMedia", b"/XFA")


class Picture(NamedTuple):
    """A picture written anew as WebP, and as JPEG for browsers without it; with its size."""

    file: ContentFile
    fallback: ContentFile
    width: int
    height: int


def picture(upload: UploadedFile) -> Picture:
    """The picture without metadata, at most WIDTH wide. Raises ValidationError with the reason."""
    _refuse_large(upload)
    try:
        with Image.open(upload, formats=FORMATS) as opened:
            if opened.width * opened.height > MOST_PIXELS or max(opened.size) > MOST_SIDE:
                raise ValidationError(_("The picture has too many pixels."))
            opened.load()
            upright = ImageOps.exif_transpose(opened)
            plain = upright.convert("RGB")
    except ValidationError:
        raise
    except Image.DecompressionBombError as error:
        raise ValidationError(_("The picture has too many pixels.")) from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise ValidationError(
            _("This is no picture we can read. JPEG, PNG, WebP and AVIF are taken.")
        ) from error
    plain.thumbnail((WIDTH, WIDTH * 2), Image.Resampling.LANCZOS)
    fresh = Image.new("RGB", plain.size)  # pixels alone: nothing hidden comes along
    fresh.paste(plain)
    stem = secrets.token_hex(12)
    webp, jpeg = io.BytesIO(), io.BytesIO()
    fresh.save(webp, "WEBP", quality=80, method=4)
    fresh.save(jpeg, "JPEG", quality=82, optimize=True)
    return Picture(
        ContentFile(webp.getvalue(), f"{stem}.webp"),
        ContentFile(jpeg.getvalue(), f"{stem}.jpg"),
        *fresh.size,
    )


def paper(upload: UploadedFile) -> ContentFile:
    """A PDF without scripts or attachments. Raises ValidationError with the reason."""
    _refuse_large(upload)
    data = upload.read()
    if not data.startswith(b"%PDF-") or b"%%EOF" not in data[-2048:]:
        raise ValidationError(_("This is no PDF. Please save the paper as PDF and send it again."))
    if any(mark in data for mark in ACTIVE):
        raise ValidationError(_("The PDF holds scripts or attached files. Please print it to PDF."))
    return ContentFile(data, f"{secrets.token_hex(12)}.pdf")


def _refuse_large(upload: UploadedFile) -> None:
    if upload.size is None or upload.size > MOST_BYTES:
        raise ValidationError(
            _("The file is too large: at most %(most)s MB.") % {"most": MOST_BYTES // 1024**2}
        )
    if upload.size == 0:
        raise ValidationError(_("The file is empty."))
