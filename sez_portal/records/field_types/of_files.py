"""What is said of a photo or a document: when it was made, and in which language it is."""

from django.conf.locale import LANG_INFO
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sez_portal.common import dates
from sez_portal.common.dates import first_day, spell
from sez_portal.common.lists import listed
from sez_portal.common.text import fold
from sez_portal.languages import ENGLISH_NAMES, LANGUAGES, NAMES
from sez_portal.records.field_types.basic import Json, Kind, Partial

EARLIEST = 1900  # no photo or document of a zone is older


class Past(Partial):
    """A date that is over, or of today: nothing was taken or published on a day to come."""

    def parse(self, text: str, unit: str = "") -> Json:
        return self._over(super().parse(text))

    def load(self, text: str) -> Json:
        return self._over(super().load(text))

    def _over(self, day: str) -> str:
        if day and first_day(day) > dates.today():
            told = _("%(day)s is still to come: write the day, month or year when it was.")
            raise ValidationError(told % {"day": spell(day)})
        if day and first_day(day).year < EARLIEST:
            told = _("%(day)s is before %(year)s: check the year, or leave it empty.")
            raise ValidationError(told % {"day": spell(day), "year": EARLIEST})
        return day


class LanguageCode(Kind):
    """The language of a document, by its code; a name that is typed is read too."""

    def parse(self, text: str, unit: str = "") -> Json:
        typed = text.strip()
        code = typed.lower().replace("_", "-")
        code = ALSO.get(code, code)
        if not code or code in KNOWN:
            return code
        named = [known for known, names in _names().items() if fold(typed) in names]
        if named:
            return named[0]
        told = _("Write the language by its code: %(codes)s, or that of another language, as fr.")
        raise ValidationError(told % {"codes": listed(code for code, _name in LANGUAGES)})

    def show(self, value: Json) -> str:
        if value in NAMES:
            return str(NAMES[value])
        return str(LANG_INFO[value]["name"]) if value in KNOWN else str(value)


# The seven, and what Django has a name for.
KNOWN = {code for code, told in LANG_INFO.items() if "name" in told} | set(ENGLISH_NAMES)

ALSO = {"zh": "zh-hans", "zh-cn": "zh-hans"}  # as pages elsewhere write it


def _names() -> dict[str, set[str]]:
    """How each language is called: in English, in itself, and in the language of the reader."""
    found = {
        code: {fold(str(LANG_INFO[code]["name"])), fold(str(LANG_INFO[code]["name_local"]))}
        for code in KNOWN
        if code in LANG_INFO
    }
    for code, native in LANGUAGES:
        own = {fold(native), fold(ENGLISH_NAMES[code]), fold(str(NAMES[code]))}
        found[code] = found.get(code, set()) | own
    return found
