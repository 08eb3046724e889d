"""The formats of an answer: JSON by pages, and GeoJSON, CSV and XLSX of everything found.

What is written out whole is written as it is read: memory does not grow with the rows.
"""

import csv
import json
import tempfile
from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from openpyxl import Workbook

from sez_portal.common.workbooks import XLSX, Cell, safe
from sez_portal.records.field_types.basic import Json
from sez_portal.records.field_types.tables import Rows
from sez_portal.records.record import Field
from sez_portal.site.api.question import Question, Refused

TYPES = {
    "json": "application/json",
    "geojson": "application/geo+json",
    "csv": "text/csv",
    "xlsx": XLSX,
}
COMPACT: dict[str, Any] = {"separators": (",", ":"), "ensure_ascii": False}
ABOUT = ("state", "speaks_of", "confirmed_on", "confirmed_by", "source", "source_url")


PIECE = 64 * 1024  # bytes
WHOLE_COSTS = 20  # what an answer with everything counts as, in requests


def format_of(request: HttpRequest, suffix: str) -> str:
    """The format that the suffix names, else the one that Accept prefers, else JSON.

    Raises Refused where the suffix names none.
    """
    if suffix and suffix not in TYPES:
        known = ", ".join(TYPES)
        told = _("There is no format “%(name)s”; there are: %(known)s.")
        raise Refused([told % {"name": suffix[:20], "known": known}])
    by_type = {type_: name for name, type_ in TYPES.items()}
    preferred = request.get_preferred_type(list(by_type))
    return suffix or by_type.get(preferred or "", "json")


class Echo:
    """A file that hands back what is written to it."""

    def write(self, text: str) -> str:
        return text


def as_json(request: HttpRequest, question: Question) -> HttpResponse:
    address = request.build_absolute_uri(request.path)
    following = f"{address}?{question.next_query}" if question.next_query else None
    answer = {
        "count": question.count,
        "next": following,
        "licence": question.licence,
        "results": question.as_json(),
    }
    response = JsonResponse(answer, json_dumps_params=COMPACT)
    if following:
        response["Link"] = f'<{following}>; rel="next"'
    return response


def as_geojson(request: HttpRequest, question: Question) -> HttpResponse:
    return _streamed(geojson_of(question), question, "geojson")


def geojson_of(question: Question) -> Iterator[str]:
    """A FeatureCollection (RFC 7946); a row without a place is a feature without geometry."""
    yield '{"type":"FeatureCollection","features":['
    for number, (row, values) in enumerate(question.everything()):
        feature = {
            "type": "Feature",
            "id": row.key,
            "geometry": question.resource.geometry(row),
            "properties": values,
        }
        yield ("," if number else "") + json.dumps(feature, **COMPACT)
    yield "]}"


def as_csv(request: HttpRequest, question: Question) -> HttpResponse:
    return _streamed(csv_of(question), question, "csv")


def csv_of(question: Question) -> Iterator[str]:
    """One line a row, UTF-8 with its mark, so that a spreadsheet reads every script."""
    writer = csv.writer(Echo())
    yield "\ufeff"
    for cells in _lines(question):
        yield writer.writerow([safe(cell) for cell in cells])


def as_xlsx(request: HttpRequest, question: Question) -> HttpResponse:
    return _streamed(xlsx_of(question), question, "xlsx")


def xlsx_of(question: Question) -> Iterator[bytes]:
    """A workbook of one sheet, written to the disk row by row and sent from there."""
    book = Workbook(write_only=True)
    book.properties.creator = _("Lancang-Mekong Zones")
    sheet = book.create_sheet(question.resource.name)
    sheet.freeze_panes = "B2"
    for cells in _lines(question):
        sheet.append([safe(cell) for cell in cells])
    with tempfile.TemporaryFile() as file:
        book.save(file)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _streamed(
    pieces: Iterator[str] | Iterator[bytes], question: Question, suffix: str
) -> StreamingHttpResponse:
    type_ = TYPES[suffix] if suffix == "xlsx" else f"{TYPES[suffix]}; charset=utf-8"
    response = StreamingHttpResponse(pieces, content_type=type_)
    name = f"{question.resource.name}.{suffix}"
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


def _lines(question: Question) -> Iterator[list[Cell]]:
    """The heading, then a line a row: key, page, each field, with evidence its dates and source."""
    with_page = question.resource.has_page
    yield [
        "key",
        *(["page"] if with_page else []),
        *(name for field in question.fields for name in _columns(field, question)),
    ]
    for _row, values in question.everything():
        cells: list[Cell] = [values["key"], *([values["page"]] if with_page else [])]
        for field in question.fields:
            cells.append(_cell(field, values[field.key]))
            if _is_told(field, question):
                cells += _about(values["evidence"].get(field.key, {}))
        yield cells


def _columns(field: Field, question: Question) -> list[str]:
    told = [f"{field.key}__{part}" for part in ABOUT] if _is_told(field, question) else []
    return [field.key, *told]


def _is_told(field: Field, question: Question) -> bool:
    return question.with_evidence and field.months is not None


def _about(piece: dict[str, Any]) -> list[Cell]:
    source = (piece.get("sources") or [{}])[0]
    named = [piece.get(name) for name in ABOUT[:4]]
    return [*named, source.get("title"), source.get("url")]


def _cell(field: Field, value: Json) -> Cell:
    """A value in one cell: a list by semicolons, a table as JSON."""
    if isinstance(field.kind, Rows) or isinstance(value, dict):
        return json.dumps(value, **COMPACT) if value else None
    if isinstance(value, list):
        return json.dumps(value) if value and not isinstance(value[0], str) else "; ".join(value)
    return value


WRITERS = {"json": as_json, "geojson": as_geojson, "csv": as_csv, "xlsx": as_xlsx}
