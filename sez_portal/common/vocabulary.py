"""The words of a vocabulary: also for a key that it no longer has, in the past or in a proposal."""

from django.db.models import TextChoices


def word_of(choices: type[TextChoices], key: str) -> str:
    """The label of the key in the language that is active, else the key itself."""
    try:
        return str(choices(key).label)
    except ValueError:
        return str(key)
