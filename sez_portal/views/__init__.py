"""The pages that join apps: each module is a part of the site."""

from sez_portal.views.connectivity import (
    connectivity,
    connectivity_map,
    corridor,
    cross_border,
    gateway,
)
from sez_portal.views.countries import countries, country
from sez_portal.views.home import home
from sez_portal.views.incentives import incentive, incentives
from sez_portal.views.moderation import moderation
from sez_portal.views.quality import data_quality
from sez_portal.views.services import centre, centres, procedure
from sez_portal.views.site import about, accessibility, favicon, health, privacy, robots, updates

__all__ = [
    "about",
    "accessibility",
    "centre",
    "centres",
    "connectivity",
    "connectivity_map",
    "corridor",
    "countries",
    "country",
    "cross_border",
    "data_quality",
    "gateway",
    "favicon",
    "health",
    "home",
    "incentive",
    "incentives",
    "moderation",
    "privacy",
    "procedure",
    "robots",
    "updates",
]
