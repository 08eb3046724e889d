"""Words that name a gateway and no zone, without a “near”: "Boten railway", "Boten border"."""

from dataclasses import replace

from zones.search.phrases import NEAR, common_words, gateway_kinds
from zones.search.reading import Part, Reading
from zones.search.words import Words


def at_gateways(reading: Reading, words: Words) -> Reading | None:
    """The query with its text read as the gateways that it names; None where it names none.

    With a kind of gateway in it each other word may name one of that kind, of two that lie on
    both sides of a border; without one all words have to name the same gateway.
    """
    said = [word.plain for word in reading.text]
    kinds = {gateway_kinds()[word] for word in said if word in gateway_kinds()}
    names = [word for word in said if word not in gateway_kinds() and word not in common_words()]
    if not names or len(kinds) > 1:
        return None
    called = [words.gateways.called([name]) for name in names] if kinds else []
    called = called or [words.gateways.called(names)[:1]]
    if kinds:
        called = [[gateway for gateway in each if gateway.kind in kinds] for each in called]
    if not all(called):
        return None
    gateways = {gateway.key: gateway for each in called for gateway in each}
    part = Part(NEAR, tuple(gateways), reading.text, tuple(gateways.values()))
    return replace(reading, parts=(*reading.parts, part), text=())
