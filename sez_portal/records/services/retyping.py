"""What a form held of a proposal, field by field, to be typed on; and the paper that came along.

A proposal that no form made (a sample, a mailed link, a file) has no inputs: those of its values
are written as a person would have typed them. Nothing that was proposed is lost.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage

from sez_portal.records.field_types.basic import Json, Keys
from sez_portal.records.field_types.files import FileRows
from sez_portal.records.field_types.tables import Rows
from sez_portal.records.models import Draft, Submission
from sez_portal.records.record import Field
from sez_portal.records.sections import titled

Inputs = dict[str, Any]
OPENED = "opened"  # the input that holds what waited of the author's own: see `forms.as_opened`


def retype(submission: Submission, fields: Iterable[Field]) -> Inputs:
    """The inputs of these fields as they were typed, or as their values would be."""
    fields = list(fields)
    typed = typed_for(submission.typed, fields)
    for field in fields:
        if not any(_is_about(name, field.key) for name in typed):
            typed |= _inputs_of(submission, field)
    return typed


def typed_for(typed: Mapping[str, Any], fields: Iterable[Field]) -> Inputs:
    """Of what a form held, the inputs of these fields: their values, years, sources, rows; and the
    source of all that was changed in their sections."""
    fields = list(fields)
    keys = [field.key for field in fields]
    groups = {field.group or "other" for field in fields}
    once = {f"section_{part}_{group}" for part in ("source", "url") for group in groups}
    once |= {titled(group) for group in groups} | ({OPENED} if fields else set())
    return {
        name: value
        for name, value in typed.items()
        if name in once or any(_is_about(name, key) for key in keys)
    }


def typed_without(typed: Mapping[str, Any], names: Iterable[str]) -> Inputs:
    """What a form held, without the inputs of these fields."""
    names = list(names)
    return {
        one: value for one, value in typed.items() if not any(_is_about(one, key) for key in names)
    }


def holds(draft: Draft, field: Field) -> bool:
    """Whether anything that was typed for this field is in the draft."""
    return any(_is_about(name, field.key) for name in draft.typed)


def _is_about(name: str, key: str) -> bool:
    """Whether an input of that name is the value of the field, or about it."""
    return name == key or name.startswith((f"{key}__", f"{key}-"))


def _inputs_of(submission: Submission, field: Field) -> Inputs:
    """A proposed value as the inputs of a form would hold it, with its year and first source."""
    value, key, kind = submission.proposed(field.key), field.key, field.kind
    if isinstance(kind, FileRows):
        return {key: value}  # the inputs of files hold no more than that
    if isinstance(kind, Rows):
        return {
            f"{key}-{number}-{name}": [cell.typed(row.get(name, cell.empty))]
            for number, row in enumerate(value)
            for name, cell in kind.columns.items()
        }
    inputs: Inputs = {key: list(value) if isinstance(kind, Keys) else [kind.typed(value)]}
    if field.months is not None:
        (piece, *_others) = submission.evidence.get(key) or [{}]
        (source, *_more) = piece.get("sources") or [{}]
        inputs |= {
            f"{key}__speaks_of": [piece.get("speaks_of", "")],
            f"{key}__preset": [""],  # or the year of a new figure would take its place
            f"{key}__source": [source.get("title", "")],
            f"{key}__url": [source.get("url", "")],
        }
    return inputs


def paper_of(submission: Submission, fields: Iterable[Field]) -> tuple[str, str]:
    """The stored name and the title of the paper on which these fields rest; empty without one."""
    ours = settings.SITE_URL + settings.MEDIA_URL
    for field in fields:
        for piece in submission.evidence.get(field.key, ()):
            for source in _papers(piece, ours):
                named = submission.typed.get(titled(field.group or "other")) or [""]
                return source["url"].removeprefix(ours), named[0] or source["title"]
    return "", ""


def _papers(piece: Mapping[str, Any], ours: str) -> list[dict[str, Json]]:
    """Those of the sources that are papers of ours and still there."""
    return [
        source
        for source in piece.get("sources", ())
        if source["url"].startswith(ours)
        and default_storage.exists(source["url"].removeprefix(ours))
    ]
