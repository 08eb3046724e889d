"""Pictures for the tests as a camera makes them: a view with grain, held sideways, with a place."""

import io

from PIL import Image, ImageDraw


def landscape(width: int = 4032, height: int = 3024, sky: str = "#7fb2d9") -> Image.Image:
    """Sky, a hill, a road that leads to a gate, and the grain of a small sensor."""
    view = Image.new("RGB", (width, height), sky)
    draw = ImageDraw.Draw(view)
    draw.ellipse((-width // 3, height // 2, width, height * 2), fill="#5d7f4a")
    draw.polygon(
        [(width // 2 - width // 5, height), (width // 2, height // 2), (width * 3 // 4, height)],
        fill="#8d8578",
    )
    draw.rectangle((width // 2 - 90, height // 2 - 220, width // 2 + 90, height // 2), fill="#a33")
    grain = Image.effect_noise((width // 4, height // 4), 40).resize((width, height))
    return Image.blend(view, grain.convert("RGB"), 0.12)


def jpeg(view: Image.Image | None = None, *, orientation: int = 1) -> bytes:
    """As a telephone saves it, with the place where it was taken."""
    exif = Image.Exif()
    exif[0x0112], exif[0x0110] = orientation, "A telephone"
    exif.get_ifd(0x8825).update({1: "N", 2: (17.0, 57.0, 46.0), 3: "E", 4: (102.0, 36.0, 0.0)})
    out = io.BytesIO()
    (view or landscape()).save(out, "JPEG", quality=85, exif=exif)
    return out.getvalue()


def logo() -> bytes:
    """A PNG with nothing behind it."""
    made = Image.new("RGBA", (900, 600), (0, 0, 0, 0))
    ImageDraw.Draw(made).ellipse((200, 50, 700, 550), fill=(20, 90, 90, 255))
    out = io.BytesIO()
    made.save(out, "PNG")
    return out.getvalue()
