"""Mails of notices: what happened, field by field, in one mail a person and an hour.

The first notice after a quiet hour goes out at once; what follows waits for the hour to end
(`manage.py send_notices`), but for a question: its author cannot go on before they know of it.
What no longer waits when the mail is made is not told.
"""

import datetime
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from sez_portal.accounts.clocks import clock_of, told_on
from sez_portal.accounts.models import User
from sez_portal.common.dates import spell
from sez_portal.common.locks import take_turn
from sez_portal.common.mail import send
from sez_portal.common.tokens import whole_address
from sez_portal.records import policy
from sez_portal.records.choices import (
    FieldWord,
    Finding,
    FlagStatus,
    NoticeKind,
    RemarkKind,
    SubmissionStatus,
    Verdict,
)
from sez_portal.records.history import Changed, changed, history_entry, names_for
from sez_portal.records.models import Notice, Submission
from sez_portal.records.naming import Names
from sez_portal.records.record import Record, every, get
from sez_portal.records.undoings import came_back, headline_of_undoing, is_undoing, page_of_undoing

PAUSE = datetime.timedelta(hours=1)
KEPT = datetime.timedelta(days=30)  # sent notices, for who asks whether somebody was told
MOST_ENTRIES = 20  # of a mail
MOST_LINES = 8  # of an entry
LONGEST = 120  # characters of a value


@dataclass
class Entry:
    """What a mail says about one notice: a headline, a line a field, words, and where to look;
    and the moment, on the clock of who reads it."""

    headline: str
    link: str
    lines: list[str] = field(default_factory=list)
    said: str = ""
    at: str = ""


def deliver(person: User, now: datetime.datetime | None = None) -> bool:
    """Mail somebody what they have not heard yet, unless they had a mail within the hour and
    nobody asks them something.

    Whether a mail went out. One that cannot be sent is tried again with the next.
    """
    now = now or timezone.now()
    with transaction.atomic():
        take_turn(f"notices {person.pk}")
        had_one = Notice.objects.filter(person=person, sent_at__gt=now - PAUSE).exists()
        if had_one and not _is_asked(person):
            return False
        rows = list(_unsent(person))
        told = [row for row in rows if _still_matters(row)]
        Notice.objects.filter(pk__in=[row.pk for row in rows]).update(sent_at=now)
        moot = [row.pk for row in rows if row not in told]
        Notice.objects.filter(pk__in=moot).delete()
    if not told or not person.is_active:
        return False
    if _mail(person, told):
        return True
    Notice.objects.filter(pk__in=[row.pk for row in told]).update(sent_at=None)
    return False


def people_to_tell() -> Iterable[User]:
    """Everybody who has not heard of something yet."""
    rows = Notice.objects.filter(sent_at=None).order_by("person_id")
    return list({row.person_id: row.person for row in rows.select_related("person")}.values())


def forget_old(now: datetime.datetime | None = None) -> int:
    """Delete what was sent long ago; how many."""
    old = Notice.objects.filter(sent_at__lt=(now or timezone.now()) - KEPT)
    return int(old.delete()[0])


def _unsent(person: User) -> Iterable[Notice]:
    rows = Notice.objects.filter(person=person, sent_at=None)
    return rows.select_related("submission", "remark__submission", "flag")


def _is_asked(person: User) -> bool:
    """Whether something of theirs came back with a question that they have not heard of."""
    asked = {"remark__kind": RemarkKind.RETURNED, "remark__submission__author": person}
    return Notice.objects.filter(person=person, sent_at=None, **asked).exists()


def _still_matters(row: Notice) -> bool:
    """Whether what it asks for is still to be done; what only tells always matters."""
    if row.submission and row.submission.record not in {record.name for record in every()}:
        return False
    if row.kind == NoticeKind.WAITS and row.submission:
        return row.submission.status == SubmissionStatus.WAITING
    if row.kind == NoticeKind.AWAITS and row.submission:
        return row.submission.awaits_country
    if row.kind == NoticeKind.FLAGGED and row.flag:
        return row.flag.status == FlagStatus.OPEN
    return True


def _mail(person: User, rows: list[Notice]) -> bool:
    rows = sorted(rows, key=_weight)
    clock = clock_of(person)
    with translation.override(person.language):
        entries = [_entry(row, clock) for row in rows[:MOST_ENTRIES]]
    return send(
        "notices",
        to=person.email,
        language=person.language,
        person=person,
        entries=entries,
        first=entries[0],
        count=len(rows),
        more=len(rows) - len(entries),
        desk=lambda: whole_address("desk"),
    )


def _weight(row: Notice) -> int:
    """The smaller, the sooner a reader wants to know: what became of their own, what is asked of
    them, what they have days for, anything else."""
    said = row.remark
    if row.kind == NoticeKind.DECIDED:
        return 0
    if said and said.kind == RemarkKind.RETURNED and said.submission.author_id == row.person_id:
        return 1
    return 2 if row.kind in (NoticeKind.WAITS, NoticeKind.AWAITS) else 3


def _entry(row: Notice, clock: ZoneInfo) -> Entry:
    made = ENTRIES[row.kind](row)
    made.at = told_on(clock, row.created_at)
    return made


def _waits(row: Notice) -> Entry:
    sent = row.submission
    assert sent  # noqa: S101  this kind is about a submission
    told = {"title": sent.title, "author": sent.author_name, "office": sent.office_told}
    if sent.act:
        told["act"] = sent.get_act_display()
        headline = _("%(title)s: %(author)s asks for: %(act)s. It waits for a decision") % told
    elif sent.is_new:
        headline = _("A new zone is proposed and waits for a decision")
    elif sent.office:
        headline = _("%(title)s: changes by %(author)s (%(office)s) wait for a decision") % told
    else:
        headline = _("%(title)s: changes by %(author)s wait for a decision") % told
    lines = _lines(get(sent.record), sent, sent.undecided)
    if until := policy.silent_until(sent):
        lines.append(_("The focal point may answer until %(day)s.") % {"day": _day(until)})
    return Entry(headline, _page_of(sent), lines, sent.note)


def _decided(row: Notice) -> Entry:
    sent = row.submission
    assert sent  # noqa: S101
    record = get(sent.record)
    names = [name for name in row.names or sent.decisions if name in sent.decisions]
    declined = [n for n in names if sent.decisions[n]["verdict"] == Verdict.DECLINED]
    title = {"title": _("Your new zone") if sent.is_new else sent.title}
    if not declined:
        headline = _("%(title)s: accepted") % title
    elif len(declined) == len(names):
        headline = _("%(title)s: declined") % title
    else:
        headline = _("%(title)s: partly accepted") % title
    called = names_for(record, [sent])
    lines = [_ruled(record, sent, name, called) for name in names if name in record.by_key]
    if len(declined) < len(names):
        lines.append(_where_it_is(record, sent))
    if declined and sent.is_open:
        lines.append(_("What was declined can be opened again there, put right and sent again."))
    elif declined:
        lines.append(_("What was declined is in your basket as you typed it, to be sent again."))
    if sent.undecided:
        lines.append(_("The other fields are still being looked at."))
    return Entry(headline, _page_of(sent), lines)


def _where_it_is(record: Record, sent: Submission) -> str:
    row = record.model._default_manager.filter(key=sent.key).first()
    if row is not None and row.is_public:
        return _("What was accepted is on the page now.")
    return _("What was accepted is on the page as soon as the page is published.")


def _ruled(record: Record, sent: Submission, name: str, called: Names) -> str:
    ruling = sent.decisions[name]
    told = {"line": _line(record, sent, name, called), "reason": ruling.get("reason", "")}
    if ruling["verdict"] == Verdict.DECLINED:
        return _("%(line)s. Declined: %(reason)s") % told
    if ruling.get("instead"):
        return _("%(line)s. Accepted with another wording.") % told
    return _("%(line)s. Accepted.") % told


def _remark(row: Notice) -> Entry:
    said = row.remark
    assert said  # noqa: S101
    sent = said.submission
    told = {"title": sent.title, "author": said.author_name}
    if said.kind == RemarkKind.WORDS:
        headline = _("%(title)s: the word of the country, by %(author)s") % told
        return Entry(headline, _page_of(sent), _lines_of_words(sent, said.words), said.text)
    if said.kind == RemarkKind.RETURNED:
        headline = _("%(title)s: %(author)s asks about what was sent") % told
    elif said.kind == RemarkKind.ENDORSED:
        headline = _("%(title)s: endorsed by %(author)s") % told
    else:
        headline = _("%(title)s: %(author)s wrote about what was sent") % told
    lines = _lines(get(sent.record), sent, sent.undecided)
    return Entry(headline, _page_of(sent), lines, said.text)


def _lines_of_words(sent: Submission, words: dict[str, dict[str, str]]) -> list[str]:
    """A line a field: what is proposed, and that the country endorses or objects, and why."""
    record = get(sent.record)
    known, called = [name for name in words if name in record.by_key], names_for(record, [sent])
    lines = []
    for name in known:
        told = {"line": _line(record, sent, name, called), "reason": words[name]["reason"]}
        is_endorsed = words[name]["word"] == FieldWord.ENDORSED
        lines.append(
            _("%(line)s. Endorsed.") % told
            if is_endorsed
            else _("%(line)s. Objected to: %(reason)s") % told
        )
    return _some(lines)


def _awaits(row: Notice) -> Entry:
    sent = row.submission
    assert sent  # noqa: S101
    headline = _("%(title)s: on the page, and awaiting the word of your country")
    lines = _lines(get(sent.record), sent, sent.fields)
    return Entry(headline % {"title": sent.title}, _page_of(sent), lines)


def _reverted(row: Notice) -> Entry:
    made = row.submission
    assert made  # noqa: S101
    if is_undoing(made):
        page, lines = page_of_undoing(made, row.person), _some(came_back(made))
        return Entry(headline_of_undoing(made), page, lines, made.note)
    told = {"title": made.title, "who": made.author_name}
    headline = _("%(title)s: %(who)s took a change back") % told
    return Entry(headline, _page_of(made), _lines(get(made.record), made, made.fields), made.note)


def _shown(row: Notice) -> Entry:
    made = row.submission
    assert made  # noqa: S101
    told = {"title": made.title, "who": made.author_name}
    if made.changes["is_published"]["to"]:
        headline = _("%(title)s: published by %(who)s") % told
    else:
        headline = _("%(title)s: taken from the public pages by %(who)s") % told
    return Entry(headline, _page_of(made), [], made.note)


def _flagged(row: Notice) -> Entry:
    flag = row.flag
    assert flag  # noqa: S101
    record = get(flag.record)
    label = record[flag.field].label if flag.field in record.by_key else ""
    told = {"title": flag.title, "field": label}
    headline = _("%(title)s: a reader says that something is wrong") % told
    if label:
        headline = _("%(title)s: a reader says that this is wrong: %(field)s") % told
    lines = [_("Source: %(source)s") % {"source": flag.source}] if flag.source else []
    return Entry(headline, whole_address("flag", flag.pk), lines, flag.text)


ENTRIES: dict[str, Callable[[Notice], Entry]] = {
    NoticeKind.WAITS: _waits,
    NoticeKind.DECIDED: _decided,
    NoticeKind.REMARK: _remark,
    NoticeKind.AWAITS: _awaits,
    NoticeKind.REVERTED: _reverted,
    NoticeKind.SHOWN: _shown,
    NoticeKind.FLAGGED: _flagged,
}


def _some(lines: list[str]) -> list[str]:
    """The first of them, and how many more there are."""
    more = len(lines) - MOST_LINES
    told = [_("And %(count)s more.") % {"count": more}] if more > 0 else []
    return lines[:MOST_LINES] + told


def _lines(record: Record, sent: Submission, names: Iterable[str]) -> list[str]:
    """A line a field: what stood there, what is proposed, and what a check found."""
    known = [name for name in names if name in record.by_key]
    called = names_for(record, [sent])
    lines = _some([_line(record, sent, name, called) for name in known])
    return lines or [_told(one) for one in history_entry(record, sent).fields]


def _line(record: Record, sent: Submission, name: str, called: Names) -> str:
    one = changed(record, record[name], sent, called)
    if name in sent.changes:
        line = _told(one)
    else:
        told = {"field": one.label, "value": one.after[:LONGEST]}
        line = _("%(field)s: %(value)s, still true") % told
    if finding := sent.checks.get(name):
        return _("%(line)s (a check found: %(finding)s)") % {
            "line": line,
            "finding": Finding(finding).label,
        }
    return line


def _told(one: Changed) -> str:
    unknown = _("not known")
    return _("%(field)s: %(before)s → %(after)s") % {
        "field": one.label,
        "before": one.before[:LONGEST] or unknown,
        "after": one.after[:LONGEST] or unknown,
    }


def _page_of(sent: Submission) -> str:
    return whole_address("submission", sent.pk)


def _day(day: datetime.date) -> str:
    return spell(day.isoformat())
