"""What a country says to single fields of a proposal: endorsed, or objected to with a reason."""

from collections.abc import Mapping
from typing import TypedDict

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from sez_portal.records.choices import FieldWord, RemarkKind
from sez_portal.records.models import Submission


class Word(TypedDict):
    """A word on one field, and why, as a remark keeps it."""

    word: str
    reason: str


Words = Mapping[str, Word]


def checked(proposal: Submission, words: Words) -> Words:
    """The words on fields that wait. Raises ValidationError for none, or a missing reason."""
    open_ones = {name: told for name, told in words.items() if name in proposal.undecided}
    faults = {}
    for name, told in open_ones.items():
        if told["word"] not in FieldWord.values:
            faults[name] = _("Endorse, object, or say nothing yet.")
        elif told["word"] == FieldWord.OBJECTED and not told["reason"].strip():
            faults[name] = _("Write a reason. The Mekong Institute decides by it.")
    if faults:
        raise ValidationError(faults)
    if not open_ones:
        raise ValidationError(_("Choose a word on at least one field."))
    return open_ones


def note_answers(proposal: Submission) -> None:
    """Note which words still speak of something that waits as it was when they were said: the
    queue asks for it."""
    for said in proposal.remarks.filter(kind=RemarkKind.WORDS):
        answers = any(
            name in said.words and said.created_at >= moment
            for name, moment in proposal.clocks.items()
        )
        if answers != said.answers:
            proposal.remarks.filter(pk=said.pk).update(answers=answers)
