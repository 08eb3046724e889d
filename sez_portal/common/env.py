"""Typed reading of environment variables. A value that cannot be read stops the start."""

import os

from django.core.exceptions import ImproperlyConfigured


def text(name: str, default: str = "") -> str:
    """The variable, or the content of the file that `<name>_FILE` points to (secrets)."""
    path = os.environ.get(f"{name}_FILE")
    if path:
        with open(path, encoding="utf-8") as file:
            return file.read().strip()
    return os.environ.get(name, default)


def flag(name: str, default: bool = False) -> bool:
    raw = text(name).lower()
    if raw in ("", "1", "true", "yes", "on", "0", "false", "no", "off"):
        return raw in ("1", "true", "yes", "on") if raw else default
    raise ImproperlyConfigured(f"{name}={raw!r} is neither yes nor no")


def number(name: str, default: int) -> int:
    """A whole number from 0 on."""
    raw = text(name)
    if raw and not raw.isdecimal():
        raise ImproperlyConfigured(f"{name}={raw!r} is no whole number")
    return int(raw) if raw else default


def words(name: str, default: str = "") -> list[str]:
    return [word.strip() for word in text(name, default).split(",") if word.strip()]
