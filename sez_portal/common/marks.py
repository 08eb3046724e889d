"""Marks beside a name: what must be known before it is recommended, and where that is told.

A row says what its marks are (`row.marks`); `{{ row|marks }}` writes them.
"""

from collections.abc import Iterable
from typing import NamedTuple

from sez_portal.common.lists import in_parts


class Mark(NamedTuple):
    kind: str  # "pub", a public note; "shut", a way that is not open
    text: str
    url: str


def in_words(marks: Iterable[Mark]) -> str:
    """Write the marks for mails, workbooks and drawings."""
    return in_parts(mark.text for mark in marks)
