"""What figures rest on: pieces of evidence and their sources."""

import datetime
from typing import Self

from django.db import models
from django.db.models import Case, Q, Value, When
from django.utils.translation import gettext_lazy as _

from sez_portal.common.dates import add_months, last_day, validate_partial
from sez_portal.records import source_hosts
from sez_portal.records.choices import Ending, Freshness, State


class Source(models.Model):
    """A page, law or letter that supports figures."""

    url = models.URLField(_("address"), max_length=600, blank=True)
    title = models.CharField(_("title"), max_length=400)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    published = models.CharField(
        _("published on"), max_length=10, blank=True, validators=[validate_partial]
    )
    is_linked = models.BooleanField(
        _("address can be followed"),
        default=True,
        help_text=_("Off when the address is incomplete or was formed from an article number."),
    )

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        constraints = [
            models.UniqueConstraint(
                fields=["url", "title", "publisher", "published"],
                name="a_source_is_kept_once",
                violation_error_message=_("This source is listed already."),
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def host(self) -> str:
        """Where the page lies, for who reads the link."""
        return source_hosts.host_of(self.url)

    @property
    def is_weak(self) -> bool:
        return source_hosts.is_weak(self.url)


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def standing(self) -> Self:
        """What its sources say now: the pieces on show, and what other sources give."""
        return self.filter(ending="")

    def as_of(self, version: int) -> Self:
        """The pieces that were there at that data version, `is_shown` as it was then."""
        was_shown = Q(until=None, is_shown=True) | Q(until__gt=version)
        shown = Case(When(was_shown, Value(True)), default=Value(False))
        return self.filter(since__lte=version).annotate(was_shown=shown)

    def standing_at(self, version: int) -> Self:
        """The pieces that stood at that data version."""
        return self.as_of(version).filter(Q(ended=None) | Q(ended__gt=version))


class Evidence(models.Model):
    """What one figure rests on. Two sources that disagree are two pieces of evidence.

    `value` is the canonical value that this piece supports; the piece on show supports the
    live one. A piece stands until it ends: its source says something else, says it again, or it
    is taken back (`evidence.endings`). What ended is history, no other source; `ended` is the
    version of the submission that ended it. `speaks_of` is the year or date of the figure;
    `due_on` follows from it (or from the confirmation, when there is one) and the volatility of
    the field. `holds_until` is the last day for which its source gives the figure, where the
    source says one. `worded_by` says whose words a text is in, where they are not its source's.
    """

    record = models.CharField(max_length=30)
    key = models.CharField(max_length=80)
    field = models.CharField(max_length=60)
    country = models.CharField(max_length=2, blank=True)  # a corridor has none
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.KNOWN)
    value = models.JSONField(_("value"), null=True, blank=True)
    speaks_of = models.CharField(
        _("speaks of"), max_length=10, blank=True, validators=[validate_partial]
    )
    compiled = models.CharField(
        _("compiled"), max_length=10, blank=True, validators=[validate_partial]
    )
    confirmed_on = models.DateField(_("confirmed on"), null=True, blank=True)
    confirmed_by = models.CharField(_("confirmed by"), max_length=200, blank=True)
    holds_until = models.DateField(_("holds until"), null=True, blank=True)
    months = models.PositiveSmallIntegerField(_("stays fresh for, months"), null=True, blank=True)
    due_on = models.DateField(_("due again on"), null=True, blank=True)
    stale_on = models.DateField(_("stale from"), null=True, blank=True)
    is_shown = models.BooleanField(_("on show"), default=True)
    since = models.PositiveBigIntegerField(default=0, editable=False)  # data version it came with
    until = models.PositiveBigIntegerField(null=True, editable=False)  # … at which it left the show
    ending = models.CharField(_("ended"), max_length=10, choices=Ending, blank=True, editable=False)
    ended = models.PositiveBigIntegerField(null=True, editable=False)  # the data version
    worded_by = models.CharField(_("worded by"), max_length=200, blank=True)
    # Translators: a remark on the evidence of a figure.
    note = models.TextField(_("note"), blank=True)
    sources = models.ManyToManyField(Source, verbose_name=_("sources"), blank=True)
    cited: list[Source]  # the same, where `evidence_of` was asked for them

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("piece of evidence")
        verbose_name_plural = _("evidence")
        constraints = [
            models.UniqueConstraint(
                fields=["record", "key", "field"],
                condition=Q(is_shown=True),
                name="one_piece_of_evidence_a_figure_is_on_show",
                violation_error_message=_("A figure shows one statement at a time."),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_on=None, confirmed_by="")
                | (Q(confirmed_on__isnull=False) & ~Q(confirmed_by="")),
                name="a_confirmation_has_a_day_and_an_office",
                violation_error_message=_("A confirmation names its day and its office."),
            ),
            models.CheckConstraint(
                condition=Q(ending="", ended=None)
                | (~Q(ending="") & Q(ended__isnull=False, is_shown=False)),
                name="evidence_that_ended_is_off_the_show",
                violation_error_message=_(
                    "A statement that ended is no longer on show, and says since when."
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["record", "key", "field"], name="evidence_of_a_figure"),
            models.Index(fields=["record", "country", "field"], name="evidence_of_a_country"),
        ]

    def __str__(self) -> str:
        return f"{self.record} {self.key}: {self.field}"

    def set_due(self) -> None:
        """Compute when the figure is to be asked again, and when it counts as stale.

        A figure is due when its period (`months`) has passed since it was confirmed or, when
        no office confirmed it, since the end of what it speaks of; it is stale once the same
        period has passed again. Without any date it is stale from the start. A figure that its
        source gives up to a day is stale on the next, unless an office confirmed it after that.
        """
        start = self.confirmed_on or (last_day(self.speaks_of) if self.speaks_of else None)
        if start is None or self.months is None:
            self.due_on = self.stale_on = None
        else:
            self.due_on = add_months(start, self.months)
            self.stale_on = add_months(start, 2 * self.months)
        end = self.holds_until
        if end and start and self.stale_on and (self.confirmed_on or end) <= end:
            self.stale_on = min(self.stale_on, end + datetime.timedelta(days=1))
            self.due_on = min(self.due_on or self.stale_on, self.stale_on)

    def freshness(self, today: datetime.date) -> Freshness | None:
        """None for a figure that never needs asking again."""
        return None if self.months is None else freshness_on(today, self.due_on, self.stale_on)


def freshness_on(
    today: datetime.date, due_on: datetime.date | None, stale_on: datetime.date | None
) -> Freshness:
    """Of a figure with these two days; without them it is stale."""
    if due_on is None or stale_on is None or today >= stale_on:
        return Freshness.STALE
    return Freshness.DUE if today >= due_on else Freshness.FRESH
