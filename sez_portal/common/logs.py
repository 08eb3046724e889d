"""Lines of the log without the secrets of mailed links, which stand in their paths."""

import logging
import re
from typing import Any

from gunicorn.glogging import Logger

SEGMENT = re.compile(r"[A-Za-z0-9_\-:.=%]{16,}")
SECRET = re.compile(r"[A-Z:]|(?:\d.*){4}")  # keys of records are words; tokens are not
HIDDEN = "…"


def without_tokens(text: str) -> str:
    """The text, each long piece that is no word replaced: tokens, signatures, hashes."""
    return SEGMENT.sub(_hidden, text)


def _hidden(match: re.Match[str]) -> str:
    piece = match[0]
    return HIDDEN if SECRET.search(piece) else piece


class WithoutTokens(logging.Filter):
    """A filter of the lines about requests, which name their path."""

    def filter(self, record: logging.LogRecord) -> bool:
        if record.name.startswith(("django.request", "django.security", "django.server")):
            record.msg, record.args = without_tokens(record.getMessage()), ()
        return True


class AccessLogger(Logger):
    """The access log of gunicorn, where one is kept, without them too."""

    def atoms(self, *args: Any) -> dict[str, Any]:
        atoms = super().atoms(*args)
        return {
            name: without_tokens(text) if isinstance(text, str) and name in "rUqf" else text
            for name, text in atoms.items()
        }
