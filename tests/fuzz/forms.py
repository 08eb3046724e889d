"""Every form as it stands on its page, sent with one wrong value at a time."""

import random
from collections.abc import Iterator
from html.parser import HTMLParser

from django.core.cache import cache

from tests.addresses import filled, templates
from tests.fuzz import values
from tests.fuzz.people import ORIGIN, Cast
from tests.fuzz.requests import LEFT_OUT, SEED, Told
from tests.pages import SAMPLES

MISSING = "(missing)"


class Forms(HTMLParser):
    """The forms of a page that are posted: what a browser sends of each."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[dict[str, list[str]]] = []
        self.name = ""
        self.is_within = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        given = dict(attrs)
        if tag == "form":
            self.is_within = (given.get("method") or "").lower() == "post"
            self.found += [{}] if self.is_within else []
        if not self.is_within or tag not in ("input", "select", "textarea", "option", "button"):
            return
        if tag == "option":
            is_first = not self.found[-1].get(self.name)
            if "selected" in given or is_first:
                self.found[-1][self.name] = [given.get("value") or ""]
            return
        self.name = given.get("name") or ""
        if self.name and given.get("type") != "file":
            self.found[-1].setdefault(self.name, []).append(given.get("value") or "")

    def handle_endtag(self, tag: str) -> None:
        self.is_within = self.is_within and tag != "form"


def run(people: Cast, count: int, seed: int = SEED) -> Iterator[Told]:
    """At most so many forms, in an order of chance, each with one wrong value."""
    dice = random.Random(seed)  # noqa: S311  not for secrets
    cases = list(_cases(people, dice))
    dice.shuffle(cases)
    for number, (role, path, data, name) in enumerate(cases[:count]):
        if number % 50 == 0:
            cache.clear()
        wrong = MISSING if dice.random() < 0.1 else dice.choice(values.FAULTY)  # noqa: PLR2004
        sent = {key: value for key, value in data.items() if key != name}
        sent |= {} if wrong == MISSING else {name: [wrong]}
        answer = people.clients[role].post(path, sent, headers=ORIGIN)
        yield Told(role, "post", f"{path} {name}={wrong[:60]!r}", answer.status_code)


def _cases(people: Cast, dice: random.Random) -> Iterator[tuple[str, str, dict, str]]:
    for name, template in templates():
        if name in LEFT_OUT:
            continue
        sample = SAMPLES.get(name)
        given = people.places.get(name, {})
        key = sample.args[0] if sample and sample.args else None

        def place(_name: str, place: str, given: dict = given, key: str | None = key) -> str | None:
            return given.get(place) or (key if place == "key" else None)

        path = filled(template, name, place)
        for role, client in people.clients.items():
            if role == "visitor" or not path.startswith(("/zones", "/enquire", "/alerts")):
                answer = client.get(path, headers=ORIGIN)
                if answer.status_code == 200 and "html" in answer.get("Content-Type", ""):  # noqa: PLR2004
                    for data in Forms(answer.content.decode()).found:
                        names = list(data)
                        for field in dice.sample(names, min(len(names), 40)):
                            yield role, path, data, field
