"""Pages of the administration as a browser uses them: forms sent as they stand, typed over."""

from html.parser import HTMLParser

from django.urls import reverse

from countries.models import (
    Corridor,
    CostFigure,
    Country,
    Gateway,
    Incentive,
    OneStopCentre,
    Procedure,
    Province,
)
from sez_portal.records.models import DataVersion, Evidence, Submission
from zones.models import CrossBorderZone, Zone

KEY, FOREIGN = "la-savan-seno", "kh-phnom-penh-sez"
MODELS = (
    Zone,
    CrossBorderZone,
    Country,
    Corridor,
    Province,
    Gateway,
    Incentive,
    OneStopCentre,
    Procedure,
    CostFigure,
)
COUNTRY_OF = {
    CrossBorderZone: lambda row: {row.zone_a.country_id, row.zone_b and row.zone_b.country_id},
    Country: lambda row: {row.iso2},
    Corridor: lambda row: set(),
}


def url(model, page: str, *args) -> str:
    """A page of a model in the administration."""
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


class Sent(HTMLParser):
    """What a browser sends of the form of a record."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.data: dict[str, list[str]] = {}
        self.within = self.name = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list) -> None:
        found = dict(attrs)
        if tag == "form":
            self.within = found.get("class") or ""
        if self.within != "record" or tag not in ("input", "select", "textarea", "option"):
            return
        if tag == "option":
            if "selected" in found:
                self.data[self.name].append(found["value"])
            return
        self.name = found.get("name") or ""
        if not self.name:
            return  # what a browser does not send
        values = self.data.setdefault(self.name, [])
        is_box = found.get("type") in ("checkbox", "radio")
        if tag == "input" and ("checked" in found or not is_box):
            values.append(found.get("value") or "")
        elif tag == "textarea":
            values.append("")

    def handle_data(self, text: str) -> None:
        if self.lasttag == "textarea" and self.within == "record" and self.name:
            self.data[self.name][-1] += text.removeprefix("\n")

    def handle_endtag(self, tag: str) -> None:
        self.name = "" if tag in ("textarea", "select") else self.name


def typed(client, address: str, **more) -> dict:
    """What a browser sends when only `more` was changed."""
    return Sent(client.get(address).content.decode()).data | {"note": "counted again"} | more


def change(client, key: str, model, **more):
    address = url(model, "change", model.objects.get(key=key).pk)
    return client.post(address, typed(client, address, **more))


def faults(answer) -> dict:
    return answer.context["form"].errors


def name(value) -> str:
    return value.__name__ if isinstance(value, type) else str(value)


def countries_of(row) -> set[str]:
    return COUNTRY_OF.get(type(row), lambda row: {row.country_id})(row)


def row_of(model, country: str):
    return next((row for row in model.objects.all() if country in countries_of(row)), None)


def state() -> tuple:
    return DataVersion.current(), Submission.objects.count(), Evidence.objects.count()
