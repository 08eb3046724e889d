"""Files that are no list, or a bad one: made in code, small, each a way in which files go wrong."""

import csv
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable

from openpyxl import Workbook

from sez_portal.records.workbooks import reading
from sez_portal.records.workbooks.layout import FACTS, STAMP, Stamp

HEAD = ("Name", "Country", "Area (ha)")
ROW = ("A sample park", "Lao PDR", "12")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
SHEET = "xl/worksheets/sheet1.xml"
XML = b'<?xml version="1.0" encoding="UTF-8"?>'
MAIN = b' xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'


def csv_of(*rows: Iterable[object], sign: str = ",", encoding: str = "utf-8") -> bytes:
    file = io.StringIO()
    csv.writer(file, delimiter=sign).writerows(rows)
    return file.getvalue().encode(encoding)


def book_of(*sheets: Iterable[Iterable[object]], change: Callable | None = None) -> bytes:
    """A workbook with these rows on its sheets."""
    book = Workbook()
    book.remove(book.active)
    for rows in sheets:
        sheet = book.create_sheet()
        for row in rows:
            sheet.append(list(row))
    if change:
        change(book)
    return saved(book)


def stamped(*rows: Iterable[object], title: str = "Figures") -> bytes:
    """A workbook with the stamp of the portal, and these rows on a sheet of that title."""

    def stamp(book: Workbook) -> None:
        told = Stamp("zone", 1, "en", {FACTS: "Figures"})
        book.worksheets[0].title = title
        book.create_sheet(STAMP).append([told.signed()])

    return book_of(rows, change=stamp)


def saved(book: Workbook) -> bytes:
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def zipped(parts: dict[str, bytes]) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return file.getvalue()


def parts_of(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        return {one.filename: package.read(one) for one in package.infolist()}


def with_parts(parts: dict[str, bytes], without: Iterable[str] = ()) -> bytes:
    """A good workbook with these parts beside or in the place of its own."""
    own = parts_of(book_of([HEAD, ROW]))
    return zipped({name: d for name, d in (own | parts).items() if name not in without})


def sheet_of(rows: bytes, before: bytes = b"") -> bytes:
    return (
        XML + before + b"<worksheet" + MAIN + b"><sheetData>" + rows + b"</sheetData></worksheet>"
    )


def entities() -> bytes:
    """Each of nine entities is ten of the one before: a thousand million laughs."""
    lines = [b'<!ENTITY a "ha">']
    lines += [b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)]
    cell = b'<row r="1"><c r="A1" t="inlineStr"><is><t>&j;</t></is></c></row>'
    return sheet_of(cell, b"<!DOCTYPE x [" + b"".join(lines) + b"]>")


def outside() -> bytes:
    cell = b'<row r="1"><c r="A1" t="inlineStr"><is><t>&x;</t></is></c></row>'
    return sheet_of(cell, b'<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>')


def of_shared_words() -> bytes:
    """Cells that name the words of a table which the package does not have."""
    cells = b'<c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>7</v></c>'
    return sheet_of(b'<row r="1">' + cells + b"</row>")


def empty_rows(count: int) -> bytes:
    return sheet_of(b"".join(b'<row r="%d"/>' % n for n in range(1, count + 1)))


def far_row(number: int) -> bytes:
    """One cell two million rows below the headings: what a program makes of a slip of the hand."""
    head = b'<row r="1"><c r="A1" t="inlineStr"><is><t>Name</t></is></c></row>'
    far = b'<row r="%d"><c r="A%d" t="inlineStr"><is><t>x</t></is></c></row>' % (number, number)
    return sheet_of(head + far)


def encrypted() -> bytes:
    """A package whose parts say that they have a password."""
    data = bytearray(with_parts({}))
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(mark)
        while at >= 0:
            data[at + place] |= 1
            at = data.find(mark, at + 1)
    return bytes(data)


def lying_zip() -> bytes:
    """A package whose directory says that a part is small, and it unpacks to much more."""
    packed = zlib.compress(b"\0" * (reading.MOST_UNPACKED + 1))[2:-4]
    name = SHEET.encode()
    head = struct.pack("<4s5H3I2H", b"PK\x03\x04", 20, 0, 8, 0, 0, 0, len(packed), 10, len(name), 0)
    entry = struct.pack(
        "<4s6H3I5H2I", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, 0, len(packed), 10, len(name), *[0] * 6
    )
    body = head + name + packed
    end = struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 1, 1, len(entry) + len(name), len(body), 0)
    return body + entry + name + end


def merged(book: Workbook) -> None:
    book.worksheets[0].merge_cells("A2:C2")


def all_hidden(book: Workbook) -> None:
    book.create_sheet("cover")
    book.worksheets[0].sheet_state = "veryHidden"


# Each is refused with a sentence that has these words.
REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "zero bytes": (lambda: b"", "no list in this file"),
    "blanks alone": (lambda: b" \r\n\t\r\n" * 90, "no list in this file"),
    "only a header": (lambda: csv_of(HEAD), "no list in this file"),
    "only a header, XLSX": (lambda: book_of([HEAD]), "no list in this file"),
    "one column": (lambda: csv_of(["Name"], ["A"], ["B"]), "no list in this file"),
    "no sheet to be seen": (lambda: book_of([HEAD, ROW], change=all_hidden), "no list in this"),
    "XLS (BIFF)": (lambda: OLE + b"\0" * 600, "old XLS"),
    "with a password": (lambda: OLE + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600, "old"),
    "a part with a password": (encrypted, "cannot be read as a workbook"),
    "ODS": (
        lambda: zipped({"mimetype": b"application/vnd.oasis.opendocument.spreadsheet"}),
        "XLSX",
    ),
    "DOCX": (lambda: zipped({"word/document.xml": b"<x/>"}), "cannot be read as a workbook"),
    "a zip in a zip": (lambda: zipped({"list.zip": book_of([HEAD, ROW])}), "cannot be read"),
    "a zip that is cut off": (lambda: book_of([HEAD, ROW])[:-700], "cannot be read"),
    "its beginning alone": (lambda: b"PK\x03\x04" + b"\0" * 26, "cannot be read"),
    "a zip bomb": (
        lambda: with_parts({"xl/media/b.bin": b"\0" * (reading.MOST_UNPACKED + 1)}),
        "far more than it says",
    ),
    "a zip that lies about its size": (lying_zip, "cannot be read"),
    "three hundred parts": (lambda: zipped({f"{n}.xml": b"" for n in range(300)}), "far more"),
    "macros (XLSM)": (lambda: with_parts({"xl/vbaProject.bin": b"x"}), "macros"),
    "a bomb of entities": (lambda: with_parts({SHEET: entities()}), "cannot be read"),
    "an entity from outside": (lambda: with_parts({SHEET: outside()}), "cannot be read"),
    "shared words that are missing": (lambda: with_parts({SHEET: of_shared_words()}), "cannot be"),
    "broken XML": (lambda: with_parts({SHEET: b"<worksheet"}), "cannot be read"),
    "no sheets part": (lambda: with_parts({}, without=["xl/workbook.xml"]), "cannot be read"),
    "many empty rows": (lambda: with_parts({SHEET: empty_rows(300_000)}), "no list in this file"),
    "a cell two million rows below": (
        lambda: with_parts({SHEET: far_row(2_000_000)}),
        "no list in this file",
    ),
    "very many columns": (lambda: csv_of([f"c{n}" for n in range(5000)], range(5000)), "columns"),
    "very many columns, XLSX": (lambda: book_of([[f"c{n}" for n in range(200)], ROW]), "columns"),
    "very many rows": (lambda: csv_of(HEAD, *[ROW] * 5001), "5000 rows"),
    "larger than it may be": (lambda: b"a,b\n" * (reading.MOST_BYTES // 4 + 1), "larger than 5 MB"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\x01\x02", "no list of text"),
    "a PDF": (lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\x01\x02\nstream", "no list of text"),
    "noise": (lambda: bytes(range(256)) * 40, "no list of text"),
    "half a character of UTF-16": (lambda: b"\xff\xfea\0,\0b", "cannot be read so"),
    "a web page": (lambda: b"<!doctype html>\n<html>\n<p>Sign in</p>\n</html>\n", "no list in"),
    "JSON": (lambda: b'[\n{"name"\n:\n"x"}\n]\n', "no list in this file"),
}


# Each is read: the headings and the rows that come out of it.
READ: dict[str, tuple[Callable[[], bytes], list[tuple[str, ...]]]] = {
    "a byte order mark": (lambda: csv_of(HEAD, ROW, encoding="utf-8-sig"), [HEAD, ROW]),
    "UTF-16": (lambda: csv_of(HEAD, ROW, encoding="utf-16", sign="\t"), [HEAD, ROW]),
    "semicolons": (
        lambda: csv_of(HEAD, ("Park; A", "LA", "1,5"), sign=";"),
        [HEAD, ("Park; A", "LA", "1,5")],
    ),
    "Thai of Windows": (
        lambda: csv_of(("ชื่อ", "ประเทศ"), ("นิคมอุตสาหกรรม", "ไทย"), encoding="cp874"),
        [("ชื่อ", "ประเทศ"), ("นิคมอุตสาหกรรม", "ไทย")],
    ),
    "Chinese of the mainland": (
        lambda: csv_of(("名称", "国家"), ("安宁工业园区", "中国"), encoding="gb18030"),
        [("名称", "国家"), ("安宁工业园区", "中国")],
    ),
    "NULs": (lambda: csv_of(HEAD, ROW).replace(b"park", b"p\0ark"), [HEAD, ROW]),
    "line ends of an old Mac": (lambda: csv_of(HEAD, ROW).replace(b"\r\n", b"\r"), [HEAD, ROW]),
    "rows of any length": (lambda: csv_of(HEAD, ROW[:1], [*ROW, "x", "y"]), [HEAD, ROW[:1], ROW]),
    "a quote that never ends": (
        lambda: csv_of(HEAD) + b'"A park,LA,1\nB,LA,2\n',
        [HEAD, ("A park,LA,1\nB,LA,2",)],
    ),
    "control characters": (
        lambda: book_of([HEAD, ("A\tpark\x7f", "LA", "1")]),
        [HEAD, ("A\tpark", "LA", "1")],
    ),
    "a cell of 32 kB": (
        lambda: book_of([HEAD, ("x" * 32_000, "LA", "1")]),
        [HEAD, ("x" * reading.LONGEST, "LA", "1")],
    ),
    "a cell of 200 kB": (
        lambda: csv_of(HEAD, ("x" * 100_000, "LA", "1")),
        [HEAD, ("x" * reading.LONGEST, "LA", "1")],
    ),
    "an XLSX whatever it is called": (lambda: book_of([HEAD, ROW]), [HEAD, ROW]),
    "external links": (
        lambda: with_parts({"xl/externalLinks/externalLink1.xml": b"<externalLink/>"}),
        [HEAD, ROW],
    ),
    "merged cells": (lambda: book_of([HEAD, ROW], change=merged), [HEAD, ROW[:1]]),
    "a sheet before it": (lambda: book_of([["A list of parks"]], [HEAD, ROW]), [HEAD, ROW]),
    "a title above it": (lambda: book_of([["A list"], [], HEAD, ROW]), [HEAD, ROW]),
    "a formula": (lambda: book_of([HEAD, ("A", "LA", "=1+1")]), [HEAD, ("A", "LA", "=1+1")]),
    "an error": (lambda: book_of([HEAD, ("A", "LA", "#REF!")]), [HEAD, ("A", "LA", "#REF!")]),
    "cells that say nothing": (lambda: csv_of(HEAD, ("A", "-", "n/a")), [HEAD, ("A",)]),
    "an apostrophe of ours": (lambda: csv_of(HEAD, ("'=A", "LA", "1")), [HEAD, ("=A", "LA", "1")]),
}
