"""What came back when an act on a whole row was undone: the same words in mails and on the desk."""

from collections.abc import Collection, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sez_portal.accounts.models import User
from sez_portal.accounts.roles import keepers
from sez_portal.common.access import may
from sez_portal.common.lists import listed
from sez_portal.common.tokens import address_of, whole_address
from sez_portal.records.choices import FlagStatus, RowAct
from sez_portal.records.history import Changed, history_entry
from sez_portal.records.models import Flag, Submission
from sez_portal.records.record import Record, get, luggage_of


def is_undoing(made: Submission) -> bool:
    """Whether this applied submission undid an act on a whole row."""
    return "undid" in made.typed


def headline_of_undoing(made: Submission) -> str:
    """Who undid what; of two rows that were one, which two are two again."""
    told = {"title": made.title, "who": made.author_name}
    if made.typed["undid"] == RowAct.MERGE:
        told["other"] = made.changes["merged_into"]["from"]
        return _("%(title)s: parted again from “%(other)s” by %(who)s") % told
    told["act"] = str(RowAct(made.typed["undid"]).label)
    return _("%(title)s: %(who)s undid this: %(act)s") % told


def page_of_undoing(made: Submission, person: User) -> str:
    """The whole address of its page; for who keeps the other row alone, of the page of that."""
    if may(person, "view", made):
        return whole_address("submission", made.pk)
    kept = get(made.record).model._default_manager.filter(key=made.typed.get("with", "")).first()
    return address_of(kept) if kept is not None else whole_address("desk")


def came_back(made: Submission) -> list[str]:
    """What stands again as it did before, what was left as somebody edited it since, and what
    waits there again; a line each."""
    record = get(made.record)
    row = record.model._default_manager.filter(key=made.key).first()
    parted = made.typed["undid"] == RowAct.MERGE
    lines = [*_page(row, made)] if parted else []
    lines += [*_values(made), *_left(made)]
    return [*lines, *_waiting(record, row)] if parted and row is not None else lines


def _page(row: Any, made: Submission) -> Iterator[str]:
    told = {"title": made.title, "other": made.changes["merged_into"]["from"]}
    if row is not None and row.is_public:
        yield _("“%(title)s” has a page of its own again, and its address leads there.") % told
    else:
        yield _("“%(title)s” is a row of its own again, hidden from visitors as before.") % told


def _values(made: Submission) -> Iterator[str]:
    """The fields that say again what they said before, of every row that the act had changed."""
    parts = Submission.objects.filter(pk__in=made.typed.get("back", [])).order_by("pk")
    own = {made.key, made.typed.get("with", "")}
    others = []
    for part in parts if "back" in made.typed else [made]:
        if part.record != made.record or part.key not in own:
            others.append(part.title)
            continue
        for one in history_entry(get(part.record), part).fields:
            if "merged_into" not in part.changes and not one.is_same:
                yield _back(part.title, one)
    if others:
        yield named_again(made.title, others)


def named_again(title: str, others: Collection[str]) -> str:
    """That other records lead to a row again, as they did before."""
    told = ngettext(
        "%(count)s other record names “%(title)s” again: %(others)s",
        "%(count)s other records name “%(title)s” again: %(others)s",
        len(others),
    )
    return told % {"count": len(others), "title": title, "others": listed(others)}


def _back(title: str, one: Changed) -> str:
    unknown = _("not known")
    told = {"title": title, "field": one.label}
    told |= {"before": one.before or unknown, "after": one.after or unknown}
    return _("%(title)s, %(field)s: %(before)s → %(after)s again") % told


def _left(made: Submission) -> Iterator[str]:
    left = made.typed.get("left", {})
    for part in Submission.objects.filter(pk__in=[int(pk) for pk in left]).order_by("pk"):
        fields = get(part.record).by_key
        labels = [str(fields[name].label) for name in left[str(part.pk)] if name in fields]
        told = {"title": part.title, "fields": listed(labels)}
        yield _("%(title)s: edited since, and left as it is: %(fields)s") % told


def _waiting(record: Record, row: Any) -> Iterator[str]:
    """What waits for the row that came back, and who keeps it."""
    of_row = {"record": record.name, "key": row.key}
    sent = Submission.objects.open().filter(**of_row).count()
    flags = Flag.objects.filter(**of_row, status=FlagStatus.OPEN).count()
    of_sent = ngettext("%(n)s submission that waits", "%(n)s submissions that wait", sent)
    of_flags = ngettext("%(n)s reported mistake", "%(n)s reported mistakes", flags)
    words = [one % {"n": count} for one, count in ((of_sent, sent), (of_flags, flags)) if count]
    words += [one.waiting(row) for one in luggage_of(record.name)]
    if what := listed(filter(None, words)):
        yield _("With “%(title)s” again: %(what)s") % {"title": row, "what": what}
    people = [str(person) for person in keepers(row.key)] if record.has_keepers else []
    if people:
        told = {"title": row, "people": listed(people)}
        yield _("Who keeps “%(title)s” again: %(people)s") % told
