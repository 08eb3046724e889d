"""Notices on the desk of the institute: written, looked at, published, taken back."""

import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from countries.models import Corridor, Country
from sez_portal.accounts.rate_limits import limited
from sez_portal.accounts.roles import roles_of
from sez_portal.common import dates
from sez_portal.common.fields import columns_of
from sez_portal.common.form_fields import DayField
from sez_portal.common.forms import OneLine
from sez_portal.languages import LANGUAGES, column_suffix
from sez_portal.records.choices import NoticeSort
from sez_portal.records.desk.shared import hidden, signed_in, user_of
from sez_portal.records.models import PublicNotice
from sez_portal.records.services import public_notices as services
from sez_portal.site.notices import concerned
from zones.models import Zone

MANY = forms.CheckboxSelectMultiple
TEXTS = ("title", "text")
DAYS = ("dated_on", "starts_on", "ends_on", "from_day", "until_day")
LIKE = gettext_lazy("Like 2027-02-26.")


class NoticeForm(OneLine, forms.Form):
    """A notice: what it says, when, and whom it concerns."""

    tells_optional = True

    sort = forms.ChoiceField(label=gettext_lazy("Kind"), choices=NoticeSort.choices)
    title_en = forms.CharField(
        label=gettext_lazy("Title"), help_text=gettext_lazy("In English."), max_length=200
    )
    text_en = forms.CharField(
        label=gettext_lazy("Text"),
        help_text=gettext_lazy("In English, short: what happened or will happen, and for whom."),
        max_length=6000,
        widget=forms.Textarea({"rows": 8}),
    )
    link = forms.URLField(
        label=gettext_lazy("Address to read more"),
        max_length=600,
        required=False,
        assume_scheme="https",
    )
    dated_on = DayField(label=gettext_lazy("Date"), help_text=LIKE)
    starts_on = DayField(
        label=gettext_lazy("First day of the event"), help_text=LIKE, required=False
    )
    ends_on = DayField(label=gettext_lazy("Last day of the event"), help_text=LIKE, required=False)
    place = forms.CharField(
        label=gettext_lazy("Place of the event"), max_length=200, required=False
    )
    countries = forms.MultipleChoiceField(
        label=gettext_lazy("Countries that it concerns as a whole"), widget=MANY, required=False
    )
    corridor = forms.MultipleChoiceField(
        label=gettext_lazy("Corridors that it concerns"), widget=MANY, required=False
    )
    zone = forms.MultipleChoiceField(
        label=gettext_lazy("Zones that it concerns"), widget=MANY, required=False
    )
    from_day = DayField(label=gettext_lazy("Shown from"), help_text=LIKE)
    until_day = DayField(
        label=gettext_lazy("Shown until"),
        help_text=gettext_lazy("Like 2027-02-26. Empty: for good."),
        required=False,
    )

    def __init__(self, notice: PublicNotice, data: Any = None) -> None:
        self.notice = notice
        super().__init__(data, initial=_initial(notice))
        countries = {row.iso2: str(row) for row in Country.objects.published()}
        self.fields["countries"].choices = list(countries.items())
        corridors = Corridor.objects.published()
        self.fields["corridor"].choices = [(f"corridor:{row.key}", str(row)) for row in corridors]
        self.fields["zone"].choices = _zones(countries)
        for code, native in LANGUAGES:
            if code != "en":
                self._add_language(code, native)
        self.keep_to_lines()

    def _add_language(self, code: str, native: str) -> None:
        for text in TEXTS:
            english: Any = self.fields[f"{text}_en"]
            widget: Any = forms.Textarea if text == "text" else forms.TextInput
            self.fields[f"{text}_{column_suffix(code)}"] = forms.CharField(
                label=_("%(text)s, %(language)s") % {"text": english.label, "language": native},
                max_length=english.max_length,
                required=False,
                widget=widget({"lang": code}),
            )

    @property
    def in_languages(self) -> list[forms.BoundField]:
        return [self[name] for text in TEXTS for name in columns_of(text) if name[-3:] != "_en"]

    @property
    def opens_languages(self) -> bool:
        return any(bound.errors or bound.value() for bound in self.in_languages)

    @property
    def opens_zones(self) -> bool:
        return bool(self["zone"].errors or self["zone"].value())

    def clean(self) -> dict[str, Any]:
        data = super().clean() or self.cleaned_data
        first, last = data.get("starts_on"), data.get("ends_on")
        if last and not first:
            self.add_error("starts_on", _("Write the first day too."))
        if first and last and last < first:
            self.add_error("ends_on", _("An event ends on its first day or later."))
        begin, end = data.get("from_day"), data.get("until_day")
        if begin and end and end < begin:
            self.add_error("until_day", _("It would be over before it is shown."))
        return data

    def filled(self) -> PublicNotice:
        """The notice with what was typed, unsaved."""
        data, notice = self.cleaned_data, self.notice
        names = ("sort", "link", "place", "countries", *DAYS)
        for name in (*names, *(column for text in TEXTS for column in columns_of(text))):
            setattr(notice, name, data[name])
        notice.concerns = [*data["zone"], *data["corridor"]]  # type: ignore[assignment]
        return notice


def _initial(notice: PublicNotice) -> dict[str, Any]:
    if notice.pk is None:
        return {"dated_on": dates.today().isoformat(), "from_day": dates.today().isoformat()}
    texts = [column for text in TEXTS for column in columns_of(text)]
    found = {name: getattr(notice, name) for name in (*texts, "sort", "link", "place", "countries")}
    days: dict[str, datetime.date | None] = {name: getattr(notice, name) for name in DAYS}
    found |= {name: day.isoformat() if day else "" for name, day in days.items()}
    for name in ("zone", "corridor"):
        found[name] = [entry for entry in notice.concerns if entry.startswith(f"{name}:")]
    return found


def _zones(countries: dict[str, str]) -> list[tuple[str, Any]]:
    by_country: dict[str, list[tuple[str, str]]] = {name: [] for name in countries.values()}
    for zone in Zone.objects.published().order_by("name_en"):
        name = countries.get(zone.country_id)
        if name is not None:
            by_country[name].append((f"zone:{zone.key}", str(zone)))
    return list(by_country.items())


def _require_institute(request: HttpRequest) -> None:
    if not roles_of(request.user).is_staff:
        raise PermissionDenied("notices")


@signed_in
@require_safe
def notices_desk(request: HttpRequest) -> HttpResponse:
    """Every notice, whatever became of it."""
    _require_institute(request)
    rows = PublicNotice.objects.allowed(request.user, "view")
    return render(request, "desk/notices.html", {"notices": rows})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def notice_edit(request: HttpRequest, pk: int = 0) -> HttpResponse:
    """The form of a notice, and below it how readers see it and what was done with it."""
    _require_institute(request)
    notice = PublicNotice.objects.filter(pk=pk).first() if pk else PublicNotice()
    if notice is None:
        raise hidden(request, "notice", pk)
    form = NoticeForm(notice, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        saved = services.save(notice=form.filled(), by=user_of(request))
        messages.success(request, _("Saved."))
        return redirect("notice-edit", saved.pk)
    named = concerned(notice) if notice.pk and not form.is_bound else []
    context = {"form": form, "notice": notice, "concerned": named}
    return render(request, "desk/notice_edit.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
@limited("notice", "60/h")
def notice_act(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish a notice, or take it back."""
    _require_institute(request)
    notice = PublicNotice.objects.filter(pk=pk).first()
    if notice is None:
        raise hidden(request, "notice", pk)
    act = {"publish": services.publish, "take-back": services.take_back}.get(
        request.POST.get("do", "")
    )
    try:
        if act is None:
            raise ValidationError(_("Choose what to do."))
        made = act(notice=notice, by=user_of(request))
        told = _("It is taken back.") if made.taken_back_at else _("It is published.")
        messages.success(request, told)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("notice-edit", pk)
