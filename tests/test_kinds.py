"""Values have one canonical form: writing what was read changes nothing, for every row seeded."""

import json

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from sez_portal.common.snippets import snippet
from sez_portal.records import record
from sez_portal.records.field_types.basic import (
    Day,
    Decimal,
    Email,
    Keys,
    Partial,
    Url,
    Whole,
    Words,
)
from sez_portal.records.field_types.lines import Polyline
from sez_portal.records.field_types.tables import Rows
from zones.choices import Status

RECORDS = ["country", "province", "corridor", "gateway", "incentive", "centre", "procedure"]
RECORDS += ["zone", "pair", "cost_figure"]


def test_these_are_all_records():
    assert sorted(RECORDS) == sorted(row.name for row in record.every())


@pytest.mark.django_db
@pytest.mark.parametrize("name", RECORDS)
def test_writing_what_was_read_changes_nothing(name):
    of = record.get(name)
    for obj in of.model.objects.all():
        for field in of.fields:
            value = field.kind.read(obj, field.key)
            assert json.loads(json.dumps(value)) == value, (obj.key, field.key)
            if isinstance(field.kind, Rows) and value == []:
                continue  # tables of their own: only where there is something to write
            field.kind.write(obj, field.key, value)
            assert field.kind.read(obj, field.key) == value, (obj.key, field.key)


@pytest.mark.django_db
@pytest.mark.parametrize("name", RECORDS)
def test_an_empty_value_is_read_as_it_was_written(name):
    of = record.get(name)
    obj = of.model.objects.first()
    for field in of.fields:
        field.kind.write(obj, field.key, field.kind.empty)
        assert field.kind.read(obj, field.key) == field.kind.empty, field.key


@given(st.decimals(0, 10**9, places=4))
def test_a_number_has_one_form(number):
    parsed = Decimal().parse(f"{number:f}0")
    assert "E" not in parsed
    assert Decimal().load(parsed) == parsed
    assert Decimal().load(f"{number:f}") == parsed
    assert Decimal().parse(Decimal().typed(parsed)) == parsed


@given(st.lists(st.sampled_from(Status.values)))
def test_keys_are_sorted_and_stand_once(keys):
    parsed = Keys(Status).parse(" ; ".join(keys))
    assert parsed == sorted(set(keys))


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Whole(), "many"),
        (Whole(), "1.5"),
        (Whole(least=1900), "1800"),
        (Decimal(), "NaN"),
        (Decimal(), "Infinity"),
        (Decimal(), "1.500"),
        (Decimal(), "1e5"),
        (Decimal(), "-1"),
        (Url(), "javascript:alert(1)"),
        (Url(), "example"),
        (Email(), "nobody"),
        (Partial(), "last year"),
        (Day(), ""),
        (Day(), "2026-11"),
        (Keys(Status), "operational;wild"),
        (Polyline(), "1 2; 3"),
        (Polyline(), "a b"),
    ],
)
def test_what_is_no_value_is_refused(kind, text):
    with pytest.raises(ValidationError):
        kind.parse(text)


def test_words_keep_their_order():
    assert Words().parse(" b; a ;; c") == ["b", "a", "c"]


@pytest.mark.parametrize(
    ("kind", "value"), [(Url(), "https://example.org/?<b>"), (Email(), "<b>@example.org")]
)
def test_what_is_shown_as_html_is_escaped(kind, value):
    link = snippet("records/_link.html", text=value, address=kind.leads_to(value))
    assert "<b>" not in link
    assert "example.org" in link
