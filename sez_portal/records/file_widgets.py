"""Rows of photos or documents in a form: what stands there, to be captioned, moved or removed,
and blank rows that take a file.

A row is about a file that stands there already, or one that came with this form: nobody names a
file of somebody else. A file that came is kept at once and comes back signed, so that it need
not be chosen again when something else in the form is at fault.
"""

from collections.abc import Collection
from typing import Any

from django import forms
from django.core import signing
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sez_portal.common import uploads
from sez_portal.common.text import cleaned
from sez_portal.records import files
from sez_portal.records.field_types.basic import Json
from sez_portal.records.field_types.files import FileRows
from sez_portal.records.field_types.stored import Picture

LABELS = {
    "alt": gettext_lazy("What the photo shows"),
    "credit": gettext_lazy("Credit"),
    "taken": gettext_lazy("Taken, as 2026 or 2026-11-23"),
    "title": gettext_lazy("Title"),
    "language": gettext_lazy("Language, as “en” or “km”"),
    "published": gettext_lazy("Published, as 2026 or 2026-11-23"),
}
KEPT = signing.TimestampSigner(salt="a file that came with a form")
KEPT_SECONDS = 24 * 3600  # as long as `remove_orphans` leaves it alone
SPARE = 1
MOST = 60  # rows of a form


class FileTable(forms.Widget):
    """A block of inputs a file."""

    template_name = "desk/_file_rows.html"
    needs_multipart_form = True
    use_fieldset = True

    def __init__(self, kind: FileRows) -> None:
        self.kind = kind
        super().__init__()

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        rows = [*(value or []), *[{}] * SPARE]
        blocks = [self._block(name, number, row) for number, row in enumerate(rows)]
        is_picture = isinstance(self.kind.columns[self.kind.of_file], Picture)
        return {**super().get_context(name, value, attrs), "blocks": blocks, "photos": is_picture}

    def _block(self, name: str, number: int, row: dict[str, Any]) -> dict[str, Any]:
        of_file, upload = self.kind.of_file, row.get("upload")
        kept = getattr(upload, "kept", "") or row.get(of_file, "")
        came = _unsigned(kept)
        return {
            "name": f"{name}-{number}",
            "number": number + 1,
            "is_new": not kept,
            "kept": f"{name}-{number}-{of_file}",
            "value": kept,
            "came": str(getattr(upload, "name", "") or _("chosen before")) if came else "",
            "shown": files.shown(self.kind, row) if kept and not came else None,
            "order": row.get("order", number + 1),
            "remove": row.get("remove", ""),
            "cells": [
                {"name": f"{name}-{number}-{column}", "label": label, "value": row.get(column, "")}
                for column, label in LABELS.items()
                if column in self.kind.columns
            ],
        }

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[dict[str, Any]] | None:
        """The rows that say something; None when no row of the form was sent."""
        rows: list[dict[str, Any]] = []
        inputs = [*self.kind.columns, "order", "remove"]
        while len(rows) < MOST:
            start = f"{name}-{len(rows)}-"
            upload = (files or {}).get(f"{start}upload")
            if upload is None and not any(f"{start}{column}" in data for column in inputs):
                break
            row: dict[str, Any] = {column: data.get(f"{start}{column}", "") for column in inputs}
            rows.append(row | {"upload": upload})
        told = [row for row in rows if row["upload"] or any(map(row.get, self.kind.columns))]
        return told if rows else None

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return self.value_from_datadict(data, files, name) is None


class FileRowsField(forms.Field):
    """The canonical rows. A removed row is left out; the others stand in the order given."""

    def __init__(self, kind: FileRows, **more: Any) -> None:
        self.kind = kind
        self.again: Json | None = None  # what to show in place of what was typed
        super().__init__(required=False, widget=FileTable(kind), **more)

    def bound_data(self, data: Any, initial: Json) -> Any:
        if self.again is None:
            return initial if data is None else data
        of_file = self.kind.of_file
        known = {row[of_file] for row in initial or ()}
        return [
            row if row[of_file] in known else {**row, of_file: KEPT.sign(row[of_file])}
            for row in self.again
        ]

    def _clean_bound_field(self, bound: forms.BoundField) -> Json:
        return self.rows_of(bound.data, bound.initial or [])

    def show_again(self, rows: Json) -> None:
        """Show these rows in place of what was typed; files that came with the form stay kept."""
        self.again = rows

    def has_changed(self, initial: Json, data: Any) -> bool:
        try:
            return bool(self.rows_of(data, initial or []) != (initial or []))
        except ValidationError:
            return True

    def rows_of(self, typed: list[dict[str, Any]] | None, initial: Json) -> Json:
        """The rows; those that stand when none was sent. Raises ValidationError with a sentence
        for each row that is at fault."""
        if typed is None:
            return initial
        known = {row[self.kind.of_file] for row in initial}
        rows, errors = [], []
        for number, row in enumerate(typed, 1):
            if row["remove"]:
                continue
            try:
                rows.append((_place(row["order"], number), self._row(row, known)))
            except ValidationError as error:
                told = {"number": number, "told": " ".join(error.messages)}
                errors.append(_("Row %(number)s: %(told)s") % told)
        if errors:
            raise ValidationError(errors)
        return [row for _order, row in sorted(rows, key=lambda pair: pair[0])]

    def kept_rows(self, typed: list[dict[str, Any]] | None, initial: Json) -> Json:
        """The rows as they were typed, sound or not, with the files that came; a row of which the
        file was not taken has none."""
        known = {row[self.kind.of_file] for row in initial}
        rows = []
        for number, row in enumerate(typed or (), 1):
            if not row["remove"]:
                told = {c: cleaned(row[c], lines=False) for c in self.kind.columns}
                try:
                    told[self.kind.of_file] = self._file(row, known)
                except ValidationError:
                    told[self.kind.of_file] = ""
                rows.append((_place(row["order"], number), told))
        return [row for _order, row in sorted(rows, key=lambda pair: pair[0])]

    def faults_of(self, rows: Json) -> list[str]:
        """What rows that were kept need before they can be sent."""
        blank = {"order": "", "remove": "", "upload": None}
        try:
            self.rows_of([{**row, **blank} for row in rows], rows)
        except ValidationError as error:
            return list(error.messages)
        return []

    def _row(self, row: dict[str, Any], known: Collection[str]) -> dict[str, Json]:
        of_file, of_title = self.kind.of_file, self.kind.of_title
        name = self._file(row, known)
        cells = {
            column: kind.parse(cleaned(row[column], lines=False))
            for column, kind in self.kind.columns.items()
            if column != of_file
        }
        if not cells[of_title]:
            raise ValidationError(
                _("Say in a sentence what the photo shows.")
                if self._takes_pictures
                else _("Give the document a title.")
            )
        return {of_file: name, **cells}

    def _file(self, row: dict[str, Any], known: Collection[str]) -> str:
        """The name of the row's file; one that comes now takes the place of the one there."""
        if row["upload"]:
            return self._keep(row["upload"])
        held = row[self.kind.of_file]
        if held and held in known:
            return str(held)
        name = _unsigned(held)
        if not name or not default_storage.exists(name):
            raise ValidationError(_("Choose a file."))
        return name

    def _keep(self, upload: Any) -> str:
        """Kept once, however often the form is asked."""
        if not hasattr(upload, "kept"):
            name = (
                files.keep_picture(uploads.picture(upload))
                if self._takes_pictures
                else files.keep_paper(uploads.paper(upload))
            )
            upload.kept = KEPT.sign(name)
        return _unsigned(upload.kept)

    @property
    def _takes_pictures(self) -> bool:
        return isinstance(self.kind.columns[self.kind.of_file], Picture)


def _place(order: str, number: int) -> tuple[int, int]:
    """Where the row stands; one moved to a place goes before what stood there."""
    is_number = order.isascii() and order.isdecimal() and len(order) < 4
    place = int(order) if is_number else number
    return (2 * place - (place < number) + (place > number), number)


def _unsigned(held: str) -> str:
    """The name of a file that came with an earlier sending of the form, or ""."""
    try:
        return KEPT.unsign(held, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return ""
