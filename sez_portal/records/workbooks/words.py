"""The words that cells may hold, in any of the languages, and the keys that they stand for."""

import re
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from sez_portal.common.fields import columns_of
from sez_portal.languages import LANGUAGES
from sez_portal.records.choices import State
from sez_portal.records.field_types.basic import Choice, Keys, Kind
from sez_portal.records.linked_names import target_of
from sez_portal.records.record import Field, Record
from sez_portal.records.workbooks import layout
from sez_portal.records.workbooks.layout import NONE
from sez_portal.records.workbooks.writing import yes

# What countries are called in lists, beside their names in the seven languages.
OF_COUNTRIES = {
    **{"khm": "KH", "kingdom of cambodia": "KH", "cambodge": "KH"},
    **{"chn": "CN", "prc": "CN", "p.r. china": "CN", "pr china": "CN"},
    **{"people's republic of china": "CN", "中华人民共和国": "CN"},
    **{"lao": "LA", "laos": "LA", "lao p.d.r.": "LA", "laos pdr": "LA", "ລາວ": "LA", "ลาว": "LA"},
    **{"mmr": "MM", "burma": "MM", "พม่า": "MM", "tha": "TH", "vnm": "VN", "vietnam": "VN"},
}


def labels_of(kind: Kind) -> dict[str, str]:
    """The keys of a vocabulary by its words, folded, in every language; {} of any other kind."""
    choices = kind.choices if isinstance(kind, Choice | Keys) else None
    return _in_every_language(choices.choices) if choices else {}


def names_in_every_language(record: Record, one: Field, keys: Iterable[str]) -> dict[str, str]:
    """The keys of these rows by their names in any language, where a field leads to rows."""
    target, offered = target_of(record, one), list(keys)
    if target is None:
        return {}
    columns = columns_of("name")
    rows = target.model._default_manager.filter(**{f"{target.column}__in": offered})
    told = rows.values_list(target.column, *columns)
    found = {folded(name): key for key, *names in told for name in names if name}
    if target.column == "iso2":
        found |= {word: key for word, key in OF_COUNTRIES.items() if key in offered}
    return found


def reasons() -> dict[str, str]:
    return _in_every_language([(one.value, State(one).label) for one in NONE])


def _in_every_language(choices: Iterable[tuple[Any, Any]]) -> dict[str, str]:
    listed, found = list(choices), dict[str, str]()
    for code, _name in LANGUAGES:
        with translation.override(code):
            found |= {folded(str(label)): key for key, label in listed}
    return found | {folded(key): key for key, _label in listed}


def key_of(word: str, keys: Mapping[str, str]) -> str | None:
    return keys.get(folded(word))


def items_of(text: str, keys: Mapping[str, str]) -> list[str]:
    """The words of a cell that may hold several, however they are set apart.

    A comma may be part of a word: it parts what is none as a whole."""
    words = []
    for part in re.split("[;；]", text):
        words += [part] if key_of(part, keys) else re.split("[,，、၊]", part)
    return [word.strip() for word in words if word.strip()]


def folded(word: str) -> str:
    return " ".join(word.casefold().split())


def is_yes(word: str) -> bool:
    words = []
    for code, _name in LANGUAGES:
        with translation.override(code):
            words.append(folded(yes()))
    return folded(word) in [*words, layout.YES, "true", "1", "x"]


def not_offered(word: str, labels: Iterable[str]) -> str:
    """That a word is none of the list, and which it is nearly."""
    near = get_close_matches(word, list(labels), n=1, cutoff=0.5)
    if near:
        told = _("“%(word)s” is not in the list of the cell. Did you mean “%(near)s”?")
        return told % {"word": word, "near": near[0]}
    return _("“%(word)s” is not in the list of the cell: choose from it.") % {"word": word}
