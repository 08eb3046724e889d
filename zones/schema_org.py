"""A zone as machines read it: JSON-LD in the words of schema.org."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from countries.models import Province
from sez_portal.common.json_ld import in_script
from zones.choices import Precision
from zones.models import Zone


def json_ld(zone: Zone, provinces: Iterable[Province]) -> str:
    """The zone for search engines, safe inside a script element.

    A point is given only where it is known at the site: machines take it for exact.
    """
    place: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Place",
        "name": zone.name_en,
        "alternateName": [str(zone.local_name), *zone.other_names]
        if zone.local_name
        else zone.other_names,
        "description": zone.summary_en,
        "url": f"{settings.SITE_URL}{zone.get_absolute_url()}",
        "address": {
            "@type": "PostalAddress",
            "addressCountry": zone.country_id,
            "addressRegion": ", ".join(str(province) for province in provinces),
        },
    }
    if zone.coord_precision == Precision.SITE:
        lon, lat = zone.point
        place["geo"] = {"@type": "GeoCoordinates", "latitude": lat, "longitude": lon}
    return in_script(place)
