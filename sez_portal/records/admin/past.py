"""The history of a row for who keeps it: also what visitors never see, its publishing."""

from django.utils.translation import gettext as _

from sez_portal.records.history import Changed, Told, told
from sez_portal.records.models import Submission
from sez_portal.records.record import Record


def retold(record: Record, submission: Submission) -> Told:
    """The submission in words, with changes of the row itself beside those of its fields."""
    found = told(record, submission)
    return found._replace(fields=[*_own(submission), *found.fields])


def _own(submission: Submission) -> list[Changed]:
    rows = []
    if change := submission.changes.get("is_published"):
        words = {True: _("published"), False: _("not published")}
        label = _("Shown to visitors")
        rows.append(Changed(label, words[change["from"]], words[change["to"]], "en"))
    if change := submission.changes.get("key"):
        rows.append(Changed(_("Key"), change["from"], change["to"], "en"))
    return rows
