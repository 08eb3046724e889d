"""Submissions: every change of a record, proposed or applied, and what was said about it.

A submission names its record by name and key and keeps titles and authors as text, so that
history outlives what it speaks of.
"""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sez_portal.common.access import AllowedQuerySet
from sez_portal.common.stored_words import in_words
from sez_portal.records.choices import (
    OPEN,
    PROPOSED,
    UNSAID,
    Audience,
    Origin,
    RemarkKind,
    RowAct,
    State,
    SubmissionStatus,
    Tier,
)

AT_ONCE = (Origin.ADMIN, Origin.REVERT, Origin.RENAME, Origin.MERGE, Origin.PART, Origin.REPLACE)
LOOK_MINUTES = 20  # for so long a row counts as looked at by whoever opened it


def looked_since() -> datetime.datetime:
    """What somebody opened before this moment nobody looks at any more."""
    return timezone.now() - datetime.timedelta(minutes=LOOK_MINUTES)


class SubmissionQuerySet(AllowedQuerySet):
    def applied(self) -> Self:
        """History: what became part of a record, newest first."""
        return self.filter(status=SubmissionStatus.APPLIED).order_by("-version", "-pk")

    def waiting(self) -> Self:
        """The queue, longest waiting first."""
        return self.filter(status=SubmissionStatus.WAITING).order_by("submitted_at", "pk")

    def proposals(self) -> Self:
        """What somebody sent for a decision, whatever became of it; not its applied parts."""
        return self.filter(origin__in=PROPOSED, proposal=None).exclude(
            origin=Origin.MI, status=SubmissionStatus.APPLIED
        )

    def of_own(self, author: int | None) -> Self:
        """What this person sent for a decision, and what they changed or took back at once."""
        sent = Q(origin__in=PROPOSED, proposal=None)
        sent &= ~Q(origin=Origin.MI, status=SubmissionStatus.APPLIED)
        at_once = Q(origin__in=AT_ONCE, status=SubmissionStatus.APPLIED, decided_by=None)
        return self.filter(sent | at_once, author=author)

    def awaiting_country(self) -> Self:
        """What went live while the focal point was silent, and the country has yet to confirm."""
        return self.applied().filter(awaits_country=True)

    def looked_at(self) -> Self:
        """What somebody looks at now."""
        return self.filter(assigned_at__gt=looked_since()).exclude(assigned_to=None)

    def open(self) -> Self:
        """What waits and what came back with a question: not decided yet."""
        return self.filter(status__in=OPEN)


class Submission(models.Model):
    """One change of one record, with what stood there before.

    `changes` is {field: {"from": …, "to": …}} in canonical values; `evidence` is
    {field: [piece, …]} as it was given. A proposal is decided field by field: what is accepted
    becomes an applied submission of its own (`proposal` leads back), so that history is the list
    of applied submissions and nothing else. `turn` counts what happened to a proposal: an act
    names the turn it saw, and is refused when somebody was faster.

    `act` is set where a whole row is renamed, merged, parted or replaced: of what waits, `typed`
    are its terms; of what was applied, what was carried along, so that it can be undone.
    """

    record = models.CharField(max_length=30)
    key = models.CharField(max_length=80)
    country = models.CharField(max_length=2, blank=True)  # a corridor has none
    title = models.CharField(max_length=300)
    origin = models.CharField(_("origin"), max_length=20, choices=Origin)
    status = models.CharField(_("status"), max_length=20, choices=SubmissionStatus)
    changes = models.JSONField(default=dict)
    evidence = models.JSONField(default=dict)
    note = models.TextField(_("reason"), blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    author_name = models.CharField(max_length=150, blank=True)
    office = models.CharField(_("office"), max_length=200, blank=True)
    office_is_verified = models.BooleanField(default=True)  # else the author's own word
    is_new = models.BooleanField(default=False)
    created_at = models.DateTimeField(auto_now_add=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    audience = models.CharField(max_length=10, choices=Audience, default=Audience.EVERYBODY)
    version = models.PositiveBigIntegerField(default=0)

    act = models.CharField(max_length=10, choices=RowAct, blank=True, default="")

    # Of a proposal
    typed = models.JSONField(default=dict)  # what the form held: {input: [value, …]}
    checks = models.JSONField(default=dict)  # {field: Finding}
    notes = models.JSONField(default=dict)  # {field: the author's reason}, where there is one
    # {field: {"verdict": …, "reason": …}}, with "instead" where a person decided
    decisions = models.JSONField(default=dict)
    # [{"field", "from", "to", "verdict", "reason", "on", "by"}] of what was decided and then sent
    # anew: the former decision stays told
    earlier = models.JSONField(default=list, blank=True)
    tier = models.CharField(_("tier"), max_length=10, choices=Tier, default=Tier.WAITS)
    turn = models.PositiveIntegerField(default=0)
    based_on = models.PositiveBigIntegerField(default=0)  # data version the author started from
    awaits_country = models.BooleanField(default=False)  # went live without the focal point
    submitted_at = models.DateTimeField(null=True, blank=True)  # of what waits longest
    since = models.JSONField(default=dict)  # {field: moment}, of those sent later than that
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    decided_by_name = models.CharField(max_length=150, blank=True)
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    assigned_at = models.DateTimeField(null=True, blank=True)  # when they opened it, or said so
    proposal = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, related_name="parts"
    )

    taken_out: tuple[str, ...] = ()  # the fields that its author took out just now; not kept

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = _("submission")
        verbose_name_plural = _("submissions")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status="applied") | Q(applied_at__isnull=False),
                name="an_applied_submission_says_when",
                violation_error_message=_("What is applied says when."),
            ),
            models.CheckConstraint(
                condition=~Q(status="waiting") | Q(submitted_at__isnull=False),
                name="a_waiting_submission_says_since_when",
                violation_error_message=_("What waits for a decision says since when."),
            ),
            models.UniqueConstraint(
                fields=["record", "key", "author"],
                condition=Q(status__in=["waiting", "returned"], act=""),
                name="one_open_submission_a_record_and_author",
                violation_error_message=_(
                    "A proposal of yours about this page is under way already: add to it, or "
                    "take it back."
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["record", "key", "-id"], name="history_of_a_record"),
            models.Index(fields=["record", "country", "-id"], name="changes_of_a_country"),
            models.Index(fields=["status", "-version", "-id"], name="latest_changes"),
            models.Index(fields=["status", "submitted_at"], name="what_waits_longest"),
        ]

    def __str__(self) -> str:
        return f"{self.title}: {self.get_origin_display()}"

    def get_absolute_url(self) -> str:
        return reverse("submission", args=[self.pk])

    @property
    def fields(self) -> list[str]:
        """All fields it speaks of: changed values, and figures only dated or sourced anew."""
        return list(dict.fromkeys([*self.changes, *self.evidence]))

    @property
    def public_note(self) -> str:
        """The reason as far as somebody read it before it went live, or wrote it as a keeper.

        Why a row was hidden or shown is for those who keep it.
        """
        was_read = self.origin != Origin.PROPOSAL or bool(self.decided_by_name)
        return self.note if was_read and "is_published" not in self.changes else ""

    @property
    def is_removal(self) -> bool:
        """Told to visitors in one line: no name, link, office or reason."""
        return self.audience == Audience.REMOVAL

    @property
    def undecided(self) -> list[str]:
        return [name for name in self.fields if name not in self.decisions]

    def sent_at(self, field: str) -> datetime.datetime | None:
        """Since when this field waits: what is added to a proposal has a clock of its own."""
        later = self.since.get(field)
        return datetime.datetime.fromisoformat(later) if later else self.submitted_at

    @property
    def clocks(self) -> dict[str, datetime.datetime]:
        """Since when each field waits that nobody decided yet."""
        moments = {name: self.sent_at(name) for name in self.undecided}
        return {name: moment for name, moment in moments.items() if moment is not None}

    def set_clocks(self, moments: Mapping[str, datetime.datetime]) -> None:
        """Note, unsaved, since when the fields wait; without any it is as it was."""
        if moments:
            self.submitted_at = first = min(moments.values())
            self.since = {n: at.isoformat() for n, at in moments.items() if at != first}

    @property
    def sent_last(self) -> datetime.datetime | None:
        """When its author sent the newest of it."""
        return max(filter(None, map(self.sent_at, ["", *self.since])), default=None)

    @property
    def ruled(self) -> dict[str, dict[str, Any]]:
        """What people decided, by field: the policy lets fields live at once without a person."""
        return {n: told for n, told in self.decisions.items() if self.act or "instead" in told}

    @property
    def is_waiting(self) -> bool:
        return self.status == SubmissionStatus.WAITING

    @property
    def looked_at_by(self) -> Any:
        """Who looks at it now; None once that was too long ago."""
        is_now = self.assigned_at is not None and self.assigned_at > looked_since()
        return self.assigned_to if is_now else None

    @property
    def is_open(self) -> bool:
        return self.status in OPEN

    @property
    def unsaid(self) -> set[str]:
        """The fields said to be withheld or not to apply."""
        return {
            name
            for name, pieces in self.evidence.items()
            if any(piece["state"] in UNSAID for piece in pieces)
        }

    @property
    def unfounded(self) -> set[str]:
        """The fields said to be withheld or not to apply, and those whose figure stays and is not
        known: nobody confirms that."""
        return self.unsaid | {
            name
            for name, pieces in self.evidence.items()
            if name not in self.changes and any(piece["state"] != State.KNOWN for piece in pieces)
        }

    @property
    def origin_told(self) -> str:
        """The origin as readers are told it: whoever holds no appointment is a reader."""
        if self.origin == Origin.PROPOSAL and not self.office_is_verified:
            return gettext("proposed by a reader")
        if self.origin == Origin.REPLACE:  # the old rule is told so, and the new one
            return gettext("a new law")
        return self.get_origin_display()

    @property
    def office_told(self) -> str:
        """The office as readers are told it: one that nobody was appointed for is marked."""
        if self.office and not self.office_is_verified:
            return gettext("not verified: %(office)s") % {"office": self.office}
        return in_words(self.office)

    def reason_for(self, fields: Iterable[str]) -> str:
        """Why these fields were proposed: each reason once, a line each."""
        if not self.notes:
            return self.note
        found = (self.notes[name] for name in fields if name in self.notes)
        return "\n".join(dict.fromkeys(found))

    def proposed(self, field: str) -> Any:
        """The value proposed; for a figure that is only confirmed, the one its evidence names."""
        if field in self.changes:
            return self.changes[field]["to"]
        return self.evidence[field][0]["value"]

    def started_from(self, field: str) -> Any:
        """The value that was live when the author started."""
        return self.changes[field]["from"] if field in self.changes else self.proposed(field)


class Remark(models.Model):
    """What somebody said about a proposal: an endorsement, a comment, a question to its author."""

    submission = models.ForeignKey(Submission, models.CASCADE, related_name="remarks")
    kind = models.CharField(_("kind"), max_length=20, choices=RemarkKind)
    text = models.TextField(_("text"), blank=True)
    # {field: {"word": FieldWord, "reason": …}} of what the country says field by field
    words = models.JSONField(default=dict, blank=True)
    answers = models.BooleanField(default=False)  # some of these words speak of what still waits
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL
    )
    author_name = models.CharField(max_length=150, blank=True)
    office = models.CharField(_("office"), max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.text[:60]}"
