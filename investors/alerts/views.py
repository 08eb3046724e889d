"""Pages of saved searches: make one, confirm it, see one's own, stop them."""

from contextlib import suppress
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from investors.alerts import services
from investors.alerts.changes import filter_of
from investors.models import SavedSearch
from sez_portal.accounts.models import User
from sez_portal.accounts.rate_limits import limited
from sez_portal.common import refused_forms
from sez_portal.common.forms import Honeypot, OneLine
from sez_portal.common.numbers import counter
from sez_portal.common.tokens import token_of, token_of_none
from sez_portal.records.desk.lists import SHOWN, DeskItem, DeskList
from sez_portal.records.desk.shared import signed_in, user_of
from zones.filters import ZoneFilter
from zones.models import Zone

GET_OR_POST = ["GET", "HEAD", "POST"]


class AlertForm(OneLine, Honeypot, forms.ModelForm):
    class Meta:
        model = SavedSearch
        fields = ("frequency", "language", "email")
        labels = {"language": gettext_lazy("Language of the mails")}
        help_texts = {"email": gettext_lazy("It is used for these mails only.")}

    def __init__(self, *args: Any, needs_address: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["email"].required = needs_address
        if not needs_address:
            del self.fields["email"]


def words_of(zones: ZoneFilter) -> list[str]:
    """The query in words, as the directory's chips say it."""
    return [zones.chip(name, value) for name, value in zones.in_force()] or [_("all zones")]


@never_cache
@limited("alert", "10/h,30/d")
@require_http_methods(GET_OR_POST)
def new(request: HttpRequest) -> HttpResponse:
    """Make an alert of the query of the directory; what of it is not understood is said."""
    zones = ZoneFilter(request.GET, Zone.objects.published())
    user = request.user if isinstance(request.user, User) else None
    form = AlertForm(
        refused_forms.sent(request),
        needs_address=user is None,
        initial={"language": get_language() or "en"},
    )
    context = {
        "form": form,
        "notes": zones.notes,
        "words": words_of(zones),
        "query": zones.given.urlencode(),
        "count": zones.qs.count(),
    }
    if request.method == "POST":
        is_right = form.is_valid() and not zones.notes
        return _save(request, form, zones.given) if is_right else refused_forms.again(request)
    if form.is_bound:
        refused_forms.tell(request, form)
    return render(request, "alerts/new.html", context, status=422 if zones.notes else 200)


def _save(request: HttpRequest, form: AlertForm, query: QueryDict) -> HttpResponse:
    data = form.cleaned_data
    email = data.get("email", "")
    if form.is_spam:
        return redirect("alert-asked", token_of_none(services.ASKED))
    try:
        search = services.save_search(
            query=query,
            frequency=data["frequency"],
            by=request.user if isinstance(request.user, User) else None,
            email=email,
            language=data["language"],
        )
    except ValidationError as error:
        return refused_forms.again(request, {"": error.messages})
    refused_forms.taken(request)
    if search.confirmed_at:
        messages.success(request, _("Saved. You get a mail when something changes."))
        return redirect("alerts")
    return redirect("alert-asked", token_of(search, services.ASKED))


@never_cache
@require_safe
def link_sent(request: HttpRequest, token: str) -> HttpResponse:
    """Show, after the form, that a link was mailed. Loading it again sends nothing."""
    search = services.search_of(token, services.ASKED)
    return render(request, "alerts/asked.html", {"search": search})


@never_cache
@limited("alert-confirm", "60/h")
@require_http_methods(GET_OR_POST)
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """Confirm an address by its link; only the button does, since mail scanners open links."""
    search = services.search_of(token, services.CONFIRM)
    if search is None:
        return render(request, "alerts/gone.html", status=410)
    is_done = search.confirmed_at is not None
    context = {"search": search, "words": words_of(filter_of(search)), "is_done": is_done}
    context["stop_link"] = services.address(services.STOP, search)
    if request.method == "POST":
        with suppress(ValidationError):  # pressed twice: it was confirmed already
            services.confirm(search=search)
        return redirect("alert-confirm", token)
    return render(request, "alerts/confirm.html", context)


@never_cache
@csrf_exempt  # mail programs press it for their reader (RFC 8058); the token says who
@require_http_methods(GET_OR_POST)
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """End the mails of one search at one press; after it the link says that they have ended."""
    search = services.search_of(token, services.STOP)
    if search is None and services.is_of_one_ended(token):
        return _stopped(request, token)
    if search is None:
        return render(request, "alerts/gone.html", status=410)
    if request.method == "POST":
        services.stop(search=search)
        if "do" in request.POST:  # a person; a mail program may not be sent on
            return redirect("alert-stop", token)
        return _stopped(request, token)
    return render(request, "alerts/stop.html", {"words": words_of(filter_of(search))})


def _stopped(request: HttpRequest, token: str) -> HttpResponse:
    return render(request, "alerts/stopped.html", {"ended_at": services.ended_at(token)})


@never_cache
@signed_in
@require_http_methods(GET_OR_POST)
def alerts(request: HttpRequest) -> HttpResponse:
    """Show one's own saved searches: how often, and their end."""
    rows = SavedSearch.objects.allowed(request.user, "view")
    if request.method == "POST":
        search = get_object_or_404(rows, pk=counter(request.POST.get("search", "")))
        try:
            if request.POST.get("do") == "stop":
                services.stop(search=search, by=user_of(request))
                messages.success(request, _("Stopped."))
            else:
                frequency = request.POST.get("frequency", "")
                services.change(search=search, by=user_of(request), frequency=frequency)
                messages.success(request, _("Saved."))
            return redirect("alerts")
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
    searches = [(search, words_of(filter_of(search))) for search in rows.order_by("-pk")]
    return render(request, "alerts/list.html", {"searches": searches})


def my_searches(request: HttpRequest) -> DeskList:
    """List the saved searches of whoever is signed in, for the desk."""
    rows = SavedSearch.objects.allowed(request.user, "view").order_by("-pk")
    items = [
        DeskItem(
            " · ".join(words_of(filter_of(row))), reverse("alerts"), row.get_frequency_display()
        )
        for row in rows[:SHOWN]
    ]
    return DeskList(_("Saved searches"), items)
