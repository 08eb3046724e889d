"""Every form as it stands on its page, sent with one wrong value at a time: every field."""

import random
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import islice
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile

from tests.addresses import filled, templates
from tests.fuzz import values
from tests.fuzz.people import Cast, all_back
from tests.fuzz.requests import LEFT_OUT, SEED, Told

MISSING, A_FILE = "(missing)", "(a file)"
WRONG = [MISSING, A_FILE, *values.FAULTY]
OK, DONE = 200, (301, 302, 303)
BUTTONS, CHOSEN = ("button", "submit"), ("checkbox", "radio")
_ROW = re.compile(r"\d+|(?<=/c/)[^/]+")  # of a table, of a list, of a mailed link


class Form(NamedTuple):
    action: str
    fields: dict[str, list[str]]
    buttons: list[tuple[str, str]]
    page: str = ""


class Forms(HTMLParser):
    """The forms of a page that are posted: what a browser sends of each."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[Form] = []
        self.name = self.text = ""  # of the select, of the textarea that is open
        self.is_within = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.is_within = given.get("method", "").lower() == "post"
            self.found += [Form(given.get("action", ""), {}, [])] if self.is_within else []
        if not self.is_within or tag not in ("input", "select", "textarea", "option", "button"):
            return
        form, kind, value = self.found[-1], given.get("type", ""), given.get("value", "")
        if tag == "option":
            if "selected" in given or not form.fields.get(self.name):
                form.fields[self.name] = [value]
            return
        name = given.get("name", "")
        self.name = name if tag == "select" else ""
        self.text = name if tag == "textarea" else ""
        if name and (tag == "button" or kind in BUTTONS):
            form.buttons.append((name, value))
        elif name and kind in CHOSEN:
            form.fields.setdefault(name, []).extend([value] if "checked" in given else [])
        elif name:
            form.fields.setdefault(name, [] if tag == "select" or kind == "file" else [value])

    def handle_data(self, data: str) -> None:
        if self.text:
            self.found[-1].fields[self.text][0] += data

    def handle_endtag(self, tag: str) -> None:
        self.text = "" if tag == "textarea" else self.text
        self.is_within = self.is_within and tag != "form"


def run(
    people: Cast, turns: int = 1, seed: int = SEED, *, most: int | None = None
) -> Iterator[Told]:
    """Each turn every field of every form with one wrong value, the rest as it stands there.

    A field is asked about once a turn, by whichever role meets it first, and has another value
    each turn. `most` are the fields of a page that are tried in a turn.
    """
    dice = random.Random(seed)  # noqa: S311  not for secrets
    pages = list(_pages(people))
    for turn in range(turns):
        dice.shuffle(pages)
        tried: set[tuple[str, str]] = set()
        for role, path in tuple(pages):
            found = _forms_of(people, role, path)
            if not found:
                pages.remove((role, path))
            for form in found:
                yield from islice(_one_wrong(people, role, form, tried, turn), most)


def _pages(people: Cast) -> Iterator[tuple[str, str]]:
    for name, template in templates():
        if name in LEFT_OUT:
            continue
        path = filled(template, name, lambda name, place: people.places[name].get(place))
        for role in people.clients:
            if role == "visitor" or not path.startswith(("/zones", "/enquire", "/alerts")):
                yield role, path


def _forms_of(people: Cast, role: str, path: str) -> list[Form]:
    """The forms of the page that have something to fill in."""
    answer = people.ask(people.clients[role], "get", path)
    if answer.status != OK or "html" not in answer.kind:
        return []
    forms = (
        form._replace(page=path, action=urljoin(path, form.action))
        for form in Forms(answer.body.decode()).found
    )
    return [form for form in forms if form.fields and _is_left_in(form.action)]


def _one_wrong(
    people: Cast, role: str, form: Form, tried: set[tuple[str, str]], turn: int
) -> Iterator[Told]:
    for name in form.fields:
        kind = (_ROW.sub("N", form.action), _ROW.sub("N", name))
        if kind in tried:
            continue
        tried.add(kind)
        if len(tried) % 10 == 0:
            all_back(people)
        told = _sent(people, role, form, name, _wrong(kind, turn))
        if told.status in DONE:  # the page says something else now
            fresh = [one for one in _forms_of(people, role, form.page) if one.action == form.action]
            form = fresh[0] if fresh else form
        yield told


def _wrong(kind: tuple[str, str], turn: int) -> str | SimpleUploadedFile:
    """The value of this turn: each field goes through all of them in an order of its own."""
    order = random.Random(repr(kind)).sample(WRONG, len(WRONG))  # noqa: S311  not for secrets
    value = order[turn % len(WRONG)]
    return SimpleUploadedFile("odd\u202e.pdf", b"%PDF-\0odd") if value == A_FILE else value


def _is_left_in(address: str) -> bool:
    """Not the buttons that end the role of the run."""
    return not any(word in urlsplit(address).path for word in ("logout", "deactivate", "sessions"))


def _sent(people: Cast, role: str, form: Form, name: str, wrong: str | SimpleUploadedFile) -> Told:
    sent: dict = {key: value for key, value in form.fields.items() if key != name}
    if wrong != MISSING:
        sent[name] = wrong if isinstance(wrong, SimpleUploadedFile) else [wrong]
    dice = random.Random(f"{form.action} {name}")  # noqa: S311  not for secrets
    sent |= dict([dice.choice(form.buttons)]) if form.buttons else {}
    answer = people.ask(people.clients[role], "post", form.action, sent)
    return Told(role, "post", f"{form.action} {name}={wrong!r:.60}", answer.status, answer.seconds)
