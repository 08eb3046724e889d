"""Every form as it stands on its page, sent with one wrong value at a time."""

import random
from collections.abc import Iterator
from html.parser import HTMLParser
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

from tests.addresses import filled, templates
from tests.fuzz import values
from tests.fuzz.people import ORIGIN, Cast, all_back
from tests.fuzz.requests import LEFT_OUT, SEED, Told
from tests.pages import SAMPLES

MISSING = "(missing)"
OK = 200
SHARE_MISSING = 0.1
BUTTONS = ("button", "submit")


class Form(NamedTuple):
    action: str
    fields: dict[str, list[str]]
    buttons: list[tuple[str, str]]


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
        elif name and kind != "file":
            form.fields.setdefault(name, [] if tag == "select" else [value])

    def handle_data(self, data: str) -> None:
        if self.text:
            self.found[-1].fields[self.text][0] += data

    def handle_endtag(self, tag: str) -> None:
        self.text = "" if tag == "textarea" else self.text
        self.is_within = self.is_within and tag != "form"


def run(people: Cast, count: int, seed: int = SEED) -> Iterator[Told]:
    """So many forms, each fresh from its page and with one wrong value.

    Round by round over all pages with forms, in an order of chance.
    """
    dice = random.Random(seed)  # noqa: S311  not for secrets
    pages = list(_pages(people))
    dice.shuffle(pages)
    done = 0
    while pages:
        for role, path in tuple(pages):
            if done == count:
                return
            form = _form_of(people, role, path, dice)
            if form is None:
                pages.remove((role, path))
                continue
            if done % 50 == 0:
                all_back(people)
            done += 1
            yield _sent(people, role, urljoin(path, form.action), form, dice)


def _pages(people: Cast) -> Iterator[tuple[str, str]]:
    for name, template in templates():
        if name in LEFT_OUT:
            continue
        sample = SAMPLES.get(name)
        given = people.places.get(name, {})
        key = sample.args[0] if sample and sample.args else None

        def place(_name: str, place: str, given: dict = given, key: str | None = key) -> str | None:
            return given.get(place) or (key if place == "key" else None)

        path = filled(template, name, place)
        for role in people.clients:
            if role == "visitor" or not path.startswith(("/zones", "/enquire", "/alerts")):
                yield role, path


def _form_of(people: Cast, role: str, path: str, dice: random.Random) -> Form | None:
    """A form of the page with something to fill in, if it has any."""
    answer = people.clients[role].get(path, headers=ORIGIN)
    if answer.status_code != OK or "html" not in answer.get("Content-Type", ""):
        return None
    found = [form for form in Forms(answer.content.decode()).found if form.fields]
    ours = [form for form in found if _is_left_in(urljoin(path, form.action))]
    return dice.choice(ours) if ours else None


def _is_left_in(address: str) -> bool:
    """Not the buttons that end the role of the run."""
    return not any(word in urlsplit(address).path for word in ("logout", "deactivate", "sessions"))


def _sent(people: Cast, role: str, address: str, form: Form, dice: random.Random) -> Told:
    name = dice.choice(list(form.fields))
    wrong = MISSING if dice.random() < SHARE_MISSING else dice.choice(values.FAULTY)
    sent = {key: value for key, value in form.fields.items() if key != name}
    sent |= {} if wrong == MISSING else {name: [wrong]}
    sent |= dict([dice.choice(form.buttons)]) if form.buttons else {}
    answer = people.clients[role].post(address, sent, headers=ORIGIN)
    return Told(role, "post", f"{address} {name}={wrong[:60]!r}", answer.status_code)
