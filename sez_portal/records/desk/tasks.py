"""What records ask of somebody: to answer, to send, to decide, to look at figures again."""

from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from sez_portal.accounts.roles import roles_of
from sez_portal.common import dates
from sez_portal.common.dates import day_of, spell, working_days
from sez_portal.common.lists import in_parts, listed
from sez_portal.records.choices import RemarkKind, SubmissionStatus
from sez_portal.records.desk.basket import address_of, basket_of
from sez_portal.records.desk.lists import NO_CLOCK, SHOWN, Task
from sez_portal.records.desk.propose import declined_of
from sez_portal.records.desk.questions import place_to_answer
from sez_portal.records.desk.queue_filter import UNSAID
from sez_portal.records.desk.shared import user_of
from sez_portal.records.models import Draft, Flag, Remark, Submission
from sez_portal.records.models.submission import SubmissionQuerySet
from sez_portal.records.policy import DECISION_DAYS, SILENCE_DAYS, days_off, has_answer
from sez_portal.records.record import Record, every, get
from sez_portal.records.sections import sections
from sez_portal.records.services import basket, review_drafts
from sez_portal.records.services.apply import title_of
from sez_portal.records.services.due import due_by, due_figures

NAMED = 3  # of several
ALONE = (basket.NEW, basket.FILES)  # sections that have no part in the look-through


def asked_back(request: HttpRequest) -> list[Task]:
    """One's own proposals that came back with a question."""
    rows = Submission.objects.filter(author=request.user.pk, status=SubmissionStatus.RETURNED)
    return [
        Task(
            NO_CLOCK,
            _("Asked back"),
            _("A question about %(title)s") % {"title": row.title},
            place_to_answer(row),
            _question(row),
            pgettext("verb", "Answer"),
        )
        for row in rows.order_by("pk")[:SHOWN]
    ]


def _question(row: Submission) -> str:
    asked = Remark.objects.filter(submission=row, kind=RemarkKind.RETURNED).last()
    return asked.text if asked else ""


def saved(request: HttpRequest) -> list[Task]:
    """What this person saved and has not sent, a task a row."""
    by_row: dict[tuple[str, str], list[Draft]] = {}
    drafts = Draft.objects.filter(author=request.user.pk).exclude(record=review_drafts.RECORD)
    for draft in drafts.select_related("came_back")[: SHOWN * 10]:
        by_row.setdefault((draft.record, draft.key), []).append(draft)
    return [_saved(*of, drafts) for of, drafts in list(by_row.items())[:SHOWN]]


def begun(request: HttpRequest) -> list[Task]:
    """The reviews in which this person chose something and has not decided, while they wait."""
    drafts = Draft.objects.filter(author=request.user.pk, record=review_drafts.RECORD)
    saved_at = {int(draft.key): draft.saved_at for draft in drafts.order_by("-saved_at")[:SHOWN]}
    rows = Submission.objects.waiting().allowed(request.user, "ask").filter(pk__in=saved_at)
    return [
        Task(
            NO_CLOCK,
            _("Begun, and not sent yet"),
            row.title,
            row.get_absolute_url(),
            _("Saved on %(day)s. Only you can see it.")
            % {"day": spell(day_of(saved_at[row.pk]).isoformat())},
            _("Go on"),
        )
        for row in rows
    ]


def declined(request: HttpRequest) -> list[Task]:
    """One's own proposals of which something was not accepted while the rest still waits; what
    is in the basket again is told there."""
    rows = Submission.objects.open().allowed(request.user, "reopen").order_by("pk")
    tasks = []
    for row in rows[:SHOWN]:
        record = get(row.record)
        drafts = basket.drafts_of(record, row.key, user_of(request)).values()
        fields = [record[name] for name in basket.came_back(row) if name in record.by_key]
        told = [
            (str(one.label), row.decisions[one.key]["reason"])
            for one in fields
            if not any(basket.holds(draft, one) for draft in drafts)
        ]
        if told:
            about, act = _not_accepted(told), _("Put it right")
            again = f"{row.get_absolute_url()}#h-again"
            tasks.append(Task(NO_CLOCK, _("Not accepted"), row.title, again, about, act))
    return tasks


def _saved(name: str, key: str, drafts: list[Draft]) -> Task:
    record = get(name)
    obj = record.model._default_manager.filter(key=key).first() if key else None
    declined = [told for draft in drafts for told in declined_of(record, draft)]
    return Task(
        NO_CLOCK,
        _("Not accepted") if declined else _("Saved, and not sent yet"),
        title_of(obj) if obj else _missing(drafts[0]),
        address_of(drafts[0]) if drafts[0].section in ALONE else basket_of(drafts[0]),
        _not_accepted(declined) if declined else _only_yours(record, drafts),
        _("Look through and send"),
    )


def _not_accepted(declined: list[tuple[str, str]]) -> str:
    """The fields that were declined, each with the reason: “Firms: of which year?”"""
    told = _("%(field)s: %(reason)s")
    return in_parts(told % {"field": label, "reason": reason} for label, reason in declined)


def _only_yours(record: Record, drafts: list[Draft]) -> str:
    of_their_own = {
        basket.FILES: _("Photos and documents"),
        basket.NEW: _("A zone that is missing"),
    }
    labels = sections(record) | of_their_own
    told = [labels[draft.section] for draft in drafts if draft.section in labels]
    if not told:
        return ""
    day = spell(day_of(max(draft.saved_at for draft in drafts)).isoformat())
    words = {"sections": get_text_list(told, _("and")), "day": day}
    return _("%(sections)s, saved on %(day)s. Only you can see it.") % words


def _missing(draft: Draft) -> str:
    """The name that somebody typed for a row that is to be proposed."""
    return str((draft.typed.get("name_en") or [""])[0]) or _("A zone that is missing")


def decisions(request: HttpRequest) -> list[Task]:
    """What waits for this person's word or decision, as one task with the nearest day."""
    held = roles_of(request.user)
    if not (held.countries or held.is_staff):
        return []
    rows = Submission.objects.waiting().allowed(request.user, "endorse")
    if not held.is_staff:
        own = Submission.objects.waiting().allowed(request.user, "decide")  # sent by the institute
        others = rows.filter(~has_answer()).exclude(pk__in=own.order_by().values("pk"))
        return [*_to_decide(own), *_words_to_say(others)]
    return _to_decide(rows)


def _words_to_say(rows: SubmissionQuerySet) -> list[Task]:
    """What waits for the word of the country, which has ten working days for each."""
    first = rows.first()
    if first is None or first.submitted_at is None:
        return []
    count, found = rows.count(), rows.exclude(checks={}).count()
    off = days_off().get(first.country, ())
    left = SILENCE_DAYS - working_days(day_of(first.submitted_at), dates.today(), off)
    return [
        Task(
            left,
            _left(left),
            ngettext(
                "%(count)s submission waits for the word of your country",
                "%(count)s submissions wait for the word of your country",
                count,
            )
            % {"count": count},
            f"{reverse('queue')}?said={UNSAID}",
            _with_findings(found),
            _("Read them"),
            is_late=left < 0,
        )
    ]


def _to_decide(rows: SubmissionQuerySet) -> list[Task]:
    first = rows.first()
    if first is None or first.submitted_at is None:
        return []
    count, found = rows.count(), rows.exclude(checks={}).count()
    off = days_off().get(first.country, ())
    left = DECISION_DAYS - working_days(day_of(first.submitted_at), dates.today(), off)
    return [
        Task(
            left,
            _left(left),
            ngettext(
                "%(count)s submission waits for a decision",
                "%(count)s submissions wait for a decision",
                count,
            )
            % {"count": count},
            reverse("queue"),
            _with_findings(found),
            _("Read them"),
            is_late=left < 0,
        )
    ]


def _with_findings(found: int) -> str:
    if not found:
        return ""
    told = ngettext(
        "An automatic check found something in %(count)s of them.",
        "An automatic check found something in %(count)s of them.",
        found,
    )
    return told % {"count": found}


def _left(days: int) -> str:
    """The working days left until something should be done, or since it should have been."""
    if days < 0:
        told = ngettext("%(count)s working day late", "%(count)s working days late", -days)
        return told % {"count": -days}
    told = ngettext("%(count)s working day left", "%(count)s working days left", days)
    return told % {"count": days}


def awaited(request: HttpRequest) -> list[Task]:
    """What went live without the country, which the list below has one by one."""
    rows = Submission.objects.allowed(request.user, "confirm")
    count = rows.count()
    if not count:
        return []
    titles = list(dict.fromkeys(rows.order_by("pk").values_list("title", flat=True)))
    told = ngettext("%(count)s change awaits your word", "%(count)s changes await your word", count)
    return [
        Task(
            NO_CLOCK - 1,
            _("On the page without you"),
            told % {"count": count},
            "#awaiting",
            listed(titles[:NAMED]),
            _("Look at them"),
        )
    ]


def reported(request: HttpRequest) -> list[Task]:
    """Mistakes that readers reported and this person may answer."""
    rows = Flag.objects.open().allowed(request.user, "decide")
    return [
        Task(
            NO_CLOCK,
            _("Reported by a reader"),
            row.title,
            f"{reverse('flag', args=[row.pk])}#text",
            row.text[:160],
            pgettext("verb", "Answer"),
        )
        for row in rows[:SHOWN]
    ]


def figures_to_look_at(request: HttpRequest) -> list[Task]:
    """The rows that somebody keeps and whose figures are due."""
    held, tasks = roles_of(request.user), []
    for record in every():
        if record.has_keepers and held.kept_keys:
            own = due_figures().filter(record=record.name, key__in=held.kept_keys)
            counts = due_by("key", own, dates.today())
            rows = record.model._default_manager.filter(key__in=counts).order_by("key")
            tasks += [_figures(record.name, row, counts[row.key]["due"]) for row in rows[:SHOWN]]
    return tasks


def _figures(name: str, row: object, count: int) -> Task:
    told = ngettext("%(count)s figure: still true?", "%(count)s figures: still true?", count)
    return Task(
        NO_CLOCK + 1,
        _("To look at"),
        told % {"count": count},
        reverse("confirm-row", args=[name, row.key]),  # type: ignore[attr-defined]
        title_of(row),
        _("Look at them"),
    )
