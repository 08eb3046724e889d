"""The bench fills its own databases; what it makes has to stay a zone of today's portal."""

import json
import os
import random

import pytest

from tests.bench import desk, generate
from zones.models import Zone

pytestmark = [pytest.mark.one_database, pytest.mark.django_db]


def test_made_up_zones_are_zones(client):
    generate.add(generate.real_zones(), range(3), random.Random(generate.SEED))  # noqa: S311
    made = Zone.objects.filter(key__startswith="bench-")
    assert made.count() == 3
    for zone in made:
        assert client.get(f"/zones/{zone.key}/").status_code == 200


def test_only_a_database_of_the_bench_is_filled(monkeypatch):
    monkeypatch.setitem(os.environ, "BENCH_DATABASE_URL", "sqlite:////tmp/another.sqlite3")
    with pytest.raises(SystemExit):
        generate.grow(400)


def test_the_queue_of_the_bench_can_be_read(client, settings, capsys):
    settings.SECOND_FACTOR_REQUIRED = False
    desk.prepare()
    client.cookies.load(json.loads(capsys.readouterr().out))
    assert client.get("/desk/queue/").status_code == 200
    assert client.get(f"/desk/submissions/{desk.REVIEWED}/").status_code == 200
