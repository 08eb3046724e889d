"""The words of a vocabulary: also for a key that it no longer has, in the past or in a proposal."""

from functools import cache

from django.db.models import TextChoices
from django.utils.translation import get_language


def word_of(choices: type[TextChoices], key: str) -> str:
    """The label of the key in the language that is active, else the key itself."""
    words = _words(choices, get_language())  # type: ignore[arg-type]
    return words.get(key, str(key))


@cache
def _words(choices: type[TextChoices], _language: str | None) -> dict[str, str]:
    return {str(key): str(label) for key, label in choices.choices}
