"""A question about a proposal: where its author reads it, and where the answer is written."""

from django.forms import Form
from django.urls import reverse
from django.utils.translation import gettext as _

from sez_portal.records.choices import RemarkKind, SubmissionStatus
from sez_portal.records.field_types.files import FileRows
from sez_portal.records.models import Remark, Submission
from sez_portal.records.record import get
from sez_portal.records.sections import section_of

ANSWER = "#id_note"  # the box in which an author answers


def ask_in(form: Form, mine: Submission | None) -> str:
    """What those who decide asked back, as long as it is not answered: the form asks it where
    its author writes. "" where nothing is asked."""
    if mine is None or mine.status != SubmissionStatus.RETURNED:
        return ""
    asked = Remark.objects.filter(submission=mine, kind=RemarkKind.RETURNED).last()
    if asked is None:
        return ""
    note = form.fields["note"]
    note.label = _("Your answer to the question")
    note.help_text = _("%(who)s asks: “%(question)s” Write here, and send.") % {
        "who": asked.author_name or _("Somebody"),
        "question": asked.text,
    }
    return asked.text


def place_to_answer(row: Submission) -> str:
    """The box for the answer, in the form of what was sent: of a row, of files, of the first
    section that waits."""
    record = get(row.record)
    names = [name for name in row.undecided if name in record.by_key]
    if row.act or not names:
        return row.get_absolute_url()
    if row.is_new:
        return f"{reverse('propose-new-again', args=[row.pk])}{ANSWER}"
    if isinstance(record[names[0]].kind, FileRows):
        return f"{reverse('zone-files', args=[row.key])}{ANSWER}"
    section = section_of(record[names[0]])
    return f"{reverse('propose-section', args=[row.record, row.key, section])}{ANSWER}"
