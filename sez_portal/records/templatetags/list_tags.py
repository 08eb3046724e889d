"""The cells of a list of the administration, as a narrow screen needs them."""

from collections.abc import Iterable, Iterator
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

register = template.Library()
CELL, BOX = "<td", '<td class="action-checkbox"'


@register.filter
def labelled(cells: Iterable[str], headers: Iterable[dict[str, Any]]) -> Iterator[str]:
    """The cells of a row, each with the name of its column; the box and the name have none."""
    for cell, header in zip(cells, headers, strict=True):
        if cell.startswith(CELL) and not cell.startswith(BOX):
            label = format_html('{} data-label="{}"', SafeString(CELL), capfirst(header["text"]))
            yield SafeString(label + cell.removeprefix(CELL))
        else:
            yield cell
