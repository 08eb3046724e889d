"""A person's basket: sections of records that they saved and have not sent.

What was typed is kept as it was typed, errors and all, until it is sent or thrown away. What was
withdrawn or declined comes back into it, to be put right and sent again.
"""

import json
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _

from sez_portal.accounts.models import User
from sez_portal.common.access import require
from sez_portal.common.lists import in_parts, listed
from sez_portal.records.choices import SubmissionStatus, Verdict
from sez_portal.records.field_types.basic import Json
from sez_portal.records.field_types.files import FileRows
from sez_portal.records.models import DataVersion, Draft, Submission
from sez_portal.records.record import Field, Record, get
from sez_portal.records.sections import section_of
from sez_portal.records.services.apply import row_to_propose_for
from sez_portal.records.services.retyping import OPENED, holds, paper_of, retype, typed_for

__all__ = ["FILES", "NEW", "holds", "typed_for"]

FILES = "files"  # the section of photos and documents
NEW = "new"  # that of a row which is to be proposed


@dataclass(frozen=True)
class Typed:
    """What a form holds: {input: [value, …]}, the reason, the data version it was opened at, and
    the name and title of a stored paper."""

    inputs: dict[str, Any]
    note: str = ""
    based_on: int = 0
    paper: tuple[str, str] = ("", "")


class SavedElsewhere(ValidationError):
    """The section was saved from another window after this one was opened."""


def drafts_of(record: Record, key: str, by: User) -> dict[str, Draft]:
    """The basket of this person for one row: their drafts by section."""
    found = Draft.objects.filter(author=by, record=record.name, key=key)
    return {draft.section: draft for draft in found}


@transaction.atomic
def save(
    *,
    record: Record,
    key: str,
    section: str,
    by: User,
    typed: Typed,
    revision: int | None = None,
) -> Draft:
    """Keep what the form holds, as it was typed; nobody else sees it.

    `revision` is that of the draft which the form was opened with, 0 for none: another one is
    not overwritten (SavedElsewhere). None overwrites.
    """
    row_to_propose_for(record, key, by)
    told = {"author": by, "record": record.name, "key": key, "section": section}
    draft = Draft.objects.select_for_update().filter(**told).first() or Draft(**told, revision=0)
    if revision is not None and draft.revision != revision and draft.typed != typed.inputs:
        raise SavedElsewhere(
            _(
                "You saved this section from another window at %(time)s, with: %(values)s. Nothing "
                "was overwritten: save again if what stands here is to take its place."
            )
            % {
                "time": time_format(timezone.localtime(draft.saved_at), "H:i"),
                "values": _unlike(record, draft.typed, typed.inputs),
            }
        )
    draft.typed, draft.note = typed.inputs, typed.note
    draft.paper, draft.paper_title = typed.paper
    draft.based_on = min(typed.based_on, DataVersion.current()) or DataVersion.current()
    draft.revision += 1
    draft.save()
    return draft


def _unlike(record: Record, saved: Mapping[str, Any], typed: Mapping[str, Any]) -> str:
    """What the saved section holds otherwise, as it was typed there."""
    told = [
        f"{record[name].label} “{listed(value)}”"
        for name, value in saved.items()
        if name in record.by_key and typed.get(name) != value
    ]
    return in_parts(told) or _("other years or sources")


def throw_away(record: Record, key: str, section: str, by: User) -> None:
    """Forget what this person saved of the section."""
    Draft.objects.filter(author=by, record=record.name, key=key, section=section).delete()


@transaction.atomic
def reopen(submission: Submission, by: User) -> list[Draft]:
    """Put what came back into its author's basket: all of a withdrawn proposal, what was
    declined of any other. What is typed already stays.

    Raises PermissionDenied for anybody but its author.
    """
    require(by, "reopen", submission)
    record, names = get(submission.record), came_back(submission)
    row = record.model._default_manager.filter(key=submission.key)
    is_to_come = submission.is_new and not row.exists()
    made = []
    for section, fields in _by_section(record, names, is_to_come=is_to_come).items():
        typed, paper = retype(submission, fields), paper_of(submission, fields)
        draft, is_new = Draft.objects.get_or_create(
            author=by,
            record=record.name,
            key="" if section == NEW else submission.key,
            section=section,
            defaults={
                "typed": typed,
                "note": submission.reason_for(field.key for field in fields),
                "paper": paper[0],
                "paper_title": paper[1],
                "based_on": DataVersion.current(),
                "came_back": submission,
            },
        )
        if not is_new:
            _add(draft, typed, paper, submission)
        made.append(draft)
    return made


def _add(
    draft: Draft, typed: Mapping[str, Any], paper: tuple[str, str], submission: Submission
) -> None:
    """Put what came back beside what is typed already, which stays as it is."""
    whole, has_paper = {**typed, **draft.typed}, bool(draft.paper or not paper[0])
    if OPENED in whole:  # what it opened with waits no longer
        opened = json.loads(next(iter(whole[OPENED]), "") or "{}")
        left = {name: told for name, told in opened.items() if name not in typed}
        whole[OPENED] = [json.dumps(left)]
    if whole != draft.typed or not has_paper:
        draft.typed, draft.revision = whole, draft.revision + 1
        if not has_paper:
            draft.paper, draft.paper_title = paper
        draft.came_back = submission
        draft.save()


def came_back(submission: Submission) -> list[str]:
    """The fields that its author may send again: those withdrawn undecided, and those declined."""
    is_withdrawn = submission.status == SubmissionStatus.WITHDRAWN
    declined = [
        name for name, told in submission.decisions.items() if told["verdict"] == Verdict.DECLINED
    ]
    return [*(submission.undecided if is_withdrawn else ()), *declined]


def keep_the_rest(draft: Draft, fields: Collection[Field]) -> None:
    """Leave in the draft what was typed for these fields alone; without any it is gone."""
    typed = typed_for(draft.typed, fields)
    if typed:
        Draft.objects.filter(pk=draft.pk).update(typed=typed, revision=draft.revision + 1)
    else:
        draft.delete()


def opens_with(drafts: Iterable[Draft], waiting: Mapping[str, Json]) -> None:
    """Note in the drafts that hold these fields that their author saw now that this waits."""
    for draft in drafts:
        opened = json.loads(next(iter(draft.typed.get(OPENED, ())), "") or "{}")
        told = {name: now for name, now in waiting.items() if name in draft.typed}
        if told:
            draft.typed = {**draft.typed, OPENED: [json.dumps({**opened, **told})]}
            Draft.objects.filter(pk=draft.pk).update(typed=draft.typed)


def _by_section(
    record: Record, names: Iterable[str], *, is_to_come: bool
) -> dict[str, list[Field]]:
    found: dict[str, list[Field]] = {}
    for name in names:
        if name in record.by_key:
            field = record[name]
            section = FILES if isinstance(field.kind, FileRows) else section_of(field)
            found.setdefault(NEW if is_to_come else section, []).append(field)
    return found
