"""Campaigns on the desk: opened by MI and focal points, answered by officials, followed by both."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from sez_portal.accounts.models import User
from sez_portal.accounts.rate_limits import limited
from sez_portal.accounts.roles import keepers_by_key, roles_of
from sez_portal.common import dates
from sez_portal.common.access import may
from sez_portal.common.dates import spell, working_days
from sez_portal.records.choices import Answer
from sez_portal.records.desk.campaign_form import CampaignForm, Extension
from sez_portal.records.desk.campaign_sheets import as_csv, as_xlsx
from sez_portal.records.desk.lists import Task
from sez_portal.records.desk.shared import hidden, signed_in, user_of
from sez_portal.records.linked_names import country_names
from sez_portal.records.models import Campaign
from sez_portal.records.record import get
from sez_portal.records.services import campaigns as services
from sez_portal.records.services.campaign_asked import asked_of, rows_meant
from sez_portal.records.services.campaign_letters import left_of
from sez_portal.records.services.campaign_progress import Progress, progress_of

PER_PAGE = 50
AT_ONCE = 2000  # of a report, which is printed whole
STATES = {
    "": gettext_lazy("All"),
    "missing": gettext_lazy("not begun"),
    "begun": gettext_lazy("begun"),
    "finished": gettext_lazy("finished"),
    "unkept": gettext_lazy("kept by nobody"),
}


@signed_in
@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    """All campaigns that somebody may see."""
    user = user_of(request)
    if not roles_of(user):
        raise PermissionDenied("campaigns")
    rows = Campaign.objects.allowed(user, "view").defer("asked", "report")
    context = {
        "drafts": rows.filter(opened_at=None),
        "running": rows.running(),
        "closed": rows.exclude(closed_at=None),
        "may_open": may_open(user),
    }
    return render(request, "desk/campaigns.html", context)


def may_open(user: User) -> bool:
    held = roles_of(user)
    return held.is_staff or bool(held.countries)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def campaign_edit(request: HttpRequest, pk: int = 0) -> HttpResponse:
    """The form of a draft, new or saved; what it comes to is on the page after it."""
    user = user_of(request)
    if not may_open(user):
        raise PermissionDenied("campaigns")
    campaign = _seen(request, pk, "change") if pk else Campaign()
    if not campaign.is_draft:
        return redirect("campaign", campaign.pk)
    record = services.record_to_ask()
    data = request.POST if request.method == "POST" else None
    form = CampaignForm(record, user, campaign, data)
    if form.is_bound and form.is_valid():
        saved = services.save_draft(campaign=form.filled(), by=user)
        return redirect("campaign", saved.pk)
    context = {"form": form, "campaign": campaign}
    return render(request, "desk/campaign_edit.html", context, status=422 if form.errors else 200)


@signed_in
@require_safe
def campaign(request: HttpRequest, pk: int) -> HttpResponse:
    """A campaign: to be opened, to be followed, or, for officials, what it asks of them."""
    row, user = _seen(request, pk, "view"), user_of(request)
    if row.is_draft:
        return _draft(request, row)
    if may(user, "follow", row):
        return _progress(request, row)
    return _mine(request, row)


def _seen(request: HttpRequest, pk: int, act: str) -> Campaign:
    """The campaign. Raises Http404 to whom it is hidden, PermissionDenied for what is not theirs
    to do."""
    row = Campaign.objects.filter(pk=pk).first()
    if row is None or not may(request.user, "view", row):
        raise hidden(request, "campaign", pk)
    if not may(request.user, act, row):
        raise PermissionDenied(act)
    return row


def _draft(request: HttpRequest, row: Campaign) -> HttpResponse:
    """What a draft comes to, before it is opened."""
    user, record = user_of(request), get(row.record)
    asked = asked_of(row, user)
    kept = keepers_by_key([one.key for one in asked])
    counts = [len(kept.get(one.key, ())) for one in asked]
    names, by_country = country_names(), {}  # type: ignore[var-annotated]
    for one, fields in asked.items():
        code = record.country(one)
        by_country.setdefault(names.get(code, code), []).append(
            (one, len(fields), kept.get(one.key, []))
        )
    context = {
        "campaign": row,
        "figures": sum(map(len, asked.values())),
        "rows": len(asked),
        "without": rows_meant(row, user).count() - len(asked),
        "people": len({person.pk for people in kept.values() for person in people}),
        "several": sum(count > 1 for count in counts),
        "single": counts.count(1),
        "nobody": counts.count(0),
        "by_country": sorted(by_country.items()),
    }
    return render(request, "desk/campaign_draft.html", context)


def progress_for(user: Any, row: Campaign) -> Progress:
    """The progress of the rows that somebody may follow: all, or those of their countries."""
    held = roles_of(user)
    return progress_of(row).within(None if held.is_staff else held.countries)


def _progress(request: HttpRequest, row: Campaign, extension: Any = None) -> HttpResponse:
    progress, names = progress_for(request.user, row), country_names()
    countries = progress.by_country(names)
    kept = keepers_by_key({one.key for one in progress.rows}) if row.is_running else {}
    if row.is_running:
        for one in progress.rows:
            one.keepers = [str(person) for person in kept.get(one.key, ())]
    query = request.GET
    found = [one for one in progress.rows if query.get("country") in (None, "", one.country)]
    states = [(key, label, sum(_is(one, key) for one in found)) for key, label in STATES.items()]
    state = query.get("state", "")
    found = [one for one in found if state not in STATES or _is(one, state)]
    many = PER_PAGE if row.is_running else AT_ONCE
    page = Paginator(sorted(found, key=lambda one: one.title), many).get_page(query.get("page"))
    letters = row.letters.exclude(sent_at=None)
    context = {
        "campaign": row,
        "total": progress.total,
        "answers": Answer.labels,
        "countries": countries,
        "sections": progress.by_section(),
        "page": page,
        "rows": [(one, progress.told(one)) for one in page],
        "states": states,
        "country": next((one for one in countries if one.key == query.get("country")), None),
        "state": state,
        "written": letters.filter(is_reminder=False).count(),
        "reminded": letters.filter(is_reminder=True).count(),
        "may_change": may(request.user, "change", row),
        "extension": extension or Extension(),
    }
    status = 422 if extension is not None else 200
    return render(request, "desk/campaign.html", context, status=status)


def _is(row: Any, state: str) -> bool:
    if state == "unkept":
        return not row.keepers
    return not state or row.state == state


def _mine(request: HttpRequest, row: Campaign) -> HttpResponse:
    """What a campaign asks of an official, and where to answer."""
    user = user_of(request)
    progress = progress_of(row, keys=roles_of(user).kept_keys)
    besides = Answer.MISSING if row.is_running else None  # it stands above
    told = [
        (one, left_of(progress, one), progress.told(one, besides=besides)) for one in progress.rows
    ]
    context = {
        "campaign": row,
        "record": progress.record,
        "rows": told,
        "workbook": workbook_address(row),
    }
    return render(request, "desk/campaign_mine.html", context)


def workbook_address(row: Campaign) -> str:
    """Where exactly its sections of exactly its rows are downloaded to be filled in."""
    asked = {
        "record": row.record,
        "which": f"campaign:{row.pk}",
        "section": row.sections,
        "language": get_language(),
    }
    return f"{reverse('workbook-download')}?{urlencode(asked, doseq=True)}"


@signed_in
@require_POST
@limited("campaign", "60/h")
def campaign_act(request: HttpRequest, pk: int) -> HttpResponse:
    """Open it, give it more time, close it, or throw a draft away."""
    row, user, do = _seen(request, pk, "change"), user_of(request), request.POST.get("do", "")
    if do == "extend":
        return _extend(request, row)
    try:
        if do == "open":
            services.open_campaign(campaign=row, by=user)
            messages.success(request, _("Open. The letters are on their way."))
        elif do == "close":
            services.close(campaign=row, by=user)
            messages.success(request, _("Closed. This is what it brought."))
        elif do == "discard":
            services.discard(campaign=row, by=user)
            messages.success(request, _("Removed. Nobody was told of it."))
            return redirect("campaigns")
        else:
            messages.error(request, _("Choose what to do."))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("campaign", pk)


def _extend(request: HttpRequest, row: Campaign) -> HttpResponse:
    form = Extension(request.POST)
    if form.is_valid():
        try:
            services.extend(
                campaign=row, by=user_of(request), deadline=form.cleaned_data["deadline"]
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("The last day is a later one now."))
            return redirect("campaign", row.pk)
    return _progress(request, row, form)


@signed_in
@require_safe
@limited("workbook", "60/h")
def campaign_sheet(request: HttpRequest, pk: int, form: str) -> HttpResponse:
    """Every figure of a campaign and what became of it, as a file."""
    row = _seen(request, pk, "follow")
    if row.is_draft or form not in ("xlsx", "csv"):
        raise Http404
    progress, names = progress_for(request.user, row), country_names()
    return (as_xlsx if form == "xlsx" else as_csv)(row, progress, names)


def to_answer(request: HttpRequest) -> list[Task]:
    """What running campaigns still ask of an official, a task each; none without any."""
    user = user_of(request)
    keys, tasks = roles_of(user).kept_keys, []
    if not keys:
        return []
    for row in Campaign.objects.running().allowed(user, "view"):
        left = progress_of(row, keys=keys).total.answers[Answer.MISSING]
        if left:
            told = ngettext("%(count)s figure to answer", "%(count)s figures to answer", left)
            tasks.append(
                Task(
                    working_days(dates.today(), row.deadline),
                    _("Until %(day)s") % {"day": spell(row.deadline.isoformat())},
                    str(row.name),
                    row.get_absolute_url(),
                    told % {"count": left},
                    pgettext("verb", "Answer"),
                )
            )
    return tasks
