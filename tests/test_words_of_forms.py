"""What people read in forms and in the administration are words: no names of the machine."""

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.db.models.constraints import BaseConstraint
from django.utils.functional import Promise

from sez_portal.records import record
from sez_portal.records.field_types.tables import Rows
from sez_portal.records.templatetags.form_tags import as_typed, input_label
from sez_portal.records.widgets import input_for

OURS = ("accounts", "records", "countries", "zones", "investors")
CONSTRAINTS = [
    (model, constraint)
    for model in apps.get_models()
    if model._meta.app_label in OURS
    for constraint in model._meta.constraints
]


def is_words(text: object) -> bool:
    return bool(str(text).strip()) and not re.search(r"[_{}]|\bpk\b|%\(", str(text))


@pytest.mark.parametrize(("model", "constraint"), CONSTRAINTS, ids=lambda one: str(one)[:60])
def test_every_constraint_says_a_sentence(model, constraint):
    told = constraint.violation_error_message
    assert told != BaseConstraint.default_violation_error_message, constraint.name
    assert isinstance(told, Promise)  # it is translated
    assert is_words(told)
    assert constraint.name not in str(told)
    assert str(told)[0].isupper()
    assert str(told)[-1] == "."


def test_these_are_all_constraints():
    assert len(CONSTRAINTS) >= 30


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda one: one.__name__)
def test_the_administration_names_models_and_fields_in_words(model, rf):
    shown = admin.site._registry[model]
    assert isinstance(model._meta.verbose_name, Promise)
    assert isinstance(model._meta.verbose_name_plural, Promise)
    assert isinstance(apps.get_app_config(model._meta.app_label).verbose_name, Promise)
    names = {*shown.list_display, *shown.readonly_fields, *(shown.fields or ())}
    if not shown.fields:
        columns = model._meta.concrete_fields
        names |= {column.name for column in columns if column.editable}
    for name in names - set(shown.exclude or ()) - {"id"}:
        try:
            label = model._meta.get_field(name).verbose_name
        except (FieldDoesNotExist, TypeError):
            continue  # a method, named where it is
        assert isinstance(label, Promise), (model, name)
        assert is_words(label)


@pytest.mark.parametrize("one", record.every(), ids=lambda one: one.name)
def test_fields_and_columns_of_records_are_named_in_words(one):
    for field in one.fields:
        labels = [field.label, field.unit, field.help]
        labels += field.kind.labels.values() if isinstance(field.kind, Rows) else []
        assert all(is_words(label) for label in labels if label), field.key
        if isinstance(field.kind, Rows):
            assert set(field.kind.labels) == set(field.kind.columns)
            assert all(isinstance(label, Promise) for label in field.kind.labels.values())


@pytest.mark.parametrize("one", record.every(), ids=lambda one: one.name)
def test_an_input_that_came_too_late_is_named_in_words(one):
    for field in one.fields:
        names = [field.key, f"{field.key}__speaks_of", f"{field.key}__reason"]
        if isinstance(field.kind, Rows):
            names += [f"{field.key}-0-{column}" for column in field.kind.columns]
        for name in names:
            label = input_label(name)
            assert is_words(label), (name, label)


@pytest.mark.parametrize("one", record.every(), ids=lambda one: one.name)
def test_a_table_in_a_form_is_called_by_its_label(one):
    for field in one.fields:
        if type(field.kind) is Rows:
            made = input_for(field.kind, field.key, str(field.label), model=one.model)
            page = made.widget.render(field.key, [])
            assert f'aria-label="{field.key}"' not in page
            assert f'aria-label="{field.label}"' in page


def test_a_late_form_shows_what_was_typed_and_nothing_else():
    kept = [
        *[("do", "send"), ("window", "0.0"), ("based_on", "12"), ("seen_findings", "")],
        *[("area_ha", "954"), ("area_ha__speaks_of", "2026"), ("area_ha__preset", "2026")],
        *[("firms", "148"), ("firms__speaks_of", "2025"), ("firms__preset", "2026")],
        *[("offers-0-title", "Plot A"), ("section_source_land", "A report"), ("note", "")],
    ]
    assert list(as_typed(kept)) == [
        ("Area", "954"),
        ("Firms", "148"),
        ("Firms · Year it speaks of", "2025"),
        ("Offers · 1 · Title", "Plot A"),
        ("Source: title", "A report"),
    ]
