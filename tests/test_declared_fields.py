"""A field is declared once: its column says label and kind, and all starts from the record."""

from dataclasses import replace

import pytest
from django.core import checks
from django.db import models

from countries.choices import Sector
from investors.comparing.comparison import _sections
from investors.shortlists.pack import answers
from sez_portal.common.dates import validate_partial
from sez_portal.common.fields import KeyField, KeysField
from sez_portal.common.filters import FilterGroup, Number
from sez_portal.languages import NAMES
from sez_portal.records import record
from sez_portal.records.field_types import basic
from sez_portal.records.field_types.of_column import kind_of
from sez_portal.records.field_types.stored import Paper, Picture
from sez_portal.records.field_types.tables import Rows
from sez_portal.records.record import Field, column_of
from sez_portal.records.system_checks import errors_of, errors_of_filters
from tests.test_seeding import Folders
from zones.choices import Status, Tenure
from zones.filters import OneOfFilter, ZoneFilter
from zones.models import Zone
from zones.record import ZONE

RECORDS = record.every()


def ids(errors) -> list[str]:
    return [error.id for error in errors]


@pytest.mark.parametrize("declared", RECORDS, ids=lambda one: one.name)
def test_a_field_is_called_as_its_column(declared):
    for field in declared.fields:
        column = column_of(declared.model, field.key)
        is_table = isinstance(field.kind, Rows)
        called = column.related_model._meta.verbose_name_plural if is_table else column.verbose_name
        if field.language:  # seven of one name could not be told apart
            assert str(field.text) == str(called)
            called = f"{called} in {NAMES[field.language]}"
        assert str(field.label) == str(called)
        assert str(field.label)[0].isupper()


@pytest.mark.parametrize("declared", RECORDS, ids=lambda one: one.name)
def test_a_table_names_each_of_its_columns(declared):
    for field in declared.fields:
        if isinstance(field.kind, Rows):
            assert set(field.kind.labels) == set(field.kind.columns)
            assert all(str(label)[0].isupper() for label in field.kind.labels.values())


@pytest.mark.parametrize(
    ("column", "kind", "expected"),
    [
        (models.CharField(max_length=9), basic.Text, {}),
        (models.CharField(max_length=9, validators=[validate_partial]), basic.Partial, {}),
        (models.TextField(), basic.Text, {}),
        (KeyField(choices=Status), basic.Choice, {"choices": Status, "blank": False}),
        (KeyField(choices=Tenure, blank=True), basic.Choice, {"choices": Tenure, "blank": True}),
        (KeysField(of=Sector), basic.Keys, {"choices": Sector, "of": ""}),
        (KeysField(of="zone"), basic.Keys, {"choices": None, "of": "zone"}),
        (models.URLField(), basic.Url, {}),
        (models.JSONField(default=list), basic.Words, {}),
        (models.DateField(), basic.Day, {}),
        (models.DecimalField(max_digits=6, decimal_places=2), basic.Decimal, {"most": 9999}),
        (models.DecimalField(max_digits=6, decimal_places=2), basic.Decimal, {"places": 2}),
        (models.PositiveSmallIntegerField(), basic.Whole, {"most": 32_767}),
        (models.PositiveIntegerField(), basic.Whole, {"most": 10**9}),
        (models.ImageField(), Picture, {}),
        (models.FileField(), Paper, {}),
        (models.ForeignKey(Zone, models.CASCADE), basic.Link, {"checked": True}),
    ],
)
def test_the_kind_follows_from_the_column(column, kind, expected):
    found = kind_of(column)
    assert type(found) is kind
    assert {name: getattr(found, name) for name in expected} == expected


def test_a_column_of_no_known_kind_is_refused():
    with pytest.raises(TypeError, match="no kind of value is known for BinaryField"):
        kind_of(models.BinaryField())


def test_a_key_of_a_vocabulary_is_an_ordinary_column():
    """Migrations name no class of ours, so that none has to outlive its use."""
    assert KeyField(choices=Status).deconstruct()[1] == "django.db.models.CharField"


def test_the_checks_find_nothing():
    assert checks.run_checks(tags=["records"]) == []


def test_a_column_without_a_field_is_named():
    less = replace(ZONE, fields=tuple(field for field in ZONE.fields if field.key != "developer"))
    [error] = [one for one in errors_of(less) if one.id == "records.E001"]
    assert "no field for the column “developer”" in error.msg
    assert "records.E004" in ids(errors_of(less))  # lists show it


def test_a_field_without_a_column_is_named():
    more = replace(ZONE, fields=(*ZONE.fields, Field("solar_mw", group="power")))
    [error] = errors_of(more)
    assert (error.id, error.msg) == ("records.E002", "“solar_mw” is no column and no table.")


def test_a_table_without_its_columns_is_named():
    fields = (*(one for one in ZONE.fields if one.key != "tenants"), Field("tenants"))
    [error] = errors_of(replace(ZONE, fields=fields))
    assert error.id == "records.E003"


def test_a_filter_of_no_column_is_named(monkeypatch):
    solar = Number("solar_mw", "gte", label="Solar", most=9, group="sun")
    monkeypatch.setitem(ZoneFilter.base_filters, "solar_min", solar)
    monkeypatch.setitem(ZoneFilter.base_filters, "x", OneOfFilter("zone__x", choices=[], label="x"))
    assert ids(errors_of_filters(ZoneFilter)) == ["records.E005", "records.E006", "records.E005"]
    monkeypatch.setitem(ZoneFilter.form_groups, "sun", FilterGroup("Sun"))
    assert ids(errors_of_filters(ZoneFilter)) == ["records.E005", "records.E005"]


def test_each_field_that_counts_stands_in_the_answer_pack():
    """A new field has its heading from its group."""
    asked = {name for names in answers.FIELDS.values() for name in names} | answers.IN_CODE
    counted = {field.key for field in ZONE.fields if field.counted}
    assert counted <= asked
    assert all(names.count(name) == 1 for names in answers.FIELDS.values() for name in names)


def test_each_field_of_a_group_is_compared():
    compared = {field.key for _key, _label, fields in _sections() for field in fields}
    for group in ZONE.groups:
        assert {one.key for one in ZONE.group_fields(group) if one.counted} <= compared


@pytest.mark.django_db
def test_a_further_field_is_loaded_from_a_column_of_its_name(tmp_path):
    folders = Folders(tmp_path)
    folders.edit("zones.csv", lambda rows: [row.update(tenure="") for row in rows])
    folders.edit("zones.csv", lambda rows: rows[0].update(tenure="leasehold"))
    folders.seed()
    assert set(Zone.objects.exclude(tenure="").values_list("tenure", flat=True)) == {"leasehold"}
    folders.edit("zones.csv", lambda rows: rows[0].update(tenure="for ever"))
    assert "zones.csv, row 2, tenure: " in folders.refused()
