"""Enquiries on the desk: what waits, one thread with its answers and notes, texts used again."""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from countries.filters import country_choices
from countries.working_days import calendars
from investors.choices import ThreadStatus
from investors.enquiries import services
from investors.enquiries.forms import asked_in
from investors.models import AnswerTemplate, Thread
from sez_portal.accounts.rate_limits import limited
from sez_portal.accounts.roles import roles_of
from sez_portal.common import dates
from sez_portal.common.access import may
from sez_portal.common.numbers import counter
from sez_portal.records.desk.lists import SHOWN, Task
from sez_portal.records.desk.shared import security, signed_in, user_of
from zones.models import Zone

PER_PAGE = 50
GET_OR_POST = ["GET", "HEAD", "POST"]


@signed_in
@require_safe
def enquiries(request: HttpRequest) -> HttpResponse:
    """List all that reached whoever is signed in; those that wait stand first."""
    rows = Thread.objects.allowed(request.user, "view").with_clock()
    status = request.GET.get("status", "")
    if status in ThreadStatus.values:
        rows = rows.filter(status=status)
    page = Paginator(rows.order_by("-sent_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "status": status, "statuses": ThreadStatus.choices}
    return render(request, "enquiries/list.html", context)


@never_cache
@signed_in
@limited("enquiry-desk", "120/h")
@require_http_methods(GET_OR_POST)
def thread(request: HttpRequest, pk: int) -> HttpResponse:
    """One enquiry at one zone. Opening it changes nothing; its buttons do."""
    rows = Thread.objects.allowed(request.user, "view").with_clock()
    thread = rows.filter(pk=pk).first()
    if thread is None:
        security.warning("view refused: %s enquiry %s", request.user.pk, pk)
        raise Http404
    if request.method == "POST":
        try:
            messages.success(request, _act_on(request, thread))
            return redirect(thread)
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
    templates = AnswerTemplate.objects.allowed(request.user, "view")
    template_id = request.GET.get("use", "")
    template = templates.filter(pk=counter(template_id)).first()
    today = dates.today()
    context = {
        "thread": thread,
        "calendars": calendars([thread.zone.country], thread.waits_since or today, today),
        "enquiry": thread.enquiry,
        "said": thread.messages.all(),
        "asked": asked_in([thread]),
        "templates": templates,
        "typed": request.POST.get("text") or (template.text if template else ""),
        "may_answer": may(request.user, "answer", thread),
        "may_note": may(request.user, "note", thread),
        "may_propose": thread.answered_at and may(request.user, "propose", thread.zone),
    }
    return render(request, "enquiries/thread.html", context)


def _act_on(request: HttpRequest, thread: Thread) -> str:
    """What a button of the page does; the services ask for the permission."""
    user, text = user_of(request), request.POST.get("text", "")
    act = request.POST.get("do", "")
    if act == "read":
        services.mark_read(thread=thread, by=user)
        return _("Marked as read. The clock goes on until it is answered.")
    if act == "answer":
        services.answer(thread=thread, by=user, text=text)
        return _("Answered. The investor gets a mail.")
    if act == "note":
        services.note(thread=thread, by=user, text=text)
        return _("Noted. The investor does not see it.")
    if act == "close":
        services.close(thread=thread, by=user)
        return _("Closed.")
    raise ValidationError(_("Choose what to do."))


@signed_in
@limited("templates", "60/h")
@require_http_methods(GET_OR_POST)
def templates(request: HttpRequest) -> HttpResponse:
    """Texts that an office uses again, by office."""
    roles, user = roles_of(request.user), user_of(request)
    offices = [(zone.key, str(zone.name)) for zone in Zone.objects.filter(key__in=roles.zones)]
    names = dict(country_choices())
    offices += [(country, names.get(country, country)) for country in sorted(roles.countries)]
    offices += [("mi", _("Mekong Institute"))] if roles.is_moderator else []
    rows = AnswerTemplate.objects.allowed(user, "view").select_related("zone")
    if request.method == "POST":
        try:
            _keep(request, offices)
            return redirect("answer-templates")
        except ValidationError as error:
            messages.error(request, " ".join(error.messages))
    for row in rows:
        row.of_country = names.get(row.country, row.country)
    context = {
        "rows": rows,
        "offices": offices,
        "typed": {name: request.POST.get(name, "") for name in ("title", "text", "office")},
    }
    return render(request, "enquiries/templates.html", context)


def _keep(request: HttpRequest, offices: list[tuple[str, str]]) -> None:
    user, office = user_of(request), request.POST.get("office", "")
    drop = request.POST.get("drop", "")
    if number := counter(drop):
        rows = AnswerTemplate.objects.allowed(user, "change")
        services.drop_template(template=get_object_or_404(rows, pk=number), by=user)
        return
    if office not in dict(offices):
        raise ValidationError(_("Choose one of your offices."))
    services.keep_template(
        by=user,
        zone=Zone.objects.filter(key=office).first(),
        country=office if len(office) == 2 and office != "mi" else "",
        title=request.POST.get("title", "")[:100],
        text=request.POST.get("text", "")[: services.LONGEST],
    )


def enquiries_waiting(request: HttpRequest) -> list[Task]:
    """What this person can answer, longest waiting first, for the desk."""
    rows = Thread.objects.waiting().allowed(request.user, "answer")
    return [_task(row) for row in rows.with_clock()[:SHOWN]]


def _task(row: Thread) -> Task:
    left = settings.ENQUIRY_WORKING_DAYS - row.days
    told = ngettext("waits for %(count)s working day", "waits for %(count)s working days", row.days)
    return Task(
        left,
        told % {"count": row.days},
        _("An investor asks %(zone)s") % {"zone": row.zone},
        f"{row.get_absolute_url()}#text",
        str(row.enquiry.get_need_display()),
        pgettext("verb", "Answer"),
        is_late=left <= 0,
    )
