"""Countries that a value holds by their codes are told by their names."""

import pytest

from sez_portal.records.choices import Origin
from sez_portal.records.record import get
from sez_portal.records.services.apply import apply
from tests import cast
from tests.test_history import ROWS, words

pytestmark = pytest.mark.django_db


def test_countries_are_told_by_their_names(client):
    corridor, moderator = get("corridor"), cast.moderator()
    values = {"countries": ["TH", "LA", "MY"]}
    told = {"by": moderator, "office": "MI", "note": "It goes on to the sea"}
    sent = apply(record=corridor, key=ROWS["corridor"], values=values, origin=Origin.MI, **told)
    cast.sign_in(client, moderator)
    for url in (f"/connectivity/corridors/{ROWS['corridor']}/history/", sent.get_absolute_url()):
        page = " ".join(words(client, url).replace(" ,", ",").split())
        for name in ("Thailand", "Lao PDR", "MY"):  # of Malaysia we have no row
            assert name in page
        assert "LA," not in page and "TH," not in page
