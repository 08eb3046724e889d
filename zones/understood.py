"""How the words of a search were understood, in the words of the reader, and how to undo it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from typing import NamedTuple

from django.http import QueryDict
from django.utils.translation import gettext as _

from countries.cache import ReferenceData
from countries.choices import GatewayKind, Sector, ZoneType
from sez_portal.common.fields import text_in
from sez_portal.common.lists import in_parts
from sez_portal.common.queries import with_value, without
from sez_portal.common.vocabulary import word_of
from zones.choices import CautionKind, Status
from zones.list_items import Line, away
from zones.search.asking import Answer
from zones.search.phrases import NEAR
from zones.search.reading import NEAR_KM, Part

MOST_FIRMS = 2  # of those that a line of the list names
VOCABULARIES = {"sector": Sector, "status": Status, "type": ZoneType, "note": CautionKind}


class PartInWords(NamedTuple):
    """What some words stand for, and the query without them."""

    label: str
    without: str


@dataclass(frozen=True)
class Understood:
    """What the list says above its results; the fields that do not apply are empty."""

    parts: list[PartInWords]
    as_text: str  # the query in which no word stands for anything
    instead_of: str  # what was typed, where nothing was found for it
    shown: str  # what was looked for in its place
    firm: str  # words that name a firm
    named_in: int  # how many zones name it among their firms
    made_in: int  # how many others name it as developer or operator alone
    noted: str  # words that stand in public notes
    noted_in: int  # how many of the zones found have them in one


def understood(answer: Answer, query: QueryDict, reference: ReferenceData) -> Understood | None:
    """How the words were understood; None where they were looked for as they stand."""
    reading = answer.reading
    parts = [
        PartInWords(part_in_words(part, reference), _with_words(query, reading.without(part)))
        for part in reading.parts
    ]
    named_in = answer.named_in if reading.text else 0
    if parts and reading.text:
        label = _("the words “%(words)s”") % {"words": reading.unread}
        parts.append(PartInWords(label, _with_words(query, reading.without_text)))
    made_in = answer.made_in if reading.text else 0
    if not (parts or answer.instead_of or named_in or made_in or answer.noted):
        return None
    return Understood(
        parts,
        _with_words(query, reading.as_text) if parts else "",
        answer.instead_of,
        reading.typed if answer.instead_of else "",
        reading.unread if named_in or made_in else "",
        named_in,
        made_in,
        reading.typed_as(answer.noted),
        answer.noted_in,
    )


def _with_words(query: QueryDict, words: str) -> str:
    return with_value(query, "q", words) if words else without(query, "q")


def part_in_words(part: Part, reference: ReferenceData) -> str:
    """What a part stands for, as “in Viet Nam” or “within 50 km of Laem Chabang Port”."""
    if part.kind == NEAR:
        return _near(part)
    names = reduce(_either, _named(part.kind, part.keys, reference))
    if part.kind in ("country", "province"):
        return _("in %(place)s") % {"place": names}
    if part.kind == "sector":
        return _("sector: %(name)s") % {"name": names}
    if part.kind == "note":
        return _("public note: %(kind)s") % {"kind": names}
    if part.kind == "status":
        return _("status: %(name)s") % {"name": names}
    return _("kind: %(name)s") % {"name": names}


def _either(one: str, other: str) -> str:
    # Translators: two names of which one holds: “exempt or reduced”, “Laos or Thailand”.
    return _("%(one)s or %(other)s") % {"one": one, "other": other}


def _near(part: Part) -> str:
    words = {"km": NEAR_KM}
    if part.keys[0] in GatewayKind:
        kind = word_of(GatewayKind, part.keys[0])
        return _("within %(km)s km of a gateway: %(kind)s") % {**words, "kind": kind}
    name = reduce(_either, (text_in(gateway, "name").text for gateway in part.gateways))
    return _("within %(km)s km of %(gateway)s") % {**words, "gateway": name}


def _named(kind: str, keys: Iterable[str], reference: ReferenceData) -> list[str]:
    if kind in VOCABULARIES:
        return [word_of(VOCABULARIES[kind], key) for key in keys]
    rows = reference.countries if kind == "country" else reference.provinces
    return [text_in(rows[key], "name").text for key in keys if key in rows]


def explained(lines: Sequence[Line], answer: Answer) -> list[Line]:
    """The lines with what made the zones fit: how far they are, which firms they name."""
    distances, firms = answer.distances, answer.firms if answer.reading.text else []
    if not (distances or firms):
        return list(lines)
    shown: list[Line] = []
    for line in lines:
        pk = line["pk"]
        named = [firm.name for firm in firms if firm.zones >> pk & 1][:MOST_FIRMS]
        more: Line = line.copy()
        if named:
            more["named"] = _("names %(firms)s") % {"firms": in_parts(named)}
        if pk in distances:
            more["distance"] = away(distances[pk], answer.words.rows[pk]["coord_precision"])
        shown.append(more)
    return shown
