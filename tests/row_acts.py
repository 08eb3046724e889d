"""Acts on whole rows as tests do them, and what stands of a row afterwards."""

from sez_portal.records.models import Evidence, Submission
from sez_portal.records.services import row_acts
from sez_portal.records.services.told import Told
from zones.record import ZONE

KEY = "la-savan-seno"
CITED = {
    "url": "https://gazette.example/301",
    "title": "Decree No. 301/GOV",
    "publisher": "",
    "published": "",
    "is_linked": True,
}


def told(by, note: str = "A decision of the committee") -> Told:
    return Told(by, "Ministry of Planning", note)


def begin(act: str, by, key: str = KEY, *, record=ZONE, note: str = "n", **terms) -> Submission:
    return row_acts.begin(act=act, record=record, key=key, terms=terms, told=told(by, note))


def undo(made: Submission, by) -> Submission:
    return row_acts.undo(submission=made, told=told(by, "It was a mistake"))


def said(record, key: str) -> set:
    """What stands for each figure of the row, and why."""
    pieces = Evidence.objects.standing().filter(record=record.name, key=key)
    return {
        (
            *(one.field, str(one.value), one.state, one.speaks_of, one.confirmed_on),
            *(one.confirmed_by, one.compiled, one.note, one.is_shown),
            tuple(sorted((source.url, source.title) for source in one.sources.all())),
        )
        for one in pieces.prefetch_related("sources")
    }
