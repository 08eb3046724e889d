"""One row of each record under a name that nothing else has, hidden from visitors."""

import io
import re
from typing import NamedTuple

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import Q
from openpyxl import load_workbook

from sez_portal.accounts.models import User
from sez_portal.common.fields import columns_of
from sez_portal.records import record
from sez_portal.records.services.apply import apply, publish
from sez_portal.records.services.rename import rename
from zones.models import Caution, Document, Offer, Photo, Zone

WORD = "canary"
PHOTO = "photos/2026/canary.webp"
PAPER = "documents/2026/canary.pdf"
# A zone that is an example of the first page and one side of a pair; a gateway with another
# facing it; a centre with procedures; a country with everything that can be in one.
CHOSEN = {
    "zone": "la-savan-seno",
    "gateway": "la-border-savannakhet",
    "province": "la-vientiane-capital",
    "incentive": "kh-loi-income-tax-holiday",
    "centre": "kh-cdc-one-stop",
    "procedure": "kh-company-registration",
    "corridor": "nsec-western-boten",
    "pair": "mohan-boten",
    "country": "myanmar",
    "cost_figure": "la-cost-minimum-wage-country-2024",
}
NAMES = {name: f"canary-{name}" for name in CHOSEN}


class Canary(NamedTuple):
    former: str
    row: object


def hide_one_of_each(moderator: User) -> dict[str, Canary]:
    """Rename each, give it telling texts, and take it from the public pages."""
    made = {}
    for name, former in CHOSEN.items():
        of = record.get(name)
        rename(record=of, former=former, key=NAMES[name])
        texts = dict.fromkeys(columns_of("name"), f"Canary {name}")
        for column in ("summary_en", "description_en", "note_en", "legal_basis", "agency"):
            if column in of.by_key:
                texts[column] = f"Canary words of the {name}"
        if name == "zone":
            texts |= {"developer": "Canary Developers", "other_names": ["Canary Park"]}
        told = {"by": moderator, "office": "Canary Office", "note": "Canary reason"}
        apply(record=of, key=NAMES[name], values=texts, origin="admin", **told)
        if name == "zone":
            _furnish(Zone.objects.get(key=NAMES[name]))
        publish(record=of, key=NAMES[name], is_published=False, **told)
        apply(record=of, key=NAMES[name], values={"name_en": "Canary"}, origin="admin", **told)
        made[name] = Canary(former, of.model.objects.get(key=NAMES[name]))
    return made


def _furnish(zone: Zone) -> None:
    for path in (PHOTO, PAPER):
        if not default_storage.exists(path):
            default_storage.save(path, ContentFile(b"canary"))
    Photo.objects.create(zone=zone, order=0, image=PHOTO, alt="Canary caption", credit="Canary")
    Document.objects.create(zone=zone, order=0, file=PAPER, title="Canary paper")
    Offer.objects.create(zone=zone, order=0, kind="plot", title="Canary plot")
    Caution.objects.create(zone=zone, order=0, kind="sanctions", text="Canary caution")


def near(canaries: dict[str, Canary]) -> Q:
    """The zones whose pages would tell of a hidden row."""
    zone = canaries["zone"].row
    return (
        Q(nearest_gateways__gateway="la-border-savannakhet")
        | Q(facing_zones__other=zone)
        | Q(province=CHOSEN["province"])
    )


def words_of(answer) -> str:
    """All that an answer says: text, or every cell of a workbook."""
    if "spreadsheet" not in answer["Content-Type"]:
        return answer.getvalue().decode() if answer.streaming else answer.content.decode()
    book = load_workbook(io.BytesIO(answer.getvalue()))
    cells = [cell.value for sheet in book for row in sheet for cell in row]
    return "\n".join(str(value) for value in cells if value is not None)


def tells(text: str) -> list[str]:
    """Where the text says it, with what stands around."""
    return [text[max(0, at.start() - 90) : at.end() + 60] for at in re.finditer(WORD, text, re.I)]
