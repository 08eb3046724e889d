"""PDF files for the tests, made by hand: honest ones, and those that hide what acts."""

import zlib

PAGE = b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 300 200] /Contents 4 0 R %s >>"
TEXT = b"BT /F1 18 Tf 20 100 Td (%s) Tj ET"
SCRIPT = b"<< /Type /Action /S /JavaScript /JS (app.alert\\(1\\)) >>"


def stream(data: bytes, head: bytes = b"") -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (head, len(data), data)


def pdf(
    *more: bytes, root: bytes = b"", page: bytes = b"", said: bytes = b"A zone", pages: int = 1
) -> bytes:
    """Pages that say `said`; `root` and `page` are further keys, `more` objects from 5 on."""
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % root,
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (b"3 0 R " * pages, pages),
        PAGE % page,
        stream(TEXT % said),
        *more,
    ]
    out, places = b"%PDF-1.5\n%\xe2\xe3\xcf\xd3\n", []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(places) + 1, table)
    tail = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n"
    return out + head + tail % (len(places) + 1, len(out))


def bomb() -> bytes:
    """A few megabytes that unpack to three gigabytes of objects."""
    return in_object_stream(b"", spaces=3 * 1024**3)


def _packed(data: bytes, spaces: int) -> bytes:
    packer = zlib.compressobj(9)
    parts = [packer.compress(data)]
    blank = b" " * 2**20
    parts += [packer.compress(blank) for _ in range(spaces // len(blank))]
    return b"".join([*parts, packer.flush()])


def in_object_stream(root: bytes, spaces: int = 0) -> bytes:
    """The same page, its catalogue packed where no search for words finds it."""
    packed = b"1 0 << /Type /Catalog /Pages 2 0 R %s >>" % root
    plain = [
        (2, b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>"),
        (3, PAGE % b""),
        (4, stream(TEXT % b"Packed")),
    ]
    head = b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode"
    plain.append((5, stream(_packed(packed, spaces), head)))
    out, places = b"%PDF-1.5\n", {}
    for number, body in plain:
        places[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    at = len(out)
    rows = [(0, 0, 255), (2, 5, 0), *((1, places[n], 0) for n in (2, 3, 4, 5)), (1, at, 0)]
    table = b"".join(
        bytes([kind]) + place.to_bytes(3, "big") + bytes([last]) for kind, place, last in rows
    )
    head = b"/Type /XRef /Size 7 /W [1 3 1] /Root 1 0 R"
    return out + b"6 0 obj\n%s\nendobj\nstartxref\n%d\n%%%%EOF\n" % (stream(table, head), at)


PDF = pdf()
HONEST = {
    "plain": PDF,
    "a byte order mark before it": b"\xef\xbb\xbf" + PDF,
    "line ends before it": b"\r\n\r\n" + PDF,
    "zeros after it": PDF + b"\0" * 5000,
    "cut table of contents": PDF[: PDF.index(b"xref")] + b"\n%%EOF",
    "a text about scripts": pdf(said=b"the key /JS and /JavaScript, /Launch"),
    "packed": in_object_stream(b""),
}
ACTING = {
    "opens with a script": pdf(SCRIPT, root=b"/OpenAction 5 0 R"),
    "a name in hexadecimal": pdf(
        root=b"/Open#41ction << /S /J#61vaScript /J#53 (app.alert\\(1\\)) >>"
    ),
    "in an object stream": in_object_stream(b"/OpenAction " + SCRIPT),
    "on a page": pdf(page=b"/AA << /O %s >>" % SCRIPT),
    "a named script": pdf(root=b"/Names << /JavaScript << /Names [(x) %s] >> >>" % SCRIPT),
    "a link that launches": pdf(
        b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /Launch /F (calc.exe) >> >>",
        page=b"/Annots [5 0 R]",
    ),
    "a link to a script": pdf(
        b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9]"
        b" /A << /S /URI /URI (javascript:alert\\(1\\)) >> >>",
        page=b"/Annots [5 0 R]",
    ),
    "after a link": pdf(
        b"<< /Type /Annot /Subtype /Link /Rect [0 0 9 9]"
        b" /A << /S /GoTo /D [3 0 R /Fit] /Next %s >> >>" % SCRIPT,
        page=b"/Annots [5 0 R]",
    ),
    "an attached file": pdf(
        b"<< /Type /Filespec /F (evil.exe) /EF << /F 6 0 R >> >>",
        stream(b"MZ a program", b"/Type /EmbeddedFile"),
        root=b"/Names << /EmbeddedFiles << /Names [(evil.exe) 5 0 R] >> >>",
    ),
    "a note with a file": pdf(
        b"<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9]"
        b" /FS << /F (evil.exe) /EF << /F 6 0 R >> >> >>",
        stream(b"MZ a program", b"/Type /EmbeddedFile"),
        page=b"/Annots [5 0 R]",
    ),
    "a form of its own": pdf(stream(b"<xdp/>"), root=b"/AcroForm << /XFA 5 0 R /Fields [] >>"),
}
WORDS = (b"JavaScript", b"/JS", b"javascript:", b"Launch", b"calc.exe", b"MZ a program", b"/XFA")
