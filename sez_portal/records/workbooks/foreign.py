"""A list that was not made here, as cells of text: any CSV, any workbook, in bounded memory.

Nothing is believed of it but where its headings stand; how its bytes are to be read is guessed,
and may be said otherwise by whoever sends it.
"""

import csv
import io
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from sez_portal.common.text import cleaned
from sez_portal.records.workbooks.layout import LIST
from sez_portal.records.workbooks.reading import (
    LONGEST,
    MOST_BYTES,
    MOST_EMPTY,
    OLD,
    SheetRow,
    no_workbook,
    opened,
    text_of,
    too_large,
    too_many,
)

MOST_LINES = 5_000
MOST_WIDE = 100  # columns
MOST_TEXT = 8 * 1024 * 1024  # characters of all cells
HEADINGS_WITHIN = 30  # rows: below them nobody looks for headings
SNIFFED = 20  # rows that say by which sign the columns are parted
SIGNS = ",;\t|"
NO_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
BLANKS = ("-", "–", "—", "n/a", "na", "null", "none")  # of a cell that says nothing

ENCODINGS = {
    "utf-8-sig": gettext_lazy("Unicode (UTF-8)"),
    "utf-16": gettext_lazy("Unicode (UTF-16)"),
    "gb18030": gettext_lazy("Chinese, simplified (GB 18030)"),
    "big5": gettext_lazy("Chinese, traditional (Big5)"),
    "cp874": gettext_lazy("Thai (Windows-874)"),
    "cp1258": gettext_lazy("Vietnamese (Windows-1258)"),
    "cp1252": gettext_lazy("Western European (Windows-1252)"),
}


@dataclass(frozen=True)
class How:
    """How the file is to be read; what is empty is guessed."""

    encoding: str = ""
    sheet: str = ""
    head_row: int = 0


@dataclass
class ForeignList:
    """The headings of a list and its rows that say something, numbered as they stand."""

    head: list[str]
    rows: list[SheetRow]
    how: How
    sheets: list[str] = field(default_factory=list)  # of a workbook: those that could be read


def read_list(data: bytes, how: How | None = None) -> ForeignList:
    """The list in a CSV or a workbook. Raises ValidationError with a sentence for its sender."""
    how = how or How()
    if len(data) > MOST_BYTES:
        raise too_large()
    if data.startswith(b"PK") or data.startswith(OLD):
        return _of_workbook(data, how)
    return _of_csv(data, how)


def _of_workbook(data: bytes, how: How) -> ForeignList:
    book = opened(data)
    try:
        seen = [one for one in book.worksheets if one.sheet_state == "visible"]
        chosen = [one for one in seen if one.title == how.sheet] or seen
        for sheet in chosen:
            found = _listed(_sheet_rows(sheet), how.head_row)
            if found:
                head, rows, at = found
                how = How(sheet=sheet.title, head_row=at)
                return ForeignList(head, rows, how, [one.title for one in seen])
    except ValidationError:
        raise
    except Exception as error:  # whatever the library trips over, the file is at fault
        raise no_workbook() from error
    finally:
        book.close()
    raise _no_rows()


def _sheet_rows(sheet: Any) -> Iterator[list[str]]:
    for cells in sheet.iter_rows(max_col=MOST_WIDE + 1):
        yield [text_of(cell) for cell in cells]


def _of_csv(data: bytes, how: How) -> ForeignList:
    encoding = how.encoding or guessed_encoding(data)
    if encoding != "utf-16" and NO_TEXT.search(data.replace(b"\0", b"")):
        raise ValidationError(
            _("This is no list of text. Save it as CSV or XLSX in your spreadsheet program.")
        )
    try:
        sign = _parted_by(itertools.islice(_text_lines(data, encoding), SNIFFED))
        lines = csv.reader(_text_lines(data, encoding), delimiter=sign)
        found = _listed(map(_cells, lines), how.head_row)
    except (UnicodeError, csv.Error) as error:
        raise ValidationError(
            _("The characters of this file cannot be read so. Save it as “CSV UTF-8”.")
        ) from error
    if not found:
        raise _no_rows()
    head, rows, at = found
    return ForeignList(head, rows, How(encoding, "", at))


def _text_lines(data: bytes, encoding: str) -> Iterator[str]:
    """The file line by line, without the NULs that some programs leave in it."""
    for line in io.TextIOWrapper(io.BytesIO(data), encoding, newline=""):
        yield line.replace("\0", "")


def _cells(row: list[str]) -> list[str]:
    return [cleaned(text[:LONGEST]).strip().removeprefix("'") for text in row]


def guessed_encoding(data: bytes) -> str:
    """The encoding in which the bytes make sense; its sender may say another."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    some = data[: 256 * 1024]
    for encoding in ("utf-8-sig", "cp874", "gb18030"):
        try:
            text = some.decode(encoding)
        except UnicodeDecodeError as error:
            if len(some) < len(data) and error.end >= len(some) - 3:  # cut within a character
                text = some[: error.start].decode(encoding)
            else:
                continue
        if encoding != "cp874" or _is_thai(text):
            return encoding
    return "cp1252"


_NO_THAI = re.compile(r"(?:^|[^ก-๎])[ะ-ฺ็-๎]|[^\x00-\x7fก-๛\xa0‘’“”–—…•]")


def _is_thai(text: str) -> bool:
    """Whether what is not ASCII is Thai as it can be written: no vowel sign without a letter."""
    return _NO_THAI.search(text) is None


def _parted_by(lines: Iterable[str]) -> str:
    """The sign that parts most of the first lines into the same number of columns."""
    some = [line for line in lines if line.strip()]
    best, most = ",", (0, 0)
    for sign in SIGNS:
        widths = Counter(len(row) for row in csv.reader(some, delimiter=sign) if len(row) > 1)
        width, lines_alike = widths.most_common(1)[0] if widths else (0, 0)
        if (lines_alike, width) > most:
            best, most = sign, (lines_alike, width)
    return best


def _listed(
    rows: Iterable[list[str]], head_row: int
) -> tuple[list[str], list[SheetRow], int] | None:
    """The headings, the rows below them that say something, and the number of the heading row."""
    head: list[str] = []
    found: list[SheetRow] = []
    texts, at = 0, head_row
    for number, cells in enumerate(rows, 1):
        if number > MOST_EMPTY:
            raise too_many(MOST_EMPTY)
        if not head:
            if number == head_row or (not head_row and _may_be_headings(cells)):
                head, at = _headings(cells), number
            elif not head_row and number > HEADINGS_WITHIN:
                break
            continue
        told = {str(c): text for c, text in enumerate(cells[: len(head)]) if says(text)}
        if not told:
            continue
        texts += sum(map(len, told.values()))
        if len(found) >= MOST_LINES or texts > MOST_TEXT:
            raise too_many(MOST_LINES)
        found.append(SheetRow(LIST, number, told))
    return (head, found, at) if found else None


def says(text: str) -> bool:
    """Whether a cell of a list says anything."""
    return bool(text) and text.casefold() not in BLANKS


def _may_be_headings(cells: list[str]) -> bool:
    return sum(map(bool, cells)) > 1


def _headings(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells = cells[:-1]
    if len(cells) > MOST_WIDE:
        told = _("The list has more than %(most)s columns. Leave out those that are not needed.")
        raise ValidationError(told % {"most": MOST_WIDE})
    return [" ".join(text.split())[:120] for text in cells]


def _no_rows() -> ValidationError:
    return ValidationError(
        _("There is no list in this file: a row of headings, and below it a row for each record.")
    )
