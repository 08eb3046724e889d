"""Any bytes as a workbook: a sentence, in bounded memory and time, and nothing changed."""

import io
import zipfile

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from sez_portal.records.models import DataVersion
from sez_portal.records.workbooks import reading
from tests import cast
from tests.pages import text
from tests.workbooks import made, upload

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]
KEY = "la-savan-seno"


@pytest.fixture
def focal():
    return cast.focal_point("LA")


def zipped(**parts: bytes) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return file.getvalue()


def with_part(name: str, data: bytes) -> bytes:
    """A good workbook with a part put into it, or in the place of its own."""
    file, good = io.BytesIO(), io.BytesIO(made(KEY))
    with zipfile.ZipFile(good) as old, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new:
        for one in old.infolist():
            if one.filename != name:
                new.writestr(one, old.read(one))
        new.writestr(name, data)
    return file.getvalue()


def made_without_stamp() -> bytes:
    book = load_workbook(io.BytesIO(made(KEY)))
    del book["stamp"]
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def made_with_stamp(stamp: str) -> bytes:
    book = load_workbook(io.BytesIO(made(KEY)))
    book["stamp"]["A1"].value = stamp
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha">%s]>
<worksheet><sheetData><row r="2"><c t="inlineStr"><is><t>&j;</t></is></c></row></sheetData>
</worksheet>""" % b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(9)
)
BAD_FILES = {
    "nothing": lambda: b"",
    "text": lambda: b"zone;area\n1;2\n",
    "an old format": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + b"\0" * 100,
    "cut off": lambda: made(KEY)[:-900],
    "its beginning": lambda: made(KEY)[:2000],
    "a package of another kind": lambda: zipped(**{"word/document.xml": b"<x/>"}),
    "broken xml": lambda: with_part("xl/workbook.xml", b"<workbook"),
    "laughs": lambda: with_part("xl/worksheets/sheet2.xml", LAUGHS),
    "a bomb": lambda: with_part("xl/media/bomb.bin", b"\0" * (reading.MOST_UNPACKED + 1)),
    "many parts": lambda: zipped(**{f"xl/{n}.xml": b"<x/>" for n in range(300)}),
    "macros": lambda: with_part("xl/vbaProject.bin", b"x"),
    "no stamp": made_without_stamp,
    "a stamp of ours, changed": lambda: made_with_stamp("zone:1:AAAA"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_any_bytes_get_a_sentence_and_change_nothing(client, focal, name):
    before = DataVersion.current()
    data = BAD_FILES[name]()
    cast.sign_in(client, focal)
    answer = client.post(reverse("workbook-back"), upload(data), follow=True)
    assert answer.status_code in (200, 422)
    assert 'role="alert"' in text(answer)
    assert DataVersion.current() == before
