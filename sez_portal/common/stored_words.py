"""What the portal itself writes into the data, in the place of somebody's words. It is stored in
English, whoever presses the button, and said in the language of each reader."""

from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

ITS_OFFICE = "its office"
HANDED_OVER = "Handed over to a successor."
CLAIMED = "Claimed with a letter."
NO_OFFICE = "Statement without an office, not verified"
STATEMENT, UNVERIFIED = "Statement of ", ", not verified"
_SENTENCES = {
    ITS_OFFICE: _("its office"),
    HANDED_OVER: _("Handed over to a successor."),
    CLAIMED: _("Claimed with a letter."),
    NO_OFFICE: _("Statement without an office, not verified"),
    # Of an office that an appointment does not name, the role.
    "official of a zone": _("official of a zone"),
    "country focal point": _("country focal point"),
    "moderator": _("moderator"),
    "Mekong Institute": _("Mekong Institute"),
}


def in_english(words: object) -> str:
    """What is stored of a label or sentence."""
    with override("en"):
        return str(words)


def statement_of(office: str, *, is_verified: bool = True) -> str:
    """The title of a source where nothing is named but who says it."""
    if not office and not is_verified:
        return NO_OFFICE
    return f"{STATEMENT}{office}{'' if is_verified else UNVERIFIED}"


def in_words(text: str) -> str:
    """The same as its reader says it; what people wrote stays as it is."""
    return "\n".join(_line(line) for line in text.split("\n"))


def _line(text: str) -> str:
    if text in _SENTENCES:
        return str(_SENTENCES[text])
    if not text.startswith(STATEMENT):
        return text
    office = text.removeprefix(STATEMENT)
    if office.endswith(UNVERIFIED):
        told = {"office": office.removesuffix(UNVERIFIED)}
        return gettext("Statement of %(office)s, not verified") % told
    return gettext("Statement of %(office)s") % {"office": office}
