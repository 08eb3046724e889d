"""Columns that Django lacks: a key of a vocabulary, several of them, a text in seven languages."""

from collections.abc import Callable
from typing import Any, NamedTuple

from django.db import models
from django.utils.translation import get_language

from sez_portal.languages import LANGUAGES, column_suffix

SEPARATOR = ";"
SUFFIXES = {code: column_suffix(code) for code, _native in LANGUAGES}


class KeyField(models.CharField):
    """One key of a vocabulary, which the column remembers; to the database a CharField."""

    def __init__(self, *args: Any, **options: Any) -> None:
        choices = options.get("choices")
        self.vocabulary = choices if isinstance(choices, type) else None
        super().__init__(*args, **options)

    def deconstruct(self) -> Any:
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.CharField", args, options


class KeysField(models.TextField):
    """A set of keys of a vocabulary, or of a record named by `of`, kept sorted as ";a;b;".

    One column instead of a join table: no duplicates in filters, no second query, and
    `filter(sectors__contains=wrapped("logistics"))` means the same on SQLite and PostgreSQL.
    """

    def __init__(
        self, *args: Any, of: type[models.TextChoices] | str | None = None, **options: Any
    ) -> None:
        self.of = of
        options.setdefault("default", list)
        options.setdefault("blank", True)
        super().__init__(*args, **options)

    def from_db_value(self, value: str, expression: Any, connection: Any) -> list[str]:
        return self.to_python(value)

    def to_python(self, value: Any) -> list[str]:
        if isinstance(value, str):
            value = value.split(SEPARATOR)
        return sorted({key for key in value or () if key})

    def get_prep_value(self, value: Any) -> str:
        if isinstance(value, str):  # a lookup such as contains=";logistics;"
            return value
        keys = self.to_python(value)
        return SEPARATOR + SEPARATOR.join(keys) + SEPARATOR if keys else ""

    def value_to_string(self, obj: models.Model) -> str:
        return self.get_prep_value(self.value_from_object(obj))


def wrapped(key: str) -> str:
    """The key as it stands in a KeysField, for `__contains`."""
    return f"{SEPARATOR}{key}{SEPARATOR}"


class TextInLanguages(NamedTuple):
    """A text and the language it is in, so that the page can mark it with `lang`."""

    text: str
    language: str

    def __str__(self) -> str:
        return self.text


def in_languages(**columns: Callable[[], models.Field]) -> Callable[[type], type]:
    """Give a model one column a language: `name_en`, `name_zh_hans`, … `name_vi`.

    Only English may be required; the others are blank. Read them through `text_in`, which
    says which language it found.
    """

    def decorate(model: type) -> type:
        for name, column in columns.items():
            for code, _native in LANGUAGES:
                field = column()
                field.blank = field.blank or code != "en"
                field.default = "" if field.blank else field.default
                model.add_to_class(f"{name}_{column_suffix(code)}", field)  # type: ignore[attr-defined]
        return model

    return decorate


def text_in(obj: models.Model, name: str, language: str | None = None) -> TextInLanguages:
    """The text in the language of the reader, else in English."""
    code = language or get_language() or "en"
    text = getattr(obj, f"{name}_{SUFFIXES.get(code)}", "")
    return (
        TextInLanguages(text, code) if text else TextInLanguages(getattr(obj, f"{name}_en"), "en")
    )


def columns_of(name: str) -> list[str]:
    """The columns that hold `name`, one a language."""
    return [f"{name}_{column_suffix(code)}" for code, _native in LANGUAGES]
