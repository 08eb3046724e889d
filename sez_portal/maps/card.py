"""Drawing of a share picture, 1200 by 630 pixels: text in the scripts of the region, moons, a map.

The ground is `ground.png`, one pixel a map unit, made by `docs/map/make_ground.py`. There is no
face for Chinese here: a text in it cannot be drawn (`can_draw`).
"""

from collections.abc import Iterator
from functools import cache
from itertools import groupby
from pathlib import Path

from django.conf import settings
from PIL import Image, ImageDraw, ImageFont

from sez_portal.maps.projection import HEIGHT, WIDTH, Frame
from sez_portal.maps.static_map import StaticMap

SIZE = (1200, 630)
MAP = (440, 620)  # the part on the right, below the bar
PAPER, INK, QUIET, RUST, LAND = "#faf8f3", "#12211f", "#4b5753", "#8f4a1f", "#fffdf8"
HERE = Path(__file__).parent
LATIN = (
    *((0x20, 0x7E), (0xA0, 0xA0), (0xAB, 0xAB), (0xB0, 0xB0), (0xB2, 0xB3), (0xB7, 0xB7)),
    *((0xBB, 0xBB), (0xC0, 0xFF), (0x152, 0x153), (0x2010, 0x2015), (0x2018, 0x201A)),
    *((0x201C, 0x201E), (0x2022, 0x2022), (0x2026, 0x2026), (0x2032, 0x2033), (0x20AC, 0x20AC)),
    *((0x2192, 0x2192), (0x2212, 0x2212)),
)
FACES = (  # the file of a face and what it draws; the first that can draws a character
    ("atlas-serif-latin", LATIN),
    ("atlas-serif-vietnamese", ((0x102, 0x103), (0x110, 0x1B0), (0x1EA0, 0x1EF9))),
    ("noto-sans-khmer", ((0x1780, 0x17FF),)),
    ("noto-sans-lao-400", ((0xE80, 0xEFF),)),
    ("noto-sans-thai-400", ((0xE00, 0xE7F),)),
    ("noto-sans-myanmar", ((0x1000, 0x109F),)),
)
FINER = 4  # circles are drawn larger by this and made smaller again: Pillow's have no soft edge


@cache
def _font(face: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(settings.BASE_DIR / "static" / "fonts" / f"{face}.woff2", size)


def _face_of(character: str) -> str:
    """The face that draws the character, "" where none does."""
    code = ord(character)
    for face, ranges in FACES:
        if any(first <= code <= last for first, last in ranges):
            return face
    return ""


def can_draw(text: str) -> bool:
    return all(_face_of(character) for character in text)


def _runs(text: str, size: int) -> Iterator[tuple[str, ImageFont.FreeTypeFont]]:
    """Stretches of one face each. A character that no face has becomes a space."""
    text = "".join(character if _face_of(character) else " " for character in text)
    for face, characters in groupby(text, _face_of):
        yield "".join(characters), _font(face, size)


def width_of(text: str, size: int) -> float:
    return sum(font.getlength(run) for run, font in _runs(text, size))


def lines_of(text: str, size: int, width: float) -> list[str]:
    """The text broken between words; a word that is too long stands alone."""
    lines: list[str] = []
    for word in text.split():
        if lines and width_of(f"{lines[-1]} {word}", size) <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


class Card:
    """A picture under way; places are in pixels, `y` of a text is its baseline."""

    def __init__(self) -> None:
        self.picture = Image.new("RGB", SIZE, PAPER)
        self._draw = ImageDraw.Draw(self.picture)
        self._draw.rectangle((0, 0, SIZE[0], 9), fill=INK)
        with Image.open(HERE / "mark.png") as mark:
            self.picture.paste(mark, (52, 46), mark)

    def write(self, x: float, y: float, text: str, size: int, colour: str = INK) -> float:
        """Write a line, and return where it ends."""
        for run, font in _runs(text, size):
            self._draw.text((x, y), run, font=font, fill=colour, anchor="ls")
            x += font.getlength(run)
        return x

    def rule(self, x: float, y: float, width: float) -> None:
        self._draw.line((x, y, x + width, y), fill=INK, width=2)

    def moon(self, x: int, y: int, state: str) -> None:
        """Full is fresh, half is due, a ring is stale; 18 pixels wide."""
        side = 18 * FINER
        moon = Image.new("L", (side, side), 0)
        draw, edge = ImageDraw.Draw(moon), (2, 2, side - 3, side - 3)
        draw.ellipse(edge, outline=255, width=2 * FINER)
        if state == "fresh":
            draw.ellipse(edge, fill=255)
        elif state == "due":
            draw.pieslice(edge, 90, 270, fill=255)
        self._stamp(moon, x, y, RUST)

    def map(self, drawn: StaticMap) -> None:
        """The map on the right: ground, the zone, the names around it."""
        frame, left, top = drawn.frame, SIZE[0] - MAP[0], SIZE[1] - MAP[1]
        box = (round(frame.x), round(frame.y), round(frame.x) + MAP[0], round(frame.y) + MAP[1])
        self.picture.paste(_ground().crop(box), (left, top))
        for label in drawn.labels:
            text, size = str(label.text), 20
            x = left + label.x - box[0] - width_of(text, size) / 2
            self._halo(x, top + label.y - box[1], text, size)
        for dot in drawn.dots:
            self._dot(left + dot.x - box[0], top + dot.y - box[1], dot.r)
        self._draw.line((left - 2, top, left - 2, SIZE[1]), fill=INK, width=3)

    def _halo(self, x: float, y: float, text: str, size: int) -> None:
        for run, font in _runs(text, size):
            self._draw.text((x, y), run, QUIET, font, "ls", stroke_width=3, stroke_fill=LAND)
            x += font.getlength(run)

    def _dot(self, x: float, y: float, r: float) -> None:
        for radius, colour in ((r + 3, LAND), (r, RUST)):
            side = round(2 * radius)
            disc = Image.new("L", (side * FINER, side * FINER), 0)
            ImageDraw.Draw(disc).ellipse((0, 0, *(edge - 1 for edge in disc.size)), fill=255)
            self._stamp(disc, round(x - radius), round(y - radius), colour)

    def _stamp(self, shape: Image.Image, x: int, y: int, colour: str) -> None:
        small = shape.resize((shape.width // FINER, shape.height // FINER), Image.Resampling.BOX)
        self.picture.paste(colour, (x, y), small)


@cache
def _ground() -> Image.Image:
    with Image.open(HERE / "ground.png") as ground:
        return ground.convert("RGB")


def frame_around(x: float, y: float) -> Frame:
    """The frame of the map with this place, in map units, in its middle where the ground allows."""
    wide, high = MAP
    left = min(max(round(x - wide / 2), 0), WIDTH - wide)
    top = min(max(round(y - high / 2), 0), HEIGHT - high)
    return Frame(left, top, wide, high)
