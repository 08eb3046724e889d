"""Files from outside: pictures are decoded and written anew, papers too, all else is refused.

What is kept never is the file that came: no metadata, no place where it was taken, no second
format hidden behind the first, no script. Memory and time are bounded.
"""

import io
import json
import logging
import secrets
import subprocess  # noqa: S404  our own program, see `pdf`
import sys
from math import ceil
from pathlib import Path
from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from PIL import Image, ImageCms

MOST_BYTES = 12 * 1024 * 1024
# In millions of pixels, so that none takes above 250 MB of memory. A JPEG is reduced while it
# is read, so that telephones' fit; the others are unpacked whole, WebP several times over.
MOST_MEGAPIXELS = {"JPEG": 64, "MPO": 64, "PNG": 24, "AVIF": 24, "WEBP": 12}
WIDTH, SMALL = 1600, 320  # of the picture that is kept, and of the one in lists
FORMATS = ("JPEG", "PNG", "WEBP", "AVIF")
HEIC = (b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"mif1", b"msf1")
TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
SECONDS = 45  # for a paper; its program gives up earlier, by its own clock
PAPERS = Path(__file__).with_name("pdf.py")
log = logging.getLogger(__name__)

Image.MAX_IMAGE_PIXELS = None  # we look at the size ourselves, and say it


class EncodedPicture(NamedTuple):
    """A picture written anew as WebP, and as JPEG for browsers without it and for lists."""

    file: ContentFile
    fallback: ContentFile
    small: ContentFile
    width: int
    height: int


def picture(upload: UploadedFile) -> EncodedPicture:
    """The picture without metadata, at most WIDTH wide. Raises ValidationError with the reason."""
    _refuse_large(upload)
    _refuse_heic(upload)
    try:
        fresh = _decoded(upload)
        small = fresh.copy()
        small.thumbnail((SMALL, SMALL * 2))
        webp, jpeg, little = io.BytesIO(), io.BytesIO(), io.BytesIO()
        fresh.save(webp, "WEBP", quality=80, method=4)
        fresh.save(jpeg, "JPEG", quality=82, optimize=True)
        small.save(little, "JPEG", quality=80, optimize=True)
    except ValidationError:
        raise
    except Exception as error:  # whatever a library trips over, the file is at fault
        log.warning("picture refused: %s: %s", type(error).__name__, error)
        raise ValidationError(
            _("This is no picture we can read. JPEG, PNG, WebP and AVIF are taken.")
        ) from error
    stem = secrets.token_hex(12)
    return EncodedPicture(
        ContentFile(webp.getvalue(), f"{stem}.webp"),
        ContentFile(jpeg.getvalue(), f"{stem}.jpg"),
        ContentFile(little.getvalue(), f"{stem}-small.jpg"),
        *fresh.size,
    )


def _decoded(upload: UploadedFile) -> Image.Image:
    """Pixels alone, upright, in plain colours, on white where it was transparent."""
    with Image.open(upload, formats=FORMATS) as opened:
        _refuse_many_pixels(opened)
        turn = _turn(opened)
        box = (WIDTH * 2, WIDTH) if turn in (5, 6, 7, 8) else (WIDTH, WIDTH * 2)
        profile = opened.info.get("icc_profile")
        _reduce_while_reading(opened, box)
        pixels = _smooth(opened, box)
        pixels.thumbnail(box, Image.Resampling.LANCZOS, reducing_gap=2.0)
        pixels = _on_white(_in_plain_colours(pixels, profile))
        pixels = pixels.transpose(TURNS[turn]) if turn in TURNS else pixels
        fresh = Image.new("RGB", pixels.size)
        fresh.paste(pixels)
        return fresh


def _reduce_while_reading(opened: Image.Image, box: tuple[int, int]) -> None:
    """A JPEG is unpacked at a half, a quarter or an eighth, not below what fits the box."""
    scale = min(side / of for side, of in zip(box, opened.size, strict=True))
    if scale < 1:
        opened.draft(None, (int(opened.width * scale), int(opened.height * scale)))


def _turn(opened: Image.Image) -> int:
    """How the camera was held; metadata that cannot be read say nothing."""
    try:
        return int(opened.getexif().get(0x0112, 1))
    except Exception:
        return 1


def _smooth(opened: Image.Image, box: tuple[int, int]) -> Image.Image:
    """Return it with neighbouring pixels that can be mixed: no palette, 8 bits, alpha apart."""
    if opened.mode.startswith("I"):  # 16 bits of grey
        opened.thumbnail(box, Image.Resampling.LANCZOS, reducing_gap=None)
        return opened.convert("I").point(lambda level: level * (1 / 257)).convert("L")
    if "transparency" in opened.info or opened.mode in ("PA", "LA"):
        return opened.convert("RGBA")
    if opened.mode in ("P", "1"):
        return opened.convert("RGB")
    return opened


def _in_plain_colours(pixels: Image.Image, profile: bytes | None) -> Image.Image:
    """Return it as sRGB where it says what its colours are; telephones use a wider space."""
    if profile and pixels.mode in ("RGB", "CMYK"):
        try:
            profile_given: Any = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            plain: Any = ImageCms.createProfile("sRGB")
            changed = ImageCms.profileToProfile(pixels, profile_given, plain, outputMode="RGB")
        except Exception:
            changed = None
        if changed is not None:
            return changed
    return pixels if pixels.mode == "RGBA" else pixels.convert("RGB")


def _on_white(pixels: Image.Image) -> Image.Image:
    if pixels.mode != "RGBA":
        return pixels
    white = Image.new("RGB", pixels.size, "white")
    white.paste(pixels, mask=pixels.getchannel("A"))
    return white


def paper(upload: UploadedFile) -> ContentFile:
    """A PDF written anew without scripts or attachments. Raises ValidationError with the reason."""
    _refuse_large(upload)
    try:
        done = subprocess.run(  # noqa: S603  our own program; the file goes to its input
            [sys.executable, "-I", str(PAPERS)],
            input=upload.read(),
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
    except subprocess.SubprocessError as error:
        log.warning("paper refused: %s", type(error).__name__)
        raise _unfit({"why": "limits"}) from error
    head, _end, data = done.stdout.partition(b"\n")
    report = json.loads(head)
    if "why" in report:
        raise _unfit(report)
    if len(data) > MOST_BYTES:
        raise _too_large()
    return ContentFile(data, f"{secrets.token_hex(12)}.pdf")


def _unfit(report: dict[str, Any]) -> ValidationError:
    """Why a paper is refused, and what to do."""
    sentences = {
        "unreadable": _("This is no PDF we can read. Please save the paper as PDF again."),
        "password": _("This PDF is locked with a password. Please send one without."),
        "pages": _("This PDF has %(has)s pages; at most %(most)s are taken."),
        "objects": _(
            "This PDF has %(has)s parts; at most %(most)s are taken. Please print it to PDF."
        ),
        "folder": _(
            "This PDF is a folder of other files, or a form that only one program shows. "
            "Please print it to PDF."
        ),
        "limits": _("This PDF takes too long to read. Please print it to PDF and send that."),
    }
    return ValidationError(sentences[report["why"]] % report)


def _refuse_large(upload: UploadedFile) -> None:
    if upload.size is None or upload.size > MOST_BYTES:
        raise _too_large()
    if upload.size == 0:
        raise ValidationError(_("The file is empty."))


def _too_large() -> ValidationError:
    message = _("The file is too large: at most %(most)s MB.")
    return ValidationError(message % {"most": MOST_BYTES // 1024**2})


def _refuse_heic(upload: UploadedFile) -> None:
    head = upload.read(12)
    upload.seek(0)
    if head[4:8] == b"ftyp" and head[8:12] in HEIC:
        raise ValidationError(
            _(
                "This is a HEIC picture, as iPhones take them; we cannot read those. Please save "
                "it as JPEG and send that, or choose “Most Compatible” in the camera's settings."
            )
        )


def _refuse_many_pixels(opened: Image.Image) -> None:
    """Refuse too many pixels before any of them is unpacked."""
    most = MOST_MEGAPIXELS[opened.format or "PNG"]
    has = opened.width * opened.height / 10**6
    if has > most:
        message = _(
            "This picture has %(has)s megapixels; at most %(most)s are taken. "
            "Please make it smaller and send it again."
        )
        raise ValidationError(message % {"has": ceil(has), "most": most})
