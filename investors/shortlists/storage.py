"""Shortlists: keys of zones with notes, in a signed cookie, in a link, or with an account.

What a visitor keeps is in their browser alone. With an account, what the browser held joins the
list of the account at sign-in, or at the next change; then the cookie goes. An account may have
several lists; the session says which is open.
"""

from collections.abc import Collection, Mapping
from typing import Any

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse

from investors.models import Shortlist, ShortlistItem
from investors.models.shortlist import LONGEST_NOTE

COOKIE = "shortlist"
OPEN = "shortlist"  # in the session: the number of the list that is open
SALT = "investors.shortlist"
MOST_ZONES = 40
MOST_BYTES = 3500  # of a signed list: browsers keep 4 KiB a cookie, servers read 4 KiB of address
YEAR = 365 * 24 * 3600  # seconds

Notes = dict[str, str]  # the note of each zone by its key, in the order of the list


class Full(Exception):
    """The list holds as many zones as it can, or no more text fits."""


class TooMuchText(Full):
    """The notes no longer fit into a cookie or a link."""


class Tampered(Exception):
    """The link was changed or cut short."""


def signed(notes: Notes) -> str:
    """The list as text for a cookie or a link. Raises TooMuchText."""
    text = signing.dumps(list(notes.items()), salt=SALT, compress=True)
    if len(text) > MOST_BYTES:
        raise TooMuchText
    return text


def unsigned(text: str) -> Notes:
    """The list that was signed. Raises Tampered."""
    try:
        rows = signing.loads(text, salt=SALT)
    except signing.BadSignature:
        raise Tampered from None
    return {str(key): str(note)[:LONGEST_NOTE] for key, note in rows[:MOST_ZONES]}


def of(request: HttpRequest) -> Notes:
    """The list of whoever asks: the account's, with what is still in the browser."""
    return _room_for(_joined(_of_account(request), _in_browser(request)))


def add(notes: Notes, more: Mapping[str, str]) -> Notes:
    """The list with further zones at its end; a note it has stays. Raises Full."""
    joined = _joined(notes, more)
    if len(joined) > MOST_ZONES:
        raise Full
    return joined


def keep(
    request: HttpRequest,
    response: HttpResponse,
    notes: Notes,
    *,
    gone: Collection[str] = (),
    is_ordered: bool = False,
) -> None:
    """Keep the list as it now is, without the zones gone: with the account, or in the browser.

    An account keeps the order it had unless `is_ordered` says that this one was chosen. Raises
    TooMuchText when the browser cannot hold it; an account can.
    """
    notes = {key: note for key, note in notes.items() if key not in gone}
    if request.user.is_authenticated:
        _keep_with_account(open_list(request), notes, gone, is_ordered=is_ordered)
        response.delete_cookie(COOKIE, samesite="Lax")
    elif notes:
        response.set_cookie(
            COOKIE,
            signed(notes),
            max_age=YEAR,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    else:
        response.delete_cookie(COOKIE, samesite="Lax")


def join_account(request: HttpRequest, response: HttpResponse, user: Any) -> None:
    """Join what the browser held to the account's list at sign-in, as far as there is room."""
    in_browser = _in_browser(request)
    if in_browser:
        usual, _new = Shortlist.objects.get_or_create(user=user, name="")
        _keep_with_account(usual, _room_for(_joined(_notes_of(usual), in_browser)))
        response.delete_cookie(COOKIE, samesite="Lax")


def open_list(request: HttpRequest) -> Shortlist:
    """The list that pages add to: the one opened last, else the one without a name."""
    number = request.session.get(OPEN)
    if number and (opened := Shortlist.objects.filter(user=request.user.pk, pk=number).first()):
        return opened
    usual, _new = Shortlist.objects.get_or_create(user=request.user, name="")
    return usual


def _joined(notes: Mapping[str, str], more: Mapping[str, str]) -> Notes:
    return {**notes, **{key: notes.get(key) or note for key, note in more.items()}}


def _room_for(notes: Notes) -> Notes:
    return dict(list(notes.items())[:MOST_ZONES])


def _in_browser(request: HttpRequest) -> Notes:
    """What the cookie holds; one that cannot be read holds nothing."""
    try:
        return unsigned(request.COOKIES.get(COOKIE, ""))
    except Tampered:
        return {}


def _of_account(request: HttpRequest) -> Notes:
    """One query, as every page asks; a list that is no longer there leads to the usual one."""
    if not request.user.is_authenticated:
        return {}
    number = request.session.get(OPEN)
    lists = Shortlist.objects.filter(Q(pk=number) | Q(name=""), user=request.user.pk)
    rows = lists.order_by("items__order", "items__pk")
    found = list(rows.values_list("pk", "items__zone_key", "items__note"))
    opened = [row for row in found if row[0] == number] or found
    return {key: note for _pk, key, note in opened if key}


def _notes_of(shortlist: Shortlist) -> Notes:
    return dict(shortlist.items.values_list("zone_key", "note"))


@transaction.atomic
def _keep_with_account(
    shortlist: Shortlist, notes: Notes, gone: Collection[str] = (), *, is_ordered: bool = False
) -> None:
    """Add and annotate; only what is named as gone goes, so that two windows lose nothing."""
    shortlist = Shortlist.objects.select_for_update().get(pk=shortlist.pk)
    shortlist.items.filter(zone_key__in=gone).delete()
    before = {item.zone_key: item for item in shortlist.items.all()}
    last = max((item.order for item in before.values()), default=0)
    places = {key: number for number, key in enumerate(notes, start=1)}
    for key, item in before.items():
        item.note = notes.get(key, item.note)
        item.order = places.get(key, last) if is_ordered else item.order
    ShortlistItem.objects.bulk_update(before.values(), ["note", "order"])
    ShortlistItem.objects.bulk_create(
        ShortlistItem(
            shortlist=shortlist,
            zone_key=key,
            note=note,
            order=places[key] if is_ordered else last + places[key],
        )
        for key, note in notes.items()
        if key not in before
    )


def one_line_note(text: str) -> str:
    """A note as it is kept: one line, no longer than a note may be."""
    return " ".join(text.split())[:LONGEST_NOTE]
