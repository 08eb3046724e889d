"""What a change did, in a line: the same words in the history, the feed, lists and on the desk."""

from collections.abc import Callable, Iterable

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sez_portal.common.dates import spell
from sez_portal.common.fields import columns_of
from sez_portal.common.lists import listed
from sez_portal.records.choices import Origin, RowAct
from sez_portal.records.field_types.basic import Json
from sez_portal.records.field_types.files import FileRows
from sez_portal.records.files import shown_change
from sez_portal.records.models import Submission
from sez_portal.records.record import Field, Record
from sez_portal.records.sections import OTHER_GROUPS, section_of

MOST = 3  # fields that are named one by one
Change = dict[str, str]  # "from", "to", and what more an act on a row says
NAMES = frozenset({"key", *columns_of("name")})


def headline(record: Record, sent: Submission) -> str:
    """What it did to the row, or to which fields; the author and the reason stand elsewhere."""
    if told := _of_the_row(sent):
        return told
    changed = [field for field in record.fields if field.key in sent.changes]
    fields = changed or [field for field in record.fields if field.key in sent.evidence]
    if not fields:
        return _capital(str(sent.get_act_display() or sent.get_origin_display()))
    if sent.origin == Origin.CONFIRMATION:
        return _("Confirmed: %(fields)s") % {"fields": listed(_sections(record, fields))}
    if sent.origin == Origin.REVERT:
        return _("Taken back: %(fields)s") % {"fields": listed(_labels(fields))}
    if not changed:
        told = _("Year or source changed: %(fields)s")
        return told % {"fields": listed(_labels(fields))}
    sentence = _sentence(sent, changed)
    return sentence % {"fields": _capital(get_text_list(_labels(changed), _("and")))}


def fields_named(record: Record, sent: Submission) -> str:
    """The fields that it speaks of, the first of them by name."""
    fields = [field for field in record.fields if field.key in sent.fields]
    return _capital(get_text_list(_labels(fields), _("and")))


def _of_the_row(sent: Submission) -> str:
    """What was done to the whole row; "" where single fields were changed."""
    if shown := sent.changes.get("is_published"):
        return _("Published") if shown["to"] else _("Taken off the public pages")
    if sent.origin == Origin.SEED:
        return _("Compiled from public sources")
    for name, tell in OF_ROWS.items():
        if change := sent.changes.get(name):
            return tell(change)
    if sent.origin == Origin.RENAME and NAMES & sent.changes.keys():
        return _("Renamed")
    return _("Added") if sent.is_new else ""


def _merged_into(change: Change) -> str:
    """Of the row that went. It does not name the other: not every reader may see that."""
    if change.get("undoes") == RowAct.REPLACE:
        return _("Withdrawn") if change["to"] else _("Stands again")
    if not change["to"]:
        return _("Parted again")
    return _("The parting was undone") if change.get("undoes") else _("Made one with another")


def _merged_from(change: Change) -> str:
    if change.get("undoes") == RowAct.REPLACE:
        is_gone = bool(change["to"])
        return _("The new rule was withdrawn") if is_gone else _("The new rule stands again")
    if not change["to"]:
        return _("Parted again from %(title)s") % {"title": change["from"]}
    if change.get("undoes"):
        return _("The parting was undone: %(title)s is part of it again") % {"title": change["to"]}
    return _("Made one with %(title)s") % {"title": change["to"]}


def _replaced_by(change: Change) -> str:
    if not change["to"]:
        return _("No longer replaced")
    if day := change.get("day"):
        return _("Replaced by a new law from %(day)s on") % {"day": spell(day)}
    return _("Replaced by a new law")


def _replaces(change: Change) -> str:
    told = {"title": change["to"], "day": spell(change.get("day", ""))}
    if told["day"]:
        return _("Takes the place of %(title)s from %(day)s on") % told
    return _("Takes the place of %(title)s") % told


OF_ROWS: dict[str, Callable[[Change], str]] = {
    "merged_into": _merged_into,
    "merged_from": _merged_from,
    "parted_from": lambda change: _("Parted from %(title)s") % {"title": change["to"]},
    "parted_into": lambda change: _("Parted: %(title)s begins") % {"title": change["to"]},
    "replaced_by": _replaced_by,
    "replaces": _replaces,
}


def _sentence(sent: Submission, fields: Iterable[Field]) -> str:
    """Whether files only came, only went, or anything else happened."""
    acts = {act for field in fields for act in _acts(field, sent.changes[field.key])}
    if acts == {"added"}:
        return _("%(fields)s added")
    return _("%(fields)s removed") if acts == {"removed"} else _("%(fields)s changed")


def _acts(field: Field, change: dict[str, Json]) -> set[str]:
    """What a change does to the files of a field; of any other field, that it changes it."""
    if not isinstance(field.kind, FileRows):
        return {"changed"}
    files = shown_change(field.kind, change["from"], change["to"])
    return {one.act for one in files if one.act} or {"changed"}


def _labels(fields: Iterable[Field]) -> list[str]:
    """Their names within a sentence; a text in several languages once, many shortened."""
    every = list(dict.fromkeys(str(field.text or field.label) for field in fields))
    named = [_within(label) for label in every[:MOST]]
    if more := len(every) - len(named):
        named.append(ngettext("%(count)s more", "%(count)s more", more) % {"count": more})
    return named


def _sections(record: Record, fields: list[Field]) -> list[str]:
    """The fields, or the sections they stand in where they are many."""
    if len(fields) <= MOST:
        return _labels(fields)
    labels = OTHER_GROUPS | record.groups
    sections = dict.fromkeys(map(section_of, fields))
    if not labels.keys() >= sections.keys():
        return _labels(fields)
    return [_within(str(labels[one])) for one in sections]


def _within(label: str) -> str:
    """The label as it is written within a sentence: "Jobs", but not "SEZ law"."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
