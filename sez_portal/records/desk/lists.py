"""Further lists on the desk: the apps above add what waits there, this floor shows it."""

from collections.abc import Callable
from typing import NamedTuple

from django.http import HttpRequest

SHOWN = 20


class Item(NamedTuple):
    title: str
    url: str
    about: str


class Listed(NamedTuple):
    title: str
    items: list[Item]


_lists: list[Callable[[HttpRequest], Listed]] = []


def register(function: Callable[[HttpRequest], Listed]) -> None:
    _lists.append(function)


def lists_for(request: HttpRequest) -> list[Listed]:
    """Those that hold something for whoever is signed in."""
    return [listed for function in _lists if (listed := function(request)).items]
