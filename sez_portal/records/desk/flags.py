"""A visitor reports a mistake; the desk answers. Spam is held back without a third party."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from sez_portal.accounts.rate_limits import limited
from sez_portal.common import refused_forms
from sez_portal.common.access import may
from sez_portal.common.forms import Honeypot, OneLine
from sez_portal.records.desk.shared import hidden, record_of, signed_in, user_of
from sez_portal.records.former_keys import row_called, sent_on_to_key
from sez_portal.records.models import Flag
from sez_portal.records.record import Record, get
from sez_portal.records.services.apply import title_of
from sez_portal.records.services.flags import answer, is_corrected, take_in, what_waits

MOST_LINKS = 2  # more of them in a text are advertising


class FlagForm(OneLine, Honeypot, forms.ModelForm):
    class Meta:
        model = Flag
        fields = ("field", "text", "source", "email")
        widgets = {"text": forms.Textarea({"rows": 4})}
        help_texts = {
            "source": gettext_lazy("Where the right figure stands: an address, a law, a letter"),
            "email": gettext_lazy("Only if you want to hear what became of it"),
        }

    def __init__(self, *args: Any, record: Record, **more: Any) -> None:
        super().__init__(*args, **more)
        fields = [(field.key, str(field.label)) for field in record.fields if field.group]
        choices = [("", _("the page as a whole")), *fields]
        self.fields["field"] = forms.ChoiceField(
            label=_("Which figure is wrong?"), choices=choices, required=False
        )

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if text.lower().count("http") > MOST_LINKS:
            raise ValidationError(_("Please give one address at most, under “source”."))
        return text


@limited("report", "10/h")
@require_http_methods(["GET", "HEAD", "POST"])
def report(request: HttpRequest, name: str, key: str) -> HttpResponse:
    """The form of a visitor; the field is filled in from the page they come from."""
    record = record_of(name)
    obj = row_called(record, key, record.model._default_manager.filter(record.model.shown()))
    if obj.key != key:
        return sent_on_to_key(request, key, obj.key)
    field = request.GET.get("field", "")
    initial = {"field": field if field in record.by_key else ""}
    form = FlagForm(refused_forms.sent(request), record=record, initial=initial)
    context = {"form": form, "title": title_of(obj), "row": obj}
    if request.method == "POST":
        if not form.is_valid():
            return refused_forms.again(request)
        if not form.is_spam:
            flag = form.save(commit=False)
            flag.record, flag.key, flag.title = record.name, key, title_of(obj)
            flag.country, flag.language = record.country(obj), get_language() or "en"
            take_in(flag)
        refused_forms.taken(request)
        return redirect(f"{request.path}?sent=1")
    if "sent" in request.GET:
        return render(request, "desk/report_done.html", context)
    return render(request, "desk/report.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def flag(request: HttpRequest, pk: int) -> HttpResponse:
    """One flag; POST answers it."""
    found = Flag.objects.allowed(request.user, "view").filter(pk=pk).first()
    if found is None:
        raise hidden(request, "flag", pk)
    told = ""
    if request.method == "POST":
        try:
            answer(
                flag=found,
                by=user_of(request),
                status=request.POST.get("status", ""),
                text=request.POST.get("text", "")[:4000],
            )
            messages.success(request, _("Answered."))
            return redirect("desk")
        except ValidationError as error:
            found.refresh_from_db()
            told = " ".join(error.messages)
    record = get(found.record)
    context = {
        "flag": found,
        "field": record.by_key.get(found.field),
        "row": record.model._default_manager.filter(key=found.key).first(),
        "typed": request.POST.get("text", ""),
        "error": told,
        "may_decide": may(request.user, "decide", found),
        "is_corrected": is_corrected(found),
        "waits": what_waits(found),
    }
    return render(request, "desk/flag.html", context, status=409 if told else 200)
