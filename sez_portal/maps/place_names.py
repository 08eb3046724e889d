"""The names written on the maps and where each may stand; what is drawn on which map is
decided in `static_map.py`."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sez_portal.common.widths import letters_in, shortened
from sez_portal.maps.projection import Frame, Label


class RegionName(NamedTuple):
    """A name on the map of the region: its middle in map units, its turn in degrees."""

    text: str | Promise
    kind: str
    x: int
    y: int
    turn: int = 0


class FreeName(NamedTuple):
    """A name on a part of the region: it takes the best of these places (longitude, latitude)."""

    text: str | Promise
    kind: str
    places: tuple[tuple[float, float], ...]


REGION_NAMES = (
    RegionName(_("Myanmar"), "big-t t", 319, 690, -62),
    RegionName(_("Thailand"), "big-t t", 730, 1155),
    RegionName(_("Lao PDR"), "big-t t", 889, 860),
    RegionName(_("Cambodia"), "big-t t", 1007, 1353),
    RegionName(_("Yunnan"), "big-t t", 763, 351),
    RegionName(_("Guangxi"), "big-t t", 1281, 478),
    RegionName(_("Viet Nam"), "big-t", 1367, 1304, 82),
    RegionName(_("Lancang"), "river-t t", 549, 230, 84),
    RegionName(_("Mekong"), "river-t t", 1130, 1214, 60),
    RegionName(_("East-West"), "cor-t", 785, 1029, 2),
    RegionName(_("North-South"), "cor-t", 648, 891, -78),
    RegionName(_("Southern"), "cor-t", 867, 1260),
    RegionName(_("North-South"), "cor-t", 967, 590, 42),
)

FREE_NAMES = (
    FreeName(
        _("Myanmar"), "big-t t",
        ((96, 22.5), (95.5, 19.5), (97.5, 20.5), (96.0, 17.7), (98.1, 16.6), (98.9, 12.3),
         (97.8, 24.3), (94.2, 20), (99.3, 21.3), (98.3, 15.1), (97.0, 18.4),
         (95.6, 17.4), (99.6, 20.9), (99.6, 22.4), (94.0, 18.6), (93.4, 20.8)),
    ),
    FreeName(
        _("Thailand"), "big-t t",
        ((100.8, 15.2), (99.3, 18.3), (103, 15.7), (102.3, 16.8), (104.3, 15.2), (103.9, 16.6),
         (100.2, 16.8), (99.4, 14.4), (101.8, 13.6), (100.3, 19.2), (99.2, 9), (100.5, 7),
         (103.3, 17.4), (99.1, 16.5), (101.2, 17), (102.2, 14.6),
         (99.5, 19.7), (102.2, 12.9), (98.5, 18.8), (100.4, 13.0), (101.6, 6.3), (100.0, 14.9),
         (104.9, 14.7)),
    ),
    FreeName(
        _("Lao PDR"), "big-t t",
        ((102.4, 19.7), (103.5, 19.1), (105.6, 16.6), (106.3, 15.2), (101.2, 20.6), (104.7, 18),
         (101.6, 21.2), (102.4, 18.5), (106.4, 14.5), (103.6, 20.3), (105.9, 16.0),
         (101.0, 20.35), (102.3, 21.2), (105.1, 17.2), (106.8, 15.6)),
    ),
    FreeName(
        _("Cambodia"), "big-t t",
        ((104.6, 12.7), (105.4, 13.4), (103.6, 11.7), (104.4, 11.1), (106.9, 12.9), (103, 13.2),
         (105.8, 11.6), (106.3, 13.9),
         (103.3, 11.2), (105.3, 11.3), (103.4, 14)),
    ),
    FreeName(
        _("Viet Nam"), "big-t t",
        ((104.9, 21.6), (105, 19.2), (106, 17.7), (107.6, 16), (108.2, 14.2), (108, 12.3),
         (106.8, 11.5), (105.6, 10.1), (106.4, 20.9), (103.4, 21.6), (105.7, 18.3),
         (105.9, 22.3), (106.8, 16.9), (108.7, 13.2), (105.1, 9.2), (107.3, 10.9), (107.2, 21.4),
         (106.2, 10.6), (105.4, 20.3)),
    ),
    FreeName(
        _("Yunnan"), "big-t t",
        ((101.5, 25), (103.3, 24.2), (100.3, 22.9), (99.2, 24.8), (104.3, 23.6), (101.3, 22.3),
         (98.8, 26)),
    ),
    FreeName(
        _("Guangxi"), "big-t t",
        ((108.5, 23.8), (107.2, 22.7), (109.8, 22.6), (110.3, 24.4), (106.6, 23.8), (108.2, 22.3)),
    ),
    FreeName(
        _("Mekong"), "river-t t",
        ((105.7, 16.1), (104.4, 17.1), (102.2, 17.7), (106.5, 13.2), (101.2, 18.3), (105.5, 10.8),
         (100.9, 20.9), (102.1, 19.3), (103.6, 18.6), (105.3, 12.3), (106.3, 9.6)),
    ),
    FreeName(_("Lancang"), "river-t t", ((100.6, 22.7), (99.4, 25.5), (100.1, 24.1))),
)  # fmt: skip


class Box(NamedTuple):
    """What something drawn takes up, in map units."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right
            and other.left < self.right
            and self.top < other.bottom
            and other.top < self.bottom
        )

    def holds(self, x: float, y: float) -> bool:
        return self.left < x < self.right and self.top < y < self.bottom


def names_beside(
    labelled: Iterable[tuple[str, float, float, str]],
    frame: Frame,
    letters: float,
    boxes: Sequence[Box] = (),
) -> list[Label]:
    """Names beside their points, right or left: where they fit, else where less of what is drawn
    stands in their way. A name that would stand on an earlier one is left out, one that is too
    long is cut."""
    labels: list[Label] = []
    occupied: list[Box] = []
    for name, x, y, kind in labelled:
        if not frame.holds(x, y):
            continue
        free = [
            (label, box)
            for label, box in _beside(name, x, y, kind, frame, letters, boxes)
            if not any(box.meets(other) for other in occupied)
        ]
        if free:
            label, box = min(free, key=lambda option: sum(map(option[1].meets, boxes)))
            labels.append(label)
            occupied.append(box)
    return labels


def _beside(
    name: str, x: float, y: float, kind: str, frame: Frame, letters: float, boxes: Sequence[Box]
) -> list[tuple[Label, Box]]:
    """The name on each side where it fits, the right one first; clear of what stands there."""
    around_point = [box for box in boxes if box.holds(x, y)]
    start = max([x + letters * 0.75, *(box.right + letters * 0.2 for box in around_point)])
    end = min([x - letters * 0.75, *(box.left - letters * 0.2 for box in around_point)])
    right, left = frame.x + frame.width - start - letters * 0.25, end - frame.x - letters * 0.25
    text = shortened(name, max(right, left) / (letters * 0.58))
    wide, foot = letters * 0.58 * letters_in(text), round(y + letters * 0.35, 1)
    top, bottom = foot - letters * 0.9, foot + letters * 0.2
    sides = []
    if wide <= right:
        label = Label(round(start, 1), foot, text, kind, "start")
        sides.append((label, Box(start, top, start + wide, bottom)))
    if wide <= left:
        label = Label(round(end, 1), foot, text, kind, "end")
        sides.append((label, Box(end - wide, top, end, bottom)))
    return sides
