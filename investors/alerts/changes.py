"""What changed for a saved search: changes of zones that it finds, between two versions."""

import datetime
from collections.abc import Iterable
from typing import Any, NamedTuple

from countries.models import Incentive
from investors.choices import News
from investors.models import SavedSearch
from sez_portal.common.dates import add_months, last_day
from sez_portal.common.marks import in_words
from sez_portal.records.field_types.basic import Json
from sez_portal.records.models import Submission
from zones.filters import ZoneFilter
from zones.incentives.eligibility import applies
from zones.models import Zone
from zones.record import ZONE

PRICES = (
    "lease_price_usd_m2",
    "lease_price_text",
    "factory_rent_usd_m2",
    "management_fee_usd_m2",
    "power_usd_kwh",
    "water_usd_m3",
)
AHEAD_MONTHS = 3  # an end of an incentive is told this long before it
MOST = 50  # changes in one mail; the page of changes has the rest


class ZoneChange(NamedTuple):
    """What is to be told, as it is kept; and what of the query is no longer understood."""

    news: list[dict[str, Json]]
    notes: list[str]
    expiries: list[tuple[str, str]]


def filter_of(search: SavedSearch) -> ZoneFilter:
    return ZoneFilter(search.parameters, Zone.objects.published())


def find(search: SavedSearch, *, until: int, today: datetime.date) -> ZoneChange:
    """What happened after the version that the search has seen, up to the version `until`."""
    zones = filter_of(search)
    if zones.notes:
        return ZoneChange([], zones.notes, [])
    changes = Submission.objects.allowed(None, "read").filter(
        record=ZONE.name, status="applied", version__gt=search.last_version, version__lte=until
    )
    by_key: dict[str, list[Submission]] = {}
    for change in changes.order_by("version", "pk"):
        by_key.setdefault(change.key, []).append(change)
    items = []
    if by_key:
        changed = zones.qs.filter(key__in=by_key).order_by("sort_name", "pk")
        for zone in changed:
            items += _of_zone(zone, by_key[zone.key])
    expiries = _expiries(search, zones, today)
    items += [item for item, _end in expiries]
    return ZoneChange(items[:MOST], [], [end for _item, end in expiries])


def _of_zone(zone: Zone, changes: Iterable[Submission]) -> list[dict[str, Json]]:
    """A zone that is new, or shown for the first time, is told as one; of others the fields that
    an investor waits for."""
    changes = list(changes)
    if any(change.is_new or "is_published" in change.changes for change in changes):
        return [{"kind": News.ZONE.value, "zone": zone.key}]
    spans: dict[str, list[Any]] = {}
    for change in changes:
        for name, span in change.changes.items():
            spans.setdefault(name, [span["from"], None])[1] = span["to"]
    items = []
    for name, (before, after) in spans.items():
        kind = _kind(name, before, after)
        if kind and before != after:
            items.append(
                {"kind": kind, "zone": zone.key, "field": name, "from": before, "to": after}
            )
    return items


def _kind(name: str, before: Any, after: Any) -> str:
    if name == "offers":
        fresh = [row for row in after or [] if row not in (before or [])]
        return News.OFFER.value if fresh else ""
    if name in PRICES:
        return News.PRICE.value
    return News.STATUS.value if name == "status" else ""


def _expiries(
    search: SavedSearch, zones: ZoneFilter, today: datetime.date
) -> list[tuple[dict[str, Json], tuple[str, str]]]:
    """Incentives of zones found that end within three months, each told once a search and end."""
    known = set(search.told.values_list("incentive_key", "ends"))
    ending = [
        incentive
        for incentive in Incentive.objects.published().exclude(effective_to="")
        if today <= last_day(incentive.effective_to) <= add_months(today, AHEAD_MONTHS)
        and (incentive.key, incentive.effective_to) not in known
    ]
    if not ending:
        return []
    countries = {incentive.country_id for incentive in ending}
    rows = list(zones.qs.filter(country__in=countries).order_by("sort_name", "pk"))
    expiries = []
    for incentive in ending:
        affected = [
            row
            for row in rows
            if row.country_id == incentive.country_id and applies(incentive, row)
        ]
        if affected:
            item = {"kind": News.EXPIRY.value, "incentive": incentive.key, "zones": len(affected)}
            item["ends"] = incentive.effective_to
            expiries.append((item, (incentive.key, incentive.effective_to)))
    return expiries


class ChangeLine(NamedTuple):
    """One piece of news as the mail writes it, in the language that is active."""

    kind: str
    title: str
    url: str
    what: str
    before: str
    after: str
    marks: str = ""  # what must be known where the zone is named


def lines(news: Iterable[dict[str, Any]]) -> list[ChangeLine]:
    """Return the news as lines; what is gone in the meantime is left out."""
    news = list(news)
    zones = Zone.objects.published().in_bulk(
        {item["zone"] for item in news if "zone" in item}, field_name="key"
    )
    keys = {item["incentive"] for item in news if "incentive" in item}
    incentives = Incentive.objects.published().in_bulk(keys, field_name="key")
    return [line for item in news if (line := _line(item, zones, incentives))]


def _line(item: dict[str, Any], zones: Any, incentives: Any) -> ChangeLine | None:
    kind = str(News(item["kind"]).label)
    if item["kind"] == News.EXPIRY:
        row = incentives.get(item["incentive"])
        return row and ChangeLine(kind, str(row), row.get_absolute_url(), "", "", item["ends"])
    zone = zones.get(item["zone"])
    if zone is None or item["kind"] == News.ZONE:
        return zone and _of_row(kind, zone, "", "", "")
    field = ZONE[item["field"]]
    before, after = (_text_of(item["field"], item[end]) for end in ("from", "to"))
    unit = f" ({field.unit})" if field.unit else ""
    what = f"{field.label}{unit}"
    return _of_row(kind, zone, what, before, after)


def _of_row(kind: str, zone: Zone, what: str, before: str, after: str) -> ChangeLine:
    url, marks = zone.get_absolute_url(), in_words(zone.marks)
    return ChangeLine(kind, str(zone.name), url, what, before, after, marks)


def _text_of(name: str, value: Json) -> str:
    return ZONE[name].kind.show(value) if value not in (None, "", []) else ""
