"""Saved searches: made, confirmed by a mailed link, changed, stopped."""

import datetime
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from investors.choices import Frequency
from investors.models import Ended, SavedSearch
from sez_portal.accounts.addresses import is_verified
from sez_portal.accounts.models import User
from sez_portal.common import dates
from sez_portal.common.access import require
from sez_portal.common.locks import just_now, take_turn
from sez_portal.common.mail import send
from sez_portal.common.tokens import named_by, row_of, token_of, whole_address
from sez_portal.records.models import DataVersion

CONFIRM, STOP, ASKED = "alert-confirm", "alert-stop", "alert-asked"
CONFIRM_DAYS, UNCONFIRMED_DAYS = 3, 7
DAYS = {CONFIRM: CONFIRM_DAYS, ASKED: 1}  # for which links work; the one that stops, for good
MOST = 20  # searches of one account or address
MOST_UNCONFIRMED = 3  # links mailed to one address a day


@transaction.atomic
def save_search(
    *, query: QueryDict, frequency: str, by: User | None, email: str, language: str
) -> SavedSearch:
    """Keep a query. An account's counts at once; another address gets a link first."""
    email = email.strip().lower()
    sure = by is not None and is_verified(by, by.email) and email in ("", by.email.lower())
    who: dict[str, Any] = {"user": by} if sure else {"email": email}
    if not sure and not email:
        raise ValidationError(_("Write your e-mail address."))
    take_turn(f"alert of {by.pk if by else email}")
    what = {"query": query.urlencode(), "frequency": frequency, "language": language}
    if same := SavedSearch.objects.filter(**who, **what, created_at__gt=just_now()).first():
        return same  # pressed twice
    confirmed = SavedSearch.objects.filter(**who, query=what["query"], confirmed_at__isnull=False)
    if confirmed.exists():
        raise ValidationError(_("You get mails about this search already."))
    _demand_few(who)
    search = SavedSearch.objects.create(**who, **what)
    if sure:
        _start(search)
    else:
        transaction.on_commit(lambda: _send_link(search))
    return search


def _demand_few(who: dict[str, Any]) -> None:
    rows = SavedSearch.objects.filter(**who)
    day_ago = timezone.now() - datetime.timedelta(days=1)
    fresh = rows.filter(confirmed_at=None, created_at__gt=day_ago)
    if rows.count() >= MOST:
        raise ValidationError(_("You have 20 saved searches: stop one of them first."))
    if fresh.count() >= MOST_UNCONFIRMED:
        raise ValidationError(
            _("Several links were sent to this address today. Please use one of them first.")
        )


def _send_link(search: SavedSearch) -> None:
    send(
        "alert_confirm",
        to=search.email,
        language=search.language,
        days=CONFIRM_DAYS,
        link=lambda: address(CONFIRM, search),
    )


def _start(search: SavedSearch) -> None:
    """Let it begin now: what happened before is not told."""
    search.confirmed_at = timezone.now()
    search.last_version = DataVersion.current()
    search.looked_on = dates.today()
    search.save()


@transaction.atomic
def confirm(*, search: SavedSearch) -> None:
    """Start a search whose link was used. Raises ValidationError when that was done already."""
    row = SavedSearch.objects.select_for_update().filter(pk=search.pk, confirmed_at=None).first()
    if row is None:
        raise ValidationError(_("It was confirmed already."))
    _start(row)


@transaction.atomic
def change(*, search: SavedSearch, by: User, frequency: str) -> None:
    require(by, "change", search)
    if frequency not in Frequency.values:
        raise ValidationError(_("Choose how often."))
    SavedSearch.objects.filter(pk=search.pk).update(frequency=frequency)


@transaction.atomic
def stop(*, search: SavedSearch, by: User | None = None) -> None:
    """Delete the search, by its owner or by the link that each of its mails has."""
    if by is not None:
        require(by, "change", search)
    if SavedSearch.objects.filter(pk=search.pk).delete()[0]:
        Ended.objects.note(search)


def search_of(token: str, salt: str) -> SavedSearch | None:
    """The search of a link. The one that confirms works for three days, the one that stops, on."""
    search: SavedSearch | None
    search = row_of(SavedSearch.objects.select_related("user"), token, salt, DAYS.get(salt))
    return search


def is_of_one_ended(token: str) -> bool:
    """Whether a link that stops is genuine, and its search is deleted: its mails have ended."""
    return named_by(token, STOP) is not None and search_of(token, STOP) is None


def ended_at(token: str) -> datetime.datetime | None:
    """When the search of a genuine link that stops was deleted; None where it is not known."""
    return Ended.objects.moment_of(SavedSearch, named_by(token, STOP))


def address(name: str, search: SavedSearch) -> str:
    """The whole address of a link, in the language that is active."""
    return whole_address(name, token_of(search, name))


def to_forget(now: datetime.datetime) -> Any:
    """Searches that nobody confirmed within a week."""
    week_ago = now - datetime.timedelta(days=UNCONFIRMED_DAYS)
    return SavedSearch.objects.filter(confirmed_at=None, created_at__lt=week_ago)
