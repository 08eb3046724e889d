"""What the query string of a list in the administration may ask: its declared filters, no more.

Django's own lists take every lookup on every column of the row, such as `?note__regex=`, which
blocks a worker on SQLite and searches in columns that nobody is shown.
"""

from typing import Any

from django.contrib.admin import FieldListFilter, ModelAdmin, SimpleListFilter
from django.http import HttpRequest

SUFFIXES = ("", "__exact", "__isnull", "__id__exact")  # what the links of a filter say


class OnlyDeclaredLookups(ModelAdmin):
    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        declared = self.get_list_filter(request) if request else self.list_filter
        return lookup in {name for entry in declared for name in _names(entry)}


def _names(declared: Any) -> list[str]:
    if isinstance(declared, type) and issubclass(declared, SimpleListFilter):
        return [str(declared.parameter_name)]  # type: ignore[attr-defined]
    if isinstance(declared, tuple) and issubclass(declared[1], FieldListFilter):
        declared = declared[0]
    return [f"{declared}{suffix}" for suffix in SUFFIXES]
