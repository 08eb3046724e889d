"""What a workbook of records looks like: its sheets and columns, and the stamp that says of what.

Written (`writing`) and read (`reading`) by the same list. A row is found again by its two keys and
a sheet by its place in the stamp, so that rows may be sorted and headings be in any language.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from sez_portal.common.tokens import read, sign
from sez_portal.records.choices import State

FORMAT = 1
STAMP = "stamp"  # title of the sheet that says what the workbook is; hidden
LISTS = "lists"  # title of the sheet of words to choose from; hidden
FACTS = "facts"  # the sheet of figures, in the stamp; the others are named for their field
LIST = "list"  # the sheet of a list that was not made here: a row a record, its columns mapped
NEW = "new"  # the sheet of rows to add
LINES = (LIST, NEW)  # sheets of which each row is a record
YES = "yes"

KEY, FIELD, TITLE, LABEL, UNIT, NOW, YEAR = (
    *("key", "field", "title", "label", "unit", "now", "year"),
)
STILL, VALUE, SPEAKS_OF, SOURCE, URL, STATE, REASON = (
    *("still", "value", "speaks_of", "source", "url", "state", "reason"),
)
GREY = (KEY, FIELD, TITLE, LABEL, UNIT, NOW, YEAR)  # what stands on the page now
WHITE = (STILL, VALUE, SPEAKS_OF, SOURCE, URL, STATE, REASON)  # what people fill in
FACT_COLUMNS = (*GREY, *WHITE)
ROW_COLUMNS = (KEY, TITLE)  # of a sheet of rows, before the columns of the rows

HEADINGS: Mapping[str, str | Promise] = {
    KEY: _("Key of the record"),
    FIELD: _("Key of the figure"),
    TITLE: _("Record"),
    LABEL: _("Figure"),
    UNIT: _("Unit"),
    NOW: _("On the page now"),
    YEAR: _("Year it speaks of"),
    STILL: _("Still true?"),
    VALUE: _("New figure"),
    SPEAKS_OF: _("New year"),
    SOURCE: _("Source: title"),
    URL: _("Source: address"),
    STATE: _("If there is no figure"),
    REASON: _("Why it is withheld or does not apply"),
}
NONE = (State.UNKNOWN, State.WITHHELD, State.NOT_APPLICABLE)  # why there is no figure


@dataclass(frozen=True)
class Stamp:
    """What a workbook was made of: the record, the data version, the language, its sheets.

    `sheets` are {sheet id: title}; a title is found again whatever order the sheets are in.
    """

    record: str
    version: int
    language: str
    sheets: Mapping[str, str] = field(default_factory=dict)

    def signed(self) -> str:
        return sign({**asdict(self), "format": FORMAT}, STAMP)

    @classmethod
    def of(cls, signed: object) -> "Stamp | None":
        """The inverse of `signed`; None for what is no stamp of this portal."""
        told: dict[str, Any] | None = read(str(signed), STAMP)
        if not told or told.pop("format", None) != FORMAT:
            return None
        return cls(**told)
