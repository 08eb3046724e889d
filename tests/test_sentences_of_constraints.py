"""What the database would refuse is told in a sentence, beside the field that is meant."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db.models import CheckConstraint

from sez_portal.records import record
from sez_portal.records.checks import check
from sez_portal.records.choices import Finding
from sez_portal.records.models import DataVersion, Submission
from sez_portal.records.services.apply import apply
from sez_portal.records.services.decide import Ruling, decide
from sez_portal.records.services.propose import propose
from tests import cast
from zones.models import Zone
from zones.record import ZONE

KEY = "la-savan-seno"


def models_of_records():
    for one in record.every():
        yield one.model
        for field in one.fields:
            if field.kind.columns:
                yield one.model._meta.get_field(field.key).related_model


def test_every_constraint_of_a_record_speaks_at_a_field():
    found = [
        (model, constraint)
        for model in models_of_records()
        for constraint in model._meta.constraints
        if isinstance(constraint, CheckConstraint)
    ]
    assert len(found) >= 7
    for model, constraint in found:
        assert " " in str(constraint.violation_error_message), constraint.name
        assert "is violated" not in str(constraint.violation_error_message), constraint.name
        assert model._meta.get_field(constraint.violation_error_code), constraint.name


def test_these_are_all_models_of_ours():
    assert {model._meta.app_label for model in models_of_records()} <= {"countries", "zones"}
    assert apps.get_app_config("zones")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("values", "field", "words"),
    [
        ({"area_ha": "100", "available_ha": "200"}, "available_ha", "more free land than land"),
        ({"offers": [{"kind": "plot", "title": "A", "size_m2": "0"}]}, "offers", "above zero"),
    ],
)
def test_the_sentence_stands_at_its_field(values, field, words):
    with pytest.raises(ValidationError) as refused:
        apply(record=ZONE, key=KEY, values=values, origin="admin")
    assert words in " ".join(refused.value.message_dict[field])


@pytest.mark.django_db
def test_a_moderator_reads_it_beside_the_field():
    zone = Zone.objects.get(key=KEY)
    area, live = zone.area_ha or 900, ZONE.read(zone)
    sent = propose(
        record=ZONE,
        key=KEY,
        by=cast.official(KEY),
        values={"area_ha": str(area), "available_ha": str(area + 1)},
        based_on=DataVersion.current(),
        note="because",
    )
    with pytest.raises(ValidationError) as refused:
        decide(
            submission=sent,
            by=cast.moderator(),
            rulings={name: Ruling("accepted", seen=live[name]) for name in sent.fields},
            turn=sent.turn,
        )
    assert "more free land than land" in refused.value.message_dict["available_ha"][0]
    assert Submission.objects.get(pk=sent.pk).is_waiting


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "before", "after", "finding"),
    [
        ("firms", 110, 0, Finding.NOUGHT),
        ("area_ha", "110", "0", Finding.NOUGHT),
        ("firms", None, 0, None),
        ("firms", 0, 0, None),
        ("firms", 110, None, None),
        ("firms", 110, 1100, Finding.JUMP),
        ("established_year", 2002, 2026, None),
        ("lat", "17.5", "0", None),
    ],
)
def test_a_zero_is_looked_at(name, before, after, finding):
    found = check(ZONE, KEY, {name: before}, {name: after}, {})
    assert found.get(name) == finding
