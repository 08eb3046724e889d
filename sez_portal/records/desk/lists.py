"""Lists on the first page of the desk: what waits there for somebody, each a link."""

from typing import NamedTuple

SHOWN = 20


class DeskItem(NamedTuple):
    title: str
    url: str
    about: str


class DeskList(NamedTuple):
    title: str
    items: list[DeskItem]
