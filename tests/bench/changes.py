"""Two accepted changes a second to zones of one country, while pages of another are read."""

import itertools
import os
import time

from sez_portal.common import env
from sez_portal.records.choices import Origin
from sez_portal.records.services.apply import apply
from zones.models import Zone
from zones.record import ZONE

COUNTRY = "VN"
PER_SECOND = 2


def run(seconds: float) -> None:
    """Change figures of one zone after the other; only ever in a database of the bench."""
    if env.text("DATABASE_URL") != os.environ.get("BENCH_DATABASE_URL"):
        raise SystemExit("tests.bench changes databases of its own only; run `make bench`")
    keys = itertools.cycle(Zone.objects.filter(country=COUNTRY).values_list("key", flat=True)[:50])
    print("begins", flush=True)
    until = time.monotonic() + seconds
    for number, key in enumerate(keys):
        if time.monotonic() > until:
            break
        apply(record=ZONE, key=key, values={"jobs": 1000 + number}, origin=Origin.RENAME)
        time.sleep(1 / PER_SECOND)
