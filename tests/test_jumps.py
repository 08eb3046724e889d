"""A figure very far from the one before is looked at: every number, from a stated factor on."""

from decimal import Decimal as Number

import pytest

from sez_portal.records.checks import check
from sez_portal.records.choices import Finding, Origin
from sez_portal.records.field_types.basic import Decimal, Degrees, Whole
from sez_portal.records.field_types.tables import Rows
from sez_portal.records.models import Submission
from sez_portal.records.record import Field, Record, every
from sez_portal.records.services.apply import apply
from sez_portal.records.services.propose import propose
from tests import cast
from tests.pages import in_one_line as text
from zones.record import ZONE

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # judged by Python
KEY = "la-savan-seno"


def is_figure(kind) -> bool:
    is_year = isinstance(kind, Whole) and not kind.grouped
    return isinstance(kind, (Whole, Decimal)) and not isinstance(kind, Degrees) and not is_year


def numbers() -> list[tuple[Record, Field, str]]:
    """Every number of every record: a field, or a column of a table."""
    found = []
    for record in every():
        for field in record.fields:
            if is_figure(field.kind):
                found.append((record, field, ""))
            elif isinstance(field.kind, Rows):
                columns = field.kind.columns.items()
                found += [(record, field, name) for name, kind in columns if is_figure(kind)]
    return found


def found(record: Record, field: Field, column: str, old: Number, new: Number) -> str | None:
    def value(number: Number):
        if not column:
            return str(number)
        columns = field.kind.columns.items()
        names = {name: "the same" for name, kind in columns if not is_figure(kind)}
        return [{**names, column: str(number)}]

    told = check(record, "x", {field.key: value(old)}, {field.key: value(new)}, {})
    return told.get(field.key)


def test_every_number_is_looked_at_from_a_stated_factor_on():
    told = numbers()
    assert ("zone", "lease_price_usd_m2", "") in {(r.name, f.key, c) for r, f, c in told}
    assert ("zone", "offers", "price_usd_m2") in {(r.name, f.key, c) for r, f, c in told}
    for record, field, column in told:
        times = record.jump_of(field.key)
        assert 1 < times <= 10
        old = Number("4.5")
        for new in (old * times, old / times, old * 10, old / 10):
            assert found(record, field, column, old, new) == Finding.JUMP, (field.key, column, new)
        for new in (old * times - 1, old / (times - 1) if times > 2 else old):
            assert found(record, field, column, old, new) is None, (field.key, column, new)


def test_the_stated_fields_are_numbers():
    for record in every():
        assert set(record.jumps) <= {field.key for _r, field, _c in numbers() if _r is record}


@pytest.mark.parametrize("price", ["45", "0.45"])
def test_a_jump_in_a_price_stands_in_the_review_with_its_factor(client, price):
    offer = {name: kind.empty for name, kind in ZONE["offers"].kind.columns.items()}
    offer |= {"kind": "plot", "title": "Plot 7", "size_m2": "5000", "price_usd_m2": "4.5"}
    values = {"factory_rent_usd_m2": "4.5", "offers": [offer]}
    apply(record=ZONE, key=KEY, values=values, origin=Origin.ADMIN)
    wanted = {"factory_rent_usd_m2": price, "offers": [offer | {"price_usd_m2": price}]}
    sent = propose(record=ZONE, key=KEY, by=cast.official(KEY), values=wanted)
    assert sent.checks == dict.fromkeys(wanted, "jump")
    cast.sign_in(client, cast.moderator())
    page = text(client.get(sent.get_absolute_url()))
    assert page.count("is the unit right?") == len(wanted)
    assert page.count("looked at from 5 times as much, or as little, on") == len(wanted)


def test_a_figure_is_compared_with_what_is_live_by_now(client):
    apply(record=ZONE, key=KEY, values={"factory_rent_usd_m2": "4.5"}, origin=Origin.ADMIN)
    official = cast.official(KEY)
    sent = propose(record=ZONE, key=KEY, by=official, values={"factory_rent_usd_m2": "5"})
    apply(record=ZONE, key=KEY, values={"factory_rent_usd_m2": "50"}, origin=Origin.ADMIN)
    assert Submission.objects.get(pk=sent.pk).checks == {}
    cast.sign_in(client, cast.moderator())
    assert "is the unit right?" in text(client.get(sent.get_absolute_url()))
