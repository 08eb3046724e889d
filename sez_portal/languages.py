"""The seven languages: codes, native names, and which catalogues are fit to be shown.

Settings import this module, so it reads no models, and no setting before it is asked."""

import re
from functools import cache
from pathlib import Path

import polib
from django.conf import settings
from django.conf.locale import LANG_INFO
from django.utils.translation import get_language, gettext_lazy, to_locale

ENGLISH = "en"
LANGUAGES: list[tuple[str, str]] = [
    (ENGLISH, "English"),
    ("zh-hans", "中文"),
    ("km", "ខ្មែរ"),
    ("lo", "ລາວ"),
    ("my", "မြန်မာ"),
    ("th", "ไทย"),
    ("vi", "Tiếng Việt"),
]
ENGLISH_NAMES = {
    ENGLISH: "English",
    "zh-hans": "Chinese",
    "km": "Khmer",
    "lo": "Lao",
    "my": "Burmese",
    "th": "Thai",
    "vi": "Vietnamese",
}
NAMES = {  # in the language of the reader
    ENGLISH: gettext_lazy("English"),
    "zh-hans": gettext_lazy("Chinese"),
    "km": gettext_lazy("Khmer"),
    "lo": gettext_lazy("Lao"),
    "my": gettext_lazy("Burmese"),
    "th": gettext_lazy("Thai"),
    "vi": gettext_lazy("Vietnamese"),
}
LOCALE = Path(__file__).resolve().parent.parent / "locale"
# Where nobody comes but those who keep the records: the administration, the desk, commands.
BACK_ROOMS = re.compile(r"/(admin|desk|management|people)/|/(admin|desk|checks|seeding)\w*\.py")
LAO = {"bidi": False, "code": "lo", "name": "Lao"}  # Django 5.2 does not know Lao


def register() -> None:
    """Teach Django Lao, and our native names to its `get_language_info`."""
    for code, native_name in LANGUAGES:
        LANG_INFO[code] = LANG_INFO.get(code, LAO) | {"name_local": native_name}


def column_suffix(code: str) -> str:
    """The ending of a column or key in this language: `zh-hans` -> `zh_hans`."""
    return code.replace("-", "_")


def catalogue(code: str) -> Path:
    """The language's source catalogue; the compiled `.mo` lies beside it."""
    return LOCALE / to_locale(code) / "LC_MESSAGES" / "django.po"


@cache
def complete_languages() -> list[str]:
    """Languages that a reader may choose: LANGUAGE_SHARE of all strings is translated, and of
    those that a public page may show every one.

    English is the source, hence always complete. Read once a process: a new catalogue counts
    from the next start."""
    ours = {(entry.msgctxt, entry.msgid): is_public(entry) for entry in _entries(ENGLISH)}
    return [ENGLISH] + [code for code, _ in LANGUAGES if code != ENGLISH and _is_fit(code, ours)]


def _is_fit(code: str, ours: dict[tuple[str | None, str], bool]) -> bool:
    told = _compiled(catalogue(code).with_suffix(".mo"))
    lacking = [message for message in ours if message not in told]
    enough = len(ours) - len(lacking) >= len(ours) * settings.LANGUAGE_SHARE / 100
    return bool(ours) and enough and not any(ours[message] for message in lacking)


def is_public(entry: polib.POEntry) -> bool:
    """Whether a public page may show it: it stands in a file that is no back room."""
    files = [file for file, _line in entry.occurrences]
    return not files or any(not BACK_ROOMS.search(file) for file in files)


def share_of(source: polib.POFile) -> float:
    """How many per cent of its strings a catalogue translates; what is fuzzy does not count."""
    entries = [entry for entry in source if not entry.obsolete]
    done = sum(entry.translated() for entry in entries)
    return 100 * done / len(entries) if entries else 0


def _entries(code: str) -> list[polib.POEntry]:
    return [entry for entry in polib.pofile(catalogue(code)) if not entry.obsolete]


def _compiled(path: Path) -> set[tuple[str | None, str]]:
    """What a compiled catalogue translates; nothing where it was not compiled."""
    if not path.exists():
        return set()
    return {(entry.msgctxt, entry.msgid) for entry in polib.mofile(path)}


def page_language() -> str:
    """The language a page is in: the active one, or English while its catalogue is not complete."""
    active = get_language() or ENGLISH
    return active if active in complete_languages() else ENGLISH


def in_english(path: str) -> str:
    """The address of the same page without a language prefix."""
    prefix, slash, rest = path.lstrip("/").partition("/")
    return f"/{rest}" if slash and prefix in dict(LANGUAGES) else path


def in_language(path: str, code: str) -> str:
    """The address of the same page in another language."""
    plain = in_english(path)
    return plain if code == ENGLISH else f"/{code}{plain}"
