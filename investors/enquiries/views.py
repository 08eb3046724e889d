"""The pages of an investor: ask, verify the address, read and reply by link, take it back."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from countries.working_days import calendars
from investors.choices import MessageKind
from investors.enquiries import forms, links, services
from investors.enquiries.routing import first_recipients
from investors.enquiries.timing import timing
from investors.models import Enquiry, Message
from sez_portal.accounts.models import User
from sez_portal.accounts.rate_limits import limited
from sez_portal.common import dates, refused_forms
from sez_portal.common.dates import add_working_days
from sez_portal.common.numbers import counter
from sez_portal.records.former_keys import row_called, sent_on_to_key
from zones.models import Zone
from zones.record import ZONE

GET_OR_POST = ["GET", "HEAD", "POST"]
asking = limited("enquire", "10/h,30/d")


@never_cache
@asking
@require_http_methods(GET_OR_POST)
def zone_enquire(request: HttpRequest, key: str) -> HttpResponse:
    """Ask one zone."""
    rows = Zone.objects.published().select_related("country")
    zone = row_called(ZONE, key, rows.prefetch_related("country__holidays"))
    if zone.key != key:
        return sent_on_to_key(request, key, zone.key)
    return _ask(request, [zone], [])


@never_cache
@asking
@require_http_methods(GET_OR_POST)
def enquire(request: HttpRequest) -> HttpResponse:
    """Ask several zones, from a comparison or a shortlist: `?zone=…&zone=…&field=…`."""
    return _ask(request, *forms.zones_of(_all(request, "zone")))


def _all(request: HttpRequest, name: str) -> list[str]:
    sent = refused_forms.sent(request) or QueryDict()
    return [*sent.getlist(name), *request.GET.getlist(name)]


def _ask(request: HttpRequest, zones: Sequence[Zone], notes: list[str]) -> HttpResponse:
    fields, more_notes = forms.askable(zones, _all(request, "field"))
    context: dict[str, Any] = {
        "zones": zones,
        "notes": [*notes, *more_notes],
        "recipients": first_recipients(zones),
        "calendars": _calendars(zones),
        "timing": timing(zones[0]) if len(zones) == 1 else None,
        "days": settings.ENQUIRY_WORKING_DAYS,
    }
    if not zones:
        return render(request, "enquiries/ask.html", {**context, "form": None})
    initial = _of_account(request) | forms.prefilled(request.GET, fields)
    initial["zone"] = [zone.key for zone in zones]
    sent = refused_forms.sent(request)
    data = sent.copy() if sent is not None else None
    if data is not None and len(zones) == 1:
        data.setlist("zone", [zones[0].key])
    form = forms.EnquiryForm(data, zones=zones, fields=fields, initial=initial)
    context["form"] = form
    if request.method == "POST":
        return _take(request, form, zones) if form.is_valid() else refused_forms.again(request)
    refused_forms.tell(request, form)
    return render(request, "enquiries/ask.html", context)


def _calendars(zones: Sequence[Zone]) -> list[str]:
    """What a working day is, until the Mekong Institute would have its turn."""
    today = dates.today()
    last = add_working_days(today, 2 * settings.ENQUIRY_WORKING_DAYS)
    return calendars((zone.country for zone in zones), today, last)


def _of_account(request: HttpRequest) -> dict[str, Any]:
    initial: dict[str, Any] = {"language": get_language()}
    if isinstance(request.user, User):
        user = request.user
        initial |= {"name": user.name, "organisation": user.office, "email": user.email}
    return initial


def _take(request: HttpRequest, form: forms.EnquiryForm, zones: Sequence[Zone]) -> HttpResponse:
    """Take it in; what a program wrote is thanked for and thrown away."""
    data = form.cleaned_data
    if form.is_spam:
        return redirect("enquiry-asked", links.token_of_none())
    try:
        enquiry = services.enquire(
            zones=[zone for zone in zones if zone.key in data["zone"]],
            fields=data["field"],
            by=request.user if isinstance(request.user, User) else None,
            email=data["email"],
            **form.answers,
        )
    except ValidationError as error:
        return refused_forms.again(request, {"email": error.messages})
    refused_forms.taken(request)
    if enquiry.verified_at:
        messages.success(request, _("Sent. The answers will stand on this page."))
        return redirect("enquiry-link", links.token_of(enquiry))
    return redirect("enquiry-asked", links.token_of(enquiry, links.ASKED))


@never_cache
@require_safe
def link_sent(request: HttpRequest, token: str) -> HttpResponse:
    """Show, after the form, that a link was mailed. Loading it again sends nothing."""
    enquiry = links.asked_of(token)
    threads = enquiry.threads.select_related("zone") if enquiry else ()
    context = {"enquiry": enquiry, "zones": [thread.zone for thread in threads]}
    return render(request, "enquiries/asked.html", context)


@never_cache
@limited("enquiry-verify", "60/h")
@require_http_methods(GET_OR_POST)
def verify(request: HttpRequest, token: str) -> HttpResponse:
    """Prove an address by its link; only the button sends, since mail scanners open links."""
    enquiry = links.to_verify_of(token)
    if enquiry is None:
        return _gone(request, token, links.VERIFY)
    if enquiry.verified_at:
        day = date_format(timezone.localtime(enquiry.verified_at), "DATETIME_FORMAT")
        messages.info(request, _("This link was used on %(day)s.") % {"day": day})
        return redirect("enquiry-link", links.token_of(enquiry))
    if request.method == "POST":
        with suppress(ValidationError):  # pressed twice: it was sent on already
            services.verify(enquiry=enquiry)
        messages.success(request, _("Sent. The answers will stand on this page."))
        return redirect("enquiry-link", links.token_of(enquiry))
    threads = list(enquiry.threads.select_related("zone"))
    context = {
        "enquiry": enquiry,
        "zones": [thread.zone for thread in threads],
        "asked": forms.asked_in(threads),
    }
    return render(request, "enquiries/verify.html", context)


def _gone(request: HttpRequest, token: str, salt: str = links.READ) -> HttpResponse:
    """Say that what a genuine link led to is deleted, or that the link no longer works."""
    is_deleted = links.is_of_one_deleted(token, salt)
    page = "enquiries/deleted.html" if is_deleted else "enquiries/gone.html"
    context = {"deleted_at": links.deleted_at(token, salt)}
    return render(request, page, context, status=410)


def by_link(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Hand the view the enquiry of a signed link, or say that the link no longer works."""

    @never_cache
    @wraps(view)
    def by_token(request: HttpRequest, token: str) -> HttpResponse:
        enquiry = links.enquiry_of(token)
        return view(request, enquiry, token) if enquiry else _gone(request, token)

    return by_token


@limited("enquiry-reply", "30/h")
@require_http_methods(GET_OR_POST)
@by_link
def correspondence(request: HttpRequest, enquiry: Enquiry, token: str) -> HttpResponse:
    """Show all that was asked and answered; POST replies to a zone, or needs no more answer."""
    threads = enquiry.threads.with_clock().order_by("pk")
    if request.method == "POST":
        thread = get_object_or_404(threads, pk=counter(request.POST.get("thread", "")))
        try:
            if request.POST.get("do") == "close":
                services.withdraw(thread=thread)
            else:
                services.reply(thread=thread, text=request.POST.get("text", ""))
                messages.success(request, _("Sent."))
            refused_forms.taken(request)
            return redirect("enquiry-link", token)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
            return refused_forms.again(request)
    sent = refused_forms.sent(request) or QueryDict()
    typed = {counter(sent.get("thread", "")): sent.get("text", "")}
    messages_shown = Message.objects.filter(thread__in=threads).exclude(kind=MessageKind.NOTE)
    context = {
        "enquiry": enquiry,
        "asked": forms.asked_in(threads),
        "token": token,
        "parts": [
            (
                thread,
                [message for message in messages_shown if message.thread_id == thread.pk],
                typed.get(thread.pk, ""),
            )
            for thread in threads
        ],
        "days": settings.ENQUIRY_WORKING_DAYS,
        "months": settings.ENQUIRY_KEEP_MONTHS,
    }
    return render(request, "enquiries/read.html", context)


@require_safe
@by_link
def export(request: HttpRequest, enquiry: Enquiry, token: str) -> HttpResponse:
    """Send all that is kept of the investor, as JSON."""
    answer = JsonResponse(services.exported(enquiry), json_dumps_params={"indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="enquiry-{enquiry.pk}.json"'
    return answer


@require_http_methods(GET_OR_POST)
@by_link
def delete(request: HttpRequest, enquiry: Enquiry, token: str) -> HttpResponse:
    """Delete it all, after a page that says what that means."""
    if request.method == "POST":
        services.forget(enquiry=enquiry)
        return redirect("enquiry-link", token)
    return render(request, "enquiries/delete.html", {"token": token})
