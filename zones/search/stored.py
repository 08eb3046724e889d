"""The folded texts that a zone keeps: for lists, comparisons, and the search of the administration.

What visitors search is `zones.search.asking`.
"""

from django.db.models import QuerySet

from sez_portal.common.fields import columns_of
from sez_portal.common.text import compact, fold
from zones.models import Zone

LONGEST_QUERY = 200  # characters of q that are looked at


def index(zone: Zone) -> None:
    """Set the folded texts of a zone: its names, and everything it can be found by.

    Names are kept with and without spaces, so that "savanseno" finds "Savan-Seno".
    """
    names = [getattr(zone, column) for column in columns_of("name")]
    names = [name for name in (*names, *zone.other_names) if name]
    country = [getattr(zone.country, column) for column in columns_of("name")]
    places = [zone.district, *country]
    if zone.province:
        places += [getattr(zone.province, column) for column in columns_of("name")]
        places += zone.province.aliases
    makers = [zone.developer, zone.operator]
    zone.search_name = "\n".join(fold(name) for name in names)
    texts = [fold(text) for text in (*names, *places, *makers) if text]
    texts += [compact(name) for name in names]
    zone.search_text = "\n".join(dict.fromkeys(texts))
    zone.sort_name = fold(zone.name_en)[:200]


def matching(zones: QuerySet[Zone], query: str) -> QuerySet[Zone]:
    """The zones whose text holds every word, hidden ones among them: for the administration.

    A query without a word (" - ") filters nothing.
    """
    for word in dict.fromkeys(fold(query[:LONGEST_QUERY]).split()):
        zones = zones.filter(search_text__contains=word)
    return zones
