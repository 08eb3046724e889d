"""Addresses of records: worked out once a language, for lists that link to hundreds."""

from functools import cache

from django.urls import get_script_prefix, reverse
from django.utils.translation import get_language


def path_of(name: str, key: str) -> str:
    """What `reverse(name, args=[key])` gives, for a key of letters, digits and hyphens."""
    return pattern_of(name).replace("KEY", key)


def pattern_of(name: str) -> str:
    """Return the address with KEY where the key belongs, for who needs hundreds at once."""
    return _pattern(name, get_language(), get_script_prefix())


@cache
def _pattern(name: str, _language: str | None, _prefix: str) -> str:
    return reverse(name, args=["KEY"])
