"""Which field a column of a list is likely to hold, by its heading: a guess to be corrected."""

import re
from collections.abc import Mapping, Sequence

from django.utils import translation

from sez_portal.common.fields import columns_of
from sez_portal.common.text import compact, fold
from sez_portal.languages import LANGUAGES
from sez_portal.records.field_types.files import FileRows
from sez_portal.records.field_types.tables import Rows
from sez_portal.records.record import Field, Record
from sez_portal.records.workbooks import layout
from sez_portal.records.workbooks.newcomers import newcomers_of

KEY = "key"  # what a column may hold beside the fields: the key of the record, …
NAME = "name"  # … a name by which it is only found, …
NAMES = columns_of("name")
ABOUT = {  # … and what is said of all figures of its row
    "about:speaks_of": layout.SPEAKS_OF,
    "about:source": layout.SOURCE,
    "about:url": layout.URL,
}

# Words of public lists, beside the labels of the fields in every language.
COMMON: Mapping[str, Sequence[str]] = {
    KEY: ("key", "id"),
    "name_en": (
        *("name", "title", "english name", "name english", "name en", "英文名称", "英文名"),
    ),
    "name_zh_hans": (
        "chinese name",
        "name chinese",
        "name zh",
        "名称",
        "中文名称",
        "中文名",
    ),
    "name_th": ("thai name", "name thai", "name th", "ชื่อ", "ชื่อภาษาไทย"),
    "name_vi": ("vietnamese name", "name vi", "tên", "tên tiếng việt"),
    "name_km": ("khmer name", "name km", "ឈ្មោះ"),
    "name_lo": ("lao name", "name lo", "ຊື່"),
    "name_my": ("myanmar name", "burmese name", "name my", "အမည်"),
    "country": ("country", "country code", "iso2", "iso", "nation", "国家", "ประเทศ", "quốc gia"),
    "province": ("province", "state", "region", "provincia", "省", "省份", "จังหวัด", "tỉnh"),
    "district": ("district", "city", "town", "location", "县", "อำเภอ", "huyện"),
    "type": ("type", "kind", "category", "类型", "ประเภท", "loại hình"),
    "status": ("status", "state of work", "状态", "สถานะ", "trạng thái", "tình trạng"),
    "management": ("management", "ownership", "public private", "管理方式"),
    "lat": ("lat", "latitude", "y", "lat dd", "lat wgs84", "纬度", "ละติจูด", "vĩ độ", "รุ้ง"),
    "lon": ("lon", "long", "lng", "longitude", "x", "lon dd", "经度", "ลองจิจูด", "kinh độ", "แวง"),
    "area_ha": (
        "area",
        "size",
        "land area",
        "total area",
        "hectares",
        "ha",
        "面积",
        "พื้นที่",
        "diện tích",
    ),
    "available_ha": ("available area", "vacant area", "available land", "free land", "可用面积"),
    "established_year": (
        "established",
        "founded",
        "year established",
        "year",
        "opened",
        "成立年份",
    ),
    "website": ("website", "web", "url", "homepage", "web site", "site", "网址", "网站", "เว็บไซต์"),
    "developer": ("developer", "owner", "开发商", "ผู้พัฒนา", "chủ đầu tư"),
    "operator": ("operator", "manager", "运营商"),
    "office_phone": ("phone", "telephone", "tel", "contact number", "电话", "โทรศัพท์"),
    "office_email": ("email", "e mail", "mail", "邮箱", "อีเมล"),
    "office_address": ("address", "office address", "地址", "ที่อยู่", "địa chỉ"),
    "sectors": ("sectors", "industries", "industry", "sector", "产业", "ngành nghề"),
    "firms": ("firms", "companies", "enterprises", "number of firms", "企业数"),
    "jobs": ("jobs", "employees", "workers", "employment", "就业人数"),
    "about:speaks_of": ("data year", "as of", "reference year", "year of data", "数据年份"),
    "about:source": ("source", "source title", "reference", "来源"),
    "about:url": ("source url", "source link", "source address", "link", "reference url"),
}
IN_BRACKETS = re.compile(r"[(\[（【].*?[)\]）】]|,.*")
# Units by which people measure land, beside the hectares that are kept.
UNITS = {
    "ha": ("ha", "hectare", "hectares", "公顷", "เฮกตาร์", "héc ta"),
    "km²": (
        "km2",
        "km²",
        "sq km",
        "sqkm",
        "sq. km",
        "square kilometres",
        "square kilometers",
        "平方公里",
    ),
    "m²": ("m2", "m²", "sq m", "sqm", "sq. m", "square metres", "square meters", "平方米"),
    "acre": ("acre", "acres", "英亩"),
    "rai": ("rai", "ไร่"),
    "mu": ("mu", "亩"),
}


def targets_of(record: Record) -> list[Field]:
    """The fields that a column may hold: no tables of their own, no files."""
    return [one for one in record.fields if not isinstance(one.kind, Rows | FileRows)]


def guessed(record: Record, head: Sequence[str]) -> dict[str, str]:
    """What each column is likely to hold, by its number; nothing twice, "" where none is likely."""
    words, found = _words(record), dict[str, str]()
    taken: set[str] = set()
    for is_whole in (True, False):  # the whole heading first, then what stands before a bracket
        for number, heading in enumerate(head):
            text = heading if is_whole else IN_BRACKETS.sub("", heading)
            target = words.get(compact(text), "")
            if target and target not in taken and not found.get(str(number)):
                is_right = target not in record.by_key or not other_unit(record[target], heading)
                found[str(number)] = target if is_right else ""
                taken |= {target} if is_right else set()
    return {str(number): found.get(str(number), "") for number in range(len(head))}


def _words(record: Record) -> dict[str, str]:
    """What a heading may say, without blanks and marks, and the field that it means."""
    known = {*(one.key for one in targets_of(record)), KEY, NAME, *ABOUT}
    rules = newcomers_of(record.name)
    told = [*COMMON.items(), *(rules.headings.items() if rules else ())]
    found = {compact(w): key for key, words in told if key in known for w in words}
    for code, _name in LANGUAGES:
        with translation.override(code):
            found |= {compact(str(one.label)): one.key for one in targets_of(record)}
    return found | {compact(one.key): one.key for one in targets_of(record)}


def other_unit(one: Field, heading: str) -> str:
    """The unit of land that the heading names, where the field counts hectares; else ""."""
    if not one.key.endswith("_ha"):
        return ""
    said = f" {heading.casefold()} "
    folded = f" {fold(heading)} "
    for unit, words in UNITS.items():
        for word in words:
            is_there = f" {fold(word)} " in folded if word.isascii() else word in said
            if is_there:
                return "" if unit == "ha" else unit
    return ""
