"""A point that a proposal moves, on a small map: where it stands, where it would, how far apart."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from sez_portal.common.geo import Point, distance_km
from sez_portal.maps.projection import frame_for, place
from sez_portal.maps.static_map import Point as Mark
from sez_portal.maps.static_map import StaticMap, draw
from sez_portal.records.desk.field_change import FieldChange
from sez_portal.records.record import Record

PLACE = ("lat", "lon")
LEAST_KM, MOST_KM = 60, 1200  # how wide the map is; farther apart, it shows the new place alone


@dataclass(frozen=True)
class Move:
    """A point before and after; `line` is the path between both, in units of the map."""

    key: str  # of the field that tells it
    km: float | None  # None of a point that stood nowhere
    static_map: StaticMap
    line: str
    is_drawn: bool  # the new place lies within the map


def moved_point(record: Record, row: Any, changes: Iterable[FieldChange]) -> Move | None:
    """The move that the changes would make, None where they leave the point."""
    wanted = {change.field.key: change for change in changes if change.field.key in PLACE}
    if not wanted or not all(name in record.by_key for name in PLACE):
        return None
    live = record.read(row, PLACE) if row else dict.fromkeys(PLACE)
    after = _point(live | {name: change.proposed for name, change in wanted.items()})
    before = _point(live)
    if after is None or after == before:
        return None
    km = distance_km(before, after) if before else None
    near = [point for point in (before, after) if point]
    frame = frame_for(
        near if km is None or km < MOST_KM else [after],
        margin_km=max(20.0, (km or 0) / 3),
        minimum_km=LEAST_KM,
        ratio=0.75,
    )
    marks = [Mark(*before, "unknown", "", "", name=_("live now"))] if before else []
    marks.append(Mark(*after, "operational", "", "", selected=True, name=_("proposed")))
    line = ""
    if before:
        (x, y), (to_x, to_y) = place(*before), place(*after)
        line = f"M{x:g} {y:g}L{to_x:g} {to_y:g}"
    is_drawn = frame.holds(*place(*after))
    return Move(next(iter(wanted)), km, draw(marks, frame=frame, size="s"), line, is_drawn)


def _point(values: dict[str, Any]) -> Point | None:
    if values.get("lat") is None or values.get("lon") is None:
        return None
    return float(values["lon"]), float(values["lat"])
