"""What the summary of a zone speaks of while the facts below it call that not known.

A figure of a summary may count something else: a part of the zone, a plan, registered firms. So
none is taken from there, and the page says whose words they are and of what year.
"""

import re
from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from sez_portal.common.dates import spell
from sez_portal.common.lists import listed
from sez_portal.records.choices import State
from sez_portal.records.evidence.facts import Fact

NUMBER = r"\d(?:[\d,.]*\d)?"
FEW_WORDS = r"(?:[\w-]+ ){0,3}"
MONEY = r"US\$|\$|USD|THB|VND|RMB|MMK|yuan|kip|kyat|baht|dong"
# How the English of a summary speaks of a field.
SPEAKS_OF = {
    "area_ha": rf"{NUMBER} (?:ha|hectares|km²|sq km|rai|mu)\b",
    "available_ha": rf"\bfully (?:let|leased|occupied|sold)\b|\boccupan|{NUMBER} {FEW_WORDS}left\b",
    "firms": rf"{NUMBER} {FEW_WORDS}(?:firms|companies|enterprises|factories|businesses)\b",
    "jobs": rf"{NUMBER} {FEW_WORDS}(?:jobs|workers|employees)\b|{NUMBER} people worked\b",
    "investment_usd_m": (
        rf"(?:{MONEY}) ?{NUMBER} (?:million|billion)|{NUMBER} (?:million|billion) (?:{MONEY})"
    ),
    "lease_term_years": rf"{NUMBER}[- ]year (?:[\w-]+ )?(?:lease|concession)|for {NUMBER} years\b",
}
PATTERNS = {name: re.compile(pattern) for name, pattern in SPEAKS_OF.items()}


def only_in_words(summary: str, facts: Mapping[str, Fact]) -> list[Fact]:
    """The facts not known of which the summary speaks, and no source below them does."""
    return [
        facts[name]
        for name, pattern in PATTERNS.items()
        if facts[name].state == State.UNKNOWN and not facts[name].others and pattern.search(summary)
    ]


def whose_words(summary: Fact, spoken_of: Iterable[Fact]) -> str:
    """Say that what the summary tells of these is its sources' words; "" where it tells none."""
    fields = listed(str(fact.field.label) for fact in spoken_of)
    if not fields:
        return ""
    if summary.speaks_of:
        return _(
            "What this summary says of these is in the words of its sources, of %(year)s, and may"
            " count something else than the facts below: %(fields)s."
        ) % {"year": spell(summary.speaks_of), "fields": fields}
    return _(
        "What this summary says of these is in the words of its sources, without a date, and may"
        " count something else than the facts below: %(fields)s."
    ) % {"fields": fields}
