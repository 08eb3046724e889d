"""An answer becomes data: what an office wrote to an investor, proposed for the zone's page.

Beside the letter stands the form of the facts that were asked for, with the letter as the source
of what is filled in. It is a proposal like any other; nothing of the investor goes into it.
"""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from investors.choices import MessageKind
from investors.enquiries.forms import label_of, unknown_of
from investors.models import Message, Thread
from sez_portal.accounts.rate_limits import limited
from sez_portal.common import dates
from sez_portal.common.access import may
from sez_portal.records.desk.propose import form_for, send
from sez_portal.records.desk.shared import signed_in, user_of
from sez_portal.records.record import Field
from sez_portal.records.services.propose import open_submission
from zones.record import ZONE


@never_cache
@signed_in
@limited("enquiry-desk", "120/h")
@require_http_methods(["GET", "HEAD", "POST"])
def to_page(request: HttpRequest, pk: int) -> HttpResponse:
    """The answers of a thread beside the form of the facts asked for; sent, it is a proposal."""
    rows = Thread.objects.allowed(request.user, "view").select_related("zone")
    thread = rows.filter(pk=pk).first()
    letters = answers_of(thread) if thread else []
    if thread is None or not (letters and may(request.user, "propose", thread.zone)):
        raise Http404
    zone, user = thread.zone, user_of(request)
    fields, mine = _fields(request, thread), open_submission(ZONE, zone.key, user)
    form = form_for(request, ZONE, zone, fields, mine) if fields else None
    if form and request.method == "POST":
        if not form.is_valid() or form.look_twice(zone.key, ZONE.read(zone)):
            pass
        elif sent := send(request, form, ZONE, zone.key, user):
            return redirect(sent)
    elif form:
        form.where_from[0].field.initial = _cited(letters[-1])
    context = {
        "thread": thread,
        "letters": letters,
        "form": form,
        "fields": [field.key for field in fields],
        "more": _more(thread, fields),
    }
    status = 422 if form and form.is_bound and form.errors else 200
    return render(request, "enquiries/to_page.html", context, status=status)


def answers_of(thread: Thread) -> list[Message]:
    """What was answered to the investor, oldest first."""
    return list(thread.messages.filter(kind=MessageKind.ANSWER))


def _fields(request: HttpRequest, thread: Thread) -> list[Field]:
    """The facts that were asked for, and those that were added on the page."""
    names = dict.fromkeys([*thread.fields, *request.GET.getlist("field")])
    known = [ZONE[name] for name in names if name in ZONE.by_key]
    return [field for field in known if field.group in ZONE.groups and field.proposable]


def _more(thread: Thread, fields: list[Field]) -> list[tuple[str, str]]:
    """The other facts of the zone that are not known, each with its label."""
    shown = {field.key for field in fields}
    unknown = [name for name in unknown_of(thread.zone) if name not in shown]
    return [(name, label_of(name)) for name in unknown if ZONE[name].proposable]


def _cited(letter: Message) -> str:
    """The letter as a source: its office and its day, never the investor."""
    day = date_format(dates.day_of(letter.created_at), "DATE_FORMAT")
    if letter.office:
        told = _("Answer of %(office)s to an investor's enquiry, %(day)s")
        return told % {"office": letter.office, "day": day}
    return _("Answer to an investor's enquiry, %(day)s") % {"day": day}
