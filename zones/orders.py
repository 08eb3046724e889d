"""In which orders a list of zones can stand, and which of them suit a query."""

from collections.abc import Collection

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from zones.models import Zone
from zones.search.asking import answer

SORTS = {
    "relevance": _("best match"),
    "complete": _("most complete"),
    "name": _("name"),
    "area": _("area, largest first"),
    "available": _("free land, most first"),
    "price": _("land price, lowest first"),
    "jobs": _("jobs, most first"),
    "firms": _("firms, most first"),
    "confirmed": _("last confirmed"),
    "distance": _("distance"),
}
FIGURE_OF_SORT = {
    "area": "area_ha",
    "available": "available_ha",
    "price": "lease_price_usd_m2",
    "jobs": "jobs",
    "firms": "firms",
}


def fitting(has_words: bool, has_place: bool, figures: Collection[str]) -> dict[str, str]:
    """The orders for a query: by what it filters first, else by what it looks for."""
    sorts = dict(SORTS)
    if not has_words:
        del sorts["relevance"]
    if not has_place:
        del sorts["distance"]
    first = ["distance"] if has_place else ["relevance"]
    first += [sort for sort, column in FIGURE_OF_SORT.items() if column in figures]
    return {sort: sorts[sort] for sort in dict.fromkeys([*first, *sorts]) if sort in sorts}


def ordered(zones: QuerySet[Zone], sort: str, words: str) -> QuerySet[Zone]:
    """The zones in that order; zones without the figure of it come last."""
    if sort == "relevance":
        return zones.in_order(answer(words).ranked)
    if sort == "distance":
        return zones.order_by("distance_km", "pk")
    if sort == "price":
        return zones.smallest_first(FIGURE_OF_SORT[sort])
    if sort in FIGURE_OF_SORT:
        return zones.largest_first(FIGURE_OF_SORT[sort])
    order = {
        "complete": zones.most_complete_first,
        "name": zones.by_name,
        "confirmed": zones.last_confirmed_first,
    }
    return order[sort]()
