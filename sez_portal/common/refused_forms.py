"""A form that was not taken is shown again by GET: Back and reload find it there, with what was
typed, and no browser asks whether to send it once more.

What was typed waits in the session, for the page it was typed on and an hour, or until it is sent.
"""

import time
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponseRedirect, QueryDict

REFUSED = "refused"
SECONDS = 3600
Told = dict[str, list[str]]


class SentBack(HttpResponseRedirect):
    """An answer that took nothing in: what is counted is what was accepted."""

    is_refusal = True


def sent(request: HttpRequest) -> QueryDict | None:
    """What was sent to this page: just now, or when it was refused a while ago."""
    if request.method == "POST":
        return request.POST
    kept = _kept(request)
    return QueryDict(kept["sent"], mutable=True) if kept else None


def told(request: HttpRequest) -> Told:
    """What the form cannot find out by itself of what was refused."""
    kept = None if request.method == "POST" else _kept(request)
    return kept["told"] if kept else {}


def again(request: HttpRequest, told: Told | None = None) -> SentBack:
    """On to the page that shows what was typed, and why it was not taken."""
    data = request.POST.copy()
    data.pop("csrfmiddlewaretoken", None)
    request.session[REFUSED] = {
        "path": request.get_full_path(),
        "at": time.time(),
        "sent": data.urlencode(),
        "told": told or {},
    }
    return SentBack(f"{request.get_full_path()}#faults")


def taken(request: HttpRequest) -> None:
    """Forget what was typed before it was right."""
    request.session.pop(REFUSED, None)


def tell(request: HttpRequest, form: forms.Form) -> None:
    """Put what was told beside the inputs of a form that shows what was refused."""
    for name, sentences in told(request).items():
        form.add_error(name or None, sentences)


def _kept(request: HttpRequest) -> dict[str, Any] | None:
    kept: dict[str, Any] | None = request.session.get(REFUSED)
    if not kept or kept["path"] != request.get_full_path():
        return None
    return kept if time.time() - kept["at"] < SECONDS else None
