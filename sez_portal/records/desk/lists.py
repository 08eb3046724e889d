"""What stands on the first page of the desk: things to do, each with a link, and lists."""

from typing import NamedTuple

SHOWN = 20
NO_CLOCK = 100  # the rank of what has no day: after all that has one


class Task(NamedTuple):
    """One thing to do. `rank` is about the working days left: the smallest stands first."""

    rank: int
    when: str
    title: str
    url: str
    about: str = ""
    act: str = ""
    is_late: bool = False


class DeskItem(NamedTuple):
    """One row of a list. `clock` says what is awaited of others, "" where nothing is."""

    title: str
    url: str
    about: str
    clock: str = ""
    is_late: bool = False


class DeskList(NamedTuple):
    title: str
    items: list[DeskItem]
