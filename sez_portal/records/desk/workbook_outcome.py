"""What became of a workbook that was sent: each field that it brought, and where it stands."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext_lazy as _

from sez_portal.records.choices import PROPOSED, SubmissionStatus, Verdict
from sez_portal.records.models import SentWorkbook, Submission
from sez_portal.records.record import Record, get
from sez_portal.records.services.apply import title_of
from sez_portal.records.taken_back import taken_back

LIVE, BACK = "live", "back"
FATES = {  # in the order in which they are told
    LIVE: _("On the page"),
    SubmissionStatus.WAITING: _("Waiting for a decision"),
    SubmissionStatus.RETURNED: _("Sent back with a question"),
    Verdict.DECLINED: _("Declined"),
    SubmissionStatus.WITHDRAWN: _("Withdrawn"),
    BACK: _("Taken back since"),
}


class Outcome(NamedTuple):
    """A submission and its fields by what became of them, each group under its words."""

    sent: Submission
    fates: list[tuple[str, list[str]]]


def outcome(book: SentWorkbook) -> dict[str, Any]:
    record = get(book.record)
    made = list(Submission.objects.filter(pk__in=book.submissions).order_by("title", "pk"))
    left, brought = book.chosen.get("not_sent", []), book.chosen.get("sent", {})
    rows: Any = record.model._default_manager.filter(key__in={key for key, _name in left})
    titles, back = {row.key: title_of(row) for row in rows}, taken_back(made)
    return {
        "book": book,
        "made": [
            Outcome(one, _fates(record, one, brought.get(str(one.pk), one.fields), back[one.pk]))
            for one in made
        ],
        "left": [(titles.get(key, key), str(record[name].label)) for key, name in left],
    }


def _fates(
    record: Record, sent: Submission, names: list[str], back: Mapping[str, Submission]
) -> list[tuple[str, list[str]]]:
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(_fate(sent, name, back), []).append(str(record[name].label))
    return [(str(words), found[fate]) for fate, words in FATES.items() if fate in found]


def _fate(sent: Submission, name: str, back: Mapping[str, Submission]) -> str:
    if name in back:
        return BACK
    if sent.origin not in PROPOSED or sent.status == SubmissionStatus.APPLIED:
        return LIVE
    if name not in sent.decisions:
        return LIVE if sent.status == SubmissionStatus.ACCEPTED else sent.status
    is_accepted = sent.decisions[name]["verdict"] == Verdict.ACCEPTED
    return LIVE if is_accepted else Verdict.DECLINED
