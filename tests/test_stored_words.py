"""What the portal writes into the data is stored in English, whoever presses the button, and said
in the language of each reader."""

import pytest
from django.utils import translation

from sez_portal.common import stored_words
from sez_portal.records.models import Evidence
from sez_portal.records.services.confirm import confirm
from tests import cast
from zones.record import ZONE

KEY = "la-savan-seno"
LAO = {
    "official of a zone": "ພະນັກງານຂອງເຂດ",
    "its office": "ຫ້ອງການຂອງມັນ",
    "Statement of %(office)s": "ຄຳຖະແຫຼງຂອງ %(office)s",
    "Statement of %(office)s, not verified": "ຄຳຖະແຫຼງຂອງ %(office)s, ຍັງບໍ່ໄດ້ກວດ",
}


@pytest.fixture
def lao(monkeypatch):
    real = translation._trans
    ask = real.gettext
    monkeypatch.setattr(
        real,
        "gettext",
        lambda text: LAO.get(text, ask(text)) if translation.get_language() == "lo" else ask(text),
    )
    with translation.override("lo"):
        yield


def test_a_statement_is_said_in_the_language_of_the_reader(lao):
    stored = stored_words.statement_of("Savan-Seno Authority")
    assert stored == "Statement of Savan-Seno Authority"
    assert stored_words.in_words(stored) == "ຄຳຖະແຫຼງຂອງ Savan-Seno Authority"
    unverified = stored_words.statement_of("Savan-Seno Authority", is_verified=False)
    assert stored_words.in_words(unverified).endswith("ຍັງບໍ່ໄດ້ກວດ")
    assert stored_words.in_words("A report\nits office") == "A report\nຫ້ອງການຂອງມັນ"
    with translation.override("en"):
        assert stored_words.in_words(stored) == stored


@pytest.mark.django_db
def test_a_click_in_lao_stores_no_lao(lao):
    by = cast.official(KEY, language="lo")
    confirm(record=ZONE, key=KEY, names=["area_ha"], by=by)
    piece = Evidence.objects.get(record="zone", key=KEY, field="area_ha", is_shown=True)
    assert piece.confirmed_by == "official of a zone"  # his appointment names no office
    assert "ພະນັກງານ" in stored_words.in_words(piece.confirmed_by)
