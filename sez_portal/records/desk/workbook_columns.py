"""A list that was not made here: which column holds what, asked before anything of it is read."""

from itertools import islice
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.functional import lazystr
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl.utils import get_column_letter

from sez_portal.common.form_fields import PartialField
from sez_portal.languages import LANGUAGES
from sez_portal.records.field_types.basic import Choice
from sez_portal.records.models import SentWorkbook
from sez_portal.records.record import Record, get
from sez_portal.records.workbooks import headings, layout
from sez_portal.records.workbooks.foreign import ENCODINGS, HEADINGS_WITHIN, How
from sez_portal.records.workbooks.newcomers import newcomers_of
from sez_portal.records.workbooks.sending import plan_columns, read_again
from sez_portal.records.workbooks.writing import options_of

EXAMPLES = 3
LONGEST_EXAMPLE = 40
COLUMN, SAME = "column_", "same_"  # how the inputs of columns and of fixed values begin


class ReadingForm(forms.Form):
    """How the file is to be read, where the guess was wrong."""

    encoding = forms.ChoiceField(
        label=gettext_lazy("Characters of the file"),
        choices=list(ENCODINGS.items()),
        required=False,
    )
    sheet = forms.ChoiceField(label=gettext_lazy("Sheet"), required=False)
    head_row = forms.IntegerField(
        label=gettext_lazy("Row of the headings"),
        min_value=1,
        max_value=HEADINGS_WITHIN,
        required=False,
    )

    def __init__(self, book: SentWorkbook, data: Any = None) -> None:
        super().__init__(data, initial=book.plan.get("how", {}))
        sheets = book.plan.get("sheets", [])
        self.fields["sheet"].choices = [(one, one) for one in sheets]
        del self.fields["encoding" if sheets else "sheet"]

    @property
    def how(self) -> How:
        told = self.cleaned_data
        return How(told.get("encoding", ""), told.get("sheet", ""), told.get("head_row") or 0)


class ColumnsForm(forms.Form):
    """What each column holds, what is the same for every row, and where all of it comes from."""

    language = forms.ChoiceField(
        label=gettext_lazy("Numbers and words are written as in"), choices=LANGUAGES
    )
    speaks_of = PartialField(
        label=gettext_lazy("Year that all figures speak of"),
        help_text=gettext_lazy("Where no column says it. Such as 2025 or 2025-06."),
        required=False,
    )
    source = forms.CharField(
        label=gettext_lazy("Source of the whole list: title"), required=False, max_length=400
    )
    url = forms.URLField(
        label=gettext_lazy("Source of the whole list: address"),
        required=False,
        max_length=600,
        assume_scheme="https",
    )

    def __init__(self, book: SentWorkbook, data: Any = None) -> None:
        self.book, self.record = book, get(book.record)
        self.head: list[str] = book.plan["head"]
        super().__init__(data, initial=_initial(book, self.record))
        options = _options(self.record)
        for number, heading in enumerate(self.head):
            letter = get_column_letter(number + 1)
            self.fields[f"{COLUMN}{number}"] = forms.ChoiceField(
                label=heading or _("Column %(letter)s") % {"letter": letter},
                choices=options,
                required=False,
            )
        for name, choices in _fixed(self.record):
            self.fields[f"{SAME}{name}"] = forms.ChoiceField(
                label=lazystr(self.record[name].label), choices=choices, required=False
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        columns = self.columns
        taken: dict[str, str] = {}
        for number, target in columns.items():
            if target in taken:
                told = _("Another column holds this already: “%(heading)s”. Leave one of them out.")
                self._told(number, told % {"heading": taken[target]})
            elif target in self.record.by_key and (
                unit := headings.other_unit(self.record[target], self.head[int(number)])
            ):
                told = _("The heading says %(unit)s, but hectares are asked: convert it first.")
                self._told(number, told % {"unit": unit})
            elif self.cleaned_data.get(f"{SAME}{target}"):
                told = _("You chose one value for every row too. Keep one of the two.")
                self._told(number, told)
            taken.setdefault(target, self.head[int(number)])
        known = {headings.KEY, headings.NAME, *headings.NAMES}
        if not known & set(columns.values()):
            raise ValidationError(_("Say which column holds the name, or the key of the record."))
        return cleaned

    def _told(self, number: str, told: str) -> None:
        self.add_error(f"{COLUMN}{number}", told)

    @property
    def columns(self) -> dict[str, str]:
        """The columns that hold something, by their number."""
        told = {str(n): self.cleaned_data.get(f"{COLUMN}{n}", "") for n in range(len(self.head))}
        return {number: target for number, target in told.items() if target}

    @property
    def plan(self) -> dict[str, Any]:
        """What is kept of a sound form."""
        told = self.cleaned_data
        same = {n.removeprefix(SAME): v for n, v in told.items() if n.startswith(SAME) and v}
        about = {name: str(told.get(part) or "") for name, part in headings.ABOUT.items()}
        about = {name: text for name, text in about.items() if text}
        return {"columns": self.columns, "same": same, "about": about}

    @property
    def rows(self) -> list[tuple[Any, str, list[str]]]:
        """Each column: its input, its letter, and some of what stands in it."""
        return [
            (self[f"{COLUMN}{n}"], get_column_letter(n + 1), examples(self.book, str(n)))
            for n in range(len(self.head))
        ]

    @property
    def fixed(self) -> list[Any]:
        """The inputs of what is the same for every row."""
        return [self[name] for name in self.fields if name.startswith(SAME)]

    @property
    def about(self) -> list[Any]:
        return [self[name] for name in ("speaks_of", "source", "url", "language")]

    @property
    def page_order(self) -> list[str]:
        """The inputs by their names, in the order in which the page has them."""
        return [bound.name for bound in (*(r[0] for r in self.rows), *self.fixed, *self.about)]


def _options(record: Record) -> list[Any]:
    """What a column may hold."""
    fields = [(one.key, _with_unit(one)) for one in headings.targets_of(record)]
    finds = [
        (headings.KEY, _("Key of the record")),
        (headings.NAME, _("A name, only to find the record by")),
    ]
    about = [(n, str(layout.HEADINGS[part])) for n, part in headings.ABOUT.items()]
    return [
        ("", _("Leave out")),
        (_("Which record it is"), finds),
        (_("Fields"), fields),
        (_("About all figures of the row"), about),
    ]


def _with_unit(one: Any) -> str:
    if not one.unit:
        return str(one.label)
    return _("%(label)s (%(unit)s)") % {"label": one.label, "unit": one.unit}


def _fixed(record: Record) -> list[tuple[str, list[tuple[str, str]]]]:
    """The fields of which one value may hold for every row, with what may be chosen."""
    rules = newcomers_of(record.name)
    asked = rules.fields if rules else ()
    nothing = ("", _("a column says it, or nothing does"))
    return [
        (name, [nothing, *options_of(record, record[name], "")])
        for name in asked
        if name == "country" or isinstance(record[name].kind, Choice)
    ]


def _initial(book: SentWorkbook, record: Record) -> dict[str, Any]:
    """What was chosen for this list, or for one with these headings before; else our guess."""
    plan = book.plan
    if "columns" not in plan:
        plan = plan_columns(book) or {"columns": headings.guessed(record, plan["head"])}
    found: dict[str, Any] = {f"{COLUMN}{n}": target for n, target in plan["columns"].items()}
    found |= {f"{SAME}{name}": key for name, key in plan.get("same", {}).items()}
    about = plan.get("about", {})
    found |= {part: about.get(name, "") for name, part in headings.ABOUT.items()}
    return found | {"language": book.stamp["language"]}


def examples(book: SentWorkbook, column: str) -> list[str]:
    """Some of what stands in a column, nothing twice."""
    told = (cells[column] for _sheet, _number, cells in book.rows if column in cells)
    some = dict.fromkeys(islice(told, EXAMPLES * 5))
    return [_short(text) for text in islice(some, EXAMPLES)]


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_EXAMPLE else f"{text[:LONGEST_EXAMPLE]}…"


def columns_page(request: HttpRequest, book: SentWorkbook) -> HttpResponse:
    """Ask what the columns hold, or keep what was said about them."""
    is_sent = request.method == "POST" and request.POST.get("do") == "map"
    form = ColumnsForm(book, request.POST if is_sent else None)
    if is_sent and form.is_valid():
        decided = book.plan.get("decided", {})
        book.plan = {**book.plan, **form.plan, "decided": decided}
        book.stamp = {**book.stamp, "language": form.cleaned_data["language"]}
        book.save()
        return redirect("workbook", book.pk)
    context = {"book": book, "record": form.record, "form": form, "reading": ReadingForm(book)}
    status = 422 if form.errors else 200
    return render(request, "desk/workbook_columns.html", context, status=status)


def read_otherwise(request: HttpRequest, book: SentWorkbook) -> HttpResponse:
    """Read the file as its sender says; what cannot be is told, and the former reading stays."""
    form = ReadingForm(book, request.POST)
    if form.is_valid():
        try:
            with translation.override(book.author.language):
                read_again(book, form.how)
        except ValidationError as error:
            messages.warning(request, " ".join(error.messages))
    else:
        messages.warning(request, _("That is no row of this file: write a number from 1 to 30."))
    return redirect("workbook", book.pk)
