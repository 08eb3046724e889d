"""A refused form whose words are kept is shown on a page of its own: Back and reload find it there,
and no browser asks whether to send it once more.

What the form cannot find out by itself, such as that another window sent something else, is
remembered for the one page that tells it.
"""

from collections.abc import Iterable, Mapping

from django import forms
from django.core.exceptions import NON_FIELD_ERRORS
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect

REFUSED = "refused-form"


def shown_again(request: HttpRequest, form: forms.Form) -> HttpResponse:
    """On to the page of the form, which shows what was typed and why it was not taken."""
    told = {name: [str(one) for one in errors] for name, errors in form.errors.items()}
    request.session[REFUSED] = [request.path, told]
    return HttpResponseRedirect(f"{request.path}#faults")


def tell_refusal(request: HttpRequest, form: forms.Form) -> None:
    """Put beside the inputs why the form was not taken a moment ago; once."""
    path, told = request.session.get(REFUSED, ("", {}))
    if path != request.path:
        return
    del request.session[REFUSED]
    add_faults(form, told)


def add_faults(form: forms.Form, told: Mapping[str, Iterable[str]]) -> None:
    """Put these sentences beside the inputs they are about, each once; also of a form that opens
    with what was kept."""
    if not form.is_bound:
        form.cleaned_data = {}
    for name, errors in told.items():
        place = None if name == NON_FIELD_ERRORS or name not in form.fields else name
        there = [str(one) for one in form.errors.get(name, ())]
        for error in errors:
            if error not in there:
                form.add_error(place, error)
