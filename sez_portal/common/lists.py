"""Lists in a sentence, with the marks of the reader's language: “roads, rail”, “公路、铁路”.

What a machine reads (CSV, JSON, headers, keys) is joined by hand. The marks of a language stand
beside its dates, in `sez_portal/formats/`.
"""

from collections.abc import Iterable

from django.utils.formats import get_format


def comma() -> str:
    """The comma between what says more and more of one thing, its blank with it.

    In Chinese it is another than between the items of a list: 万象，老挝 but 公路、铁路."""
    return get_format("COMMA")


def list_comma() -> str:
    """What stands between two items of a list, its blank with it."""
    return get_format("LIST_SEPARATOR")


def semicolon() -> str:
    """What stands between two parts that may hold lists themselves."""
    return get_format("PART_SEPARATOR")


def listed(items: Iterable[object]) -> str:
    """The items as one list, in the order given."""
    return list_comma().join(map(str, items))


def in_one(parts: Iterable[object]) -> str:
    """What says more and more of one thing, such as a place and its country, where known."""
    return comma().join(str(part) for part in parts if part)


def in_parts(items: Iterable[object]) -> str:
    """The items as parts of one line; each may hold a list."""
    return semicolon().join(map(str, items))
