"""Marks beside a name: what must be known before it is recommended, and where that is told.

A row says what its marks are (`row.marks`); here is only how they are written.
"""

from collections.abc import Iterable
from html import escape
from typing import NamedTuple

from django.utils.safestring import SafeString

SIGN = "M1 1h10v10H1zl10 10M1 11 11 1"  # a crossed square
CROSS = f'<svg viewBox="0 0 12 12" aria-hidden="true"><path d="{SIGN}"/></svg>'
SIGNS = {"pub": "", "shut": CROSS}


class Mark(NamedTuple):
    kind: str  # of SIGNS: "pub", a public note; "shut", a way that is not open
    text: str
    url: str

    def __html__(self) -> str:
        return (
            f'<a class="{self.kind}" href="{escape(self.url)}">'
            f"{SIGNS[self.kind]}{escape(self.text)}</a>"
        )


def marks_html(marks: Iterable[Mark]) -> SafeString:
    """Write the marks as they stand behind a name in a page; nothing where there is none."""
    links = " ".join(mark.__html__() for mark in marks)
    return SafeString(f' <span class="marks">{links}</span>' if links else "")


def in_words(marks: Iterable[Mark]) -> str:
    """Write the marks for mails, workbooks and drawings."""
    return "; ".join(mark.text for mark in marks)
