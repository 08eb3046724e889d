"""What a zone needs that the directory does not have yet: for its form, and for lists of zones."""

from collections.abc import Mapping

from django.utils.text import slugify
from django.utils.translation import gettext as _

from sez_portal.common.locks import take_turn
from sez_portal.records.field_types.basic import Choice, Json
from sez_portal.records.models import Submission
from sez_portal.records.record import Field, Record
from sez_portal.records.workbooks.newcomers import Newcomers, take_newcomers
from zones.choices import Precision
from zones.models import Zone

NEW_FIELDS = (
    *("name_en", "country", "province", "type", "status", "management"),
    *("lat", "lon", "area_ha", "website"),
)

# Words that most names of zones have: without them names are compared.
COMMON = frozenset(
    (
        *("special", "specific", "economic", "zone", "zones", "sez", "industrial", "park", "parks"),
        *("estate", "the", "of", "and", "area", "development", "co", "ltd", "free", "trade"),
        *("khu", "cong", "nghiep", "kinh", "te", "kcn", "kkt", "export", "processing", "epz"),
    )
)
# What public lists of zones call their columns, beside the labels of the fields.
HEADINGS = {
    "key": ("zone key", "zone_key"),
    "name_en": ("zone", "zone name", "name of zone", "park", "park name", "sez", "sez name"),
    "name_zh_hans": ("园区名称",),
    "name_th": ("ชื่อนิคม",),
    "name_vi": ("tên khu",),
    "type": ("zone type",),
    "developer": ("investor",),
}


def nothing_chosen(field: Field) -> Json:
    """What the form opens with: nobody chose the first of a vocabulary."""
    choices = field.kind.choices.values if isinstance(field.kind, Choice) else []
    return "unknown" if "unknown" in choices else field.kind.empty


def lacks(values: Mapping[str, Json]) -> dict[str, str]:
    """What is missing or at odds without which nobody could accept the zone, by field."""
    found = {}
    country, province = values.get("country"), values.get("province")
    if not values.get("name_en"):
        found["name_en"] = _("Give the name of the zone.")
    if not country:
        found["country"] = _("Say in which country it lies.")
    elif province and not str(province).startswith(f"{str(country).lower()}-"):
        found["province"] = _("This province lies in another country.")
    return found


def said_of(record: Record, values: Mapping[str, Json]) -> dict[str, Json]:
    """What was said of the zone: what nobody chose is no change."""
    told = {
        name: record[name].kind.empty if value == nothing_chosen(record[name]) else value
        for name, value in values.items()
    }
    has_point = told.get("lat") is not None and told.get("lon") is not None
    if told.get("coord_precision"):
        return told
    return told | {"coord_precision": Precision.TOWN if has_point else ""}


def free_key(values: Mapping[str, Json]) -> str:
    """A key that neither a row nor a proposal has; taken in turn, so that no two get one."""
    stem = stem_of(values)
    take_turn(f"new zone {stem}")
    keys = {
        *Zone.objects.filter(key__startswith=stem).values_list("key", flat=True),
        *Submission.objects.filter(key__startswith=stem).values_list("key", flat=True),
    }
    number, key = 1, stem
    while key in keys:
        number += 1
        key = f"{stem}-{number}"
    return key


def stem_of(values: Mapping[str, Json]) -> str:
    """How the key of a zone of this name begins."""
    return slugify(f"{values['country'] or ''} {values['name_en']}")[:70]


def register(record: Record) -> None:
    """Let lists bring in zones."""
    rules = Newcomers(
        NEW_FIELDS,
        lacks,
        lambda values: said_of(record, values),
        free_key,
        common=COMMON,
        headings=HEADINGS,
    )
    take_newcomers(record.name, rules)
