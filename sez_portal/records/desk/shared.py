"""What the views of the desk share: who is signed in, which row, and that nothing typed is lost."""

import logging
from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse

from sez_portal.accounts.models import User
from sez_portal.common.access import may
from sez_portal.common.unsent_forms import unsent
from sez_portal.records import record as registry
from sez_portal.records.former_keys import key_now, sent_on_to_key
from sez_portal.records.record import Record

View = Callable[..., HttpResponse]
security = logging.getLogger("sez_portal.security")


class Elsewhere(Exception):
    """The page of a key that the row no longer has: the former key, and that of today."""


def signed_in(view: View) -> View:
    """Ask for sign-in; a form sent after the session ended is shown again, to be sent then."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.user.is_authenticated:
            try:
                return view(request, *args, **kwargs)
            except Elsewhere as elsewhere:
                return sent_on_to_key(request, *elsewhere.args)
        if request.method == "POST":
            return unsent(request, next_step="sign in")
        return redirect_to_login(request.get_full_path())

    return asked


def user_of(request: HttpRequest) -> User:
    """Who is signed in; `signed_in` has seen to it that somebody is."""
    assert isinstance(request.user, User)  # noqa: S101
    return request.user


def record_of(name: str) -> Record:
    """The record of that name. Raises Http404."""
    try:
        return registry.get(name)
    except KeyError:
        raise Http404 from None


def hidden(request: HttpRequest, what: str, pk: int) -> Http404:
    """For what this person may not know of: not found, and a line in the security log."""
    security.warning("view refused: %s %s %s", request.user.pk, what, pk)
    return Http404()


def row_for(request: HttpRequest, record: Record, key: str, act: str) -> Any:
    """The row with which the signed-in person may do this.

    Raises Http404 for what they may not even see, PermissionDenied for what they may see but
    not do; both leave a line in the security log. A former key leads on (`signed_in`).
    """
    row = record.model._default_manager.filter(key=key).first()
    if row is None or not row.is_published:
        now = record.model._default_manager.filter(key=key_now(record, key)).first()
        if now is not None and may(request.user, "view", now):
            raise Elsewhere(key, now.key)
    if row is not None and may(request.user, act, row):
        return row
    if row is not None:
        security.warning("%s refused: %s %s %s", act, request.user.pk, record.name, key)
        if may(request.user, "view", row):
            raise PermissionDenied(act)
    raise Http404
