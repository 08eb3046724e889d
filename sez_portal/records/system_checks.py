"""What `manage.py check` says of records and filters: each column and each field has the other.

A field that stands in one place alone would be edited, shown or filtered nowhere, silently.
"""

from collections.abc import Iterable
from typing import Any

import django_filters
from django.core import checks
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.urls import get_resolver

from sez_portal.common.filters import Ticked, Typed
from sez_portal.common.queries import LenientFilterSet
from sez_portal.records import record
from sez_portal.records.models import Recorded
from sez_portal.records.record import UNTOLD, Record, column_of


@checks.register("records")
def check_records(app_configs: Any, **more: Any) -> list[checks.CheckMessage]:
    """A record names every column that people edit, and nothing else."""
    return [error for one in record.every() for error in errors_of(one)]


@checks.register("records")
def check_filters(app_configs: Any, **more: Any) -> list[checks.CheckMessage]:
    """A filter names a column and a part of the form that there are."""
    assert get_resolver().url_patterns  # noqa: S101  every FilterSet is imported by a page
    return [error for one in LenientFilterSet.__subclasses__() for error in errors_of_filters(one)]


def errors_of(one: Record) -> Iterable[checks.Error]:
    of_all = {column.name for column in Recorded._meta.fields}
    for column in one.model._meta.fields:
        is_known = column.primary_key or column.name in of_all or column.name in one.by_key
        if column.editable and not is_known:
            yield _error(
                1,
                f"the record “{one.name}” has no field for the column “{column.name}”",
                "Name it in the record, or make the column editable=False.",
                one.model,
            )
    for field in one.fields:
        if column_of(one.model, field.key) is None:
            yield _error(2, f"“{field.key}” is no column and no table", "", one.model)
        elif field.kind is UNTOLD or not field.label:
            hint = "Give the record its kind, or the column a verbose_name."
            yield _error(3, f"“{field.key}” has no kind or no label", hint, one.model)
    named = {*one.listed, *(one.measured or ()), *(one.seen_everywhere or ())}
    for key in sorted(named - one.by_key.keys()):
        yield _error(4, f"“{key}” is named by the record and is no field", "", one.model)


def errors_of_filters(filters: type[LenientFilterSet]) -> Iterable[checks.Error]:
    model: type[models.Model] = filters._meta.model
    for name, filter_ in filters.base_filters.items():
        for column in _columns_of(filter_):
            if not _leads_somewhere(model, column):
                told = f"the filter “{name}” names “{column}”, which is no column"
                yield _error(5, told, "", filters)
        if isinstance(filter_, Typed) and filter_.group not in {"", *filters.form_groups}:
            told = f"the filter “{name}” stands in no part of the form: “{filter_.group}”"
            yield _error(6, told, "Name it in form_groups.", filters)


def _columns_of(filter_: django_filters.Filter) -> Iterable[str]:
    if isinstance(filter_, Ticked):
        return filter_.columns
    return () if filter_.method else (str(filter_.field_name),)


def _leads_somewhere(model: type[models.Model] | None, path: str) -> bool:
    """Whether the path of a query, as `zone__country_id`, leads from the model to a column."""
    for step in path.split("__"):
        if model is None:
            return False
        try:
            model = model._meta.get_field(step).related_model
        except FieldDoesNotExist:
            if step not in {getattr(one, "attname", "") for one in model._meta.fields}:
                return False
            model = None
    return True


def _error(number: int, told: str, hint: str, of: Any) -> checks.Error:
    return checks.Error(f"{told}.", hint=hint or None, obj=of, id=f"records.E{number:03}")
