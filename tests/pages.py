"""Every address of the portal with sample keys: what the tests of pages walk over."""

from typing import NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation


class Sample(NamedTuple):
    args: tuple[str, ...] = ()
    expected: int = 200
    html: bool = True


SAMPLES = {
    "health": Sample(html=False),
    "robots": Sample(html=False),
    "sitemap": Sample(html=False),
    "zones-map": Sample(html=False),
    "connectivity-map": Sample(html=False),
    "updates-atom": Sample(html=False),
    "home": Sample(),
    "zones": Sample(),
    "zone": Sample(("la-savan-seno",)),
    "zone-history": Sample(("la-savan-seno",)),
    "countries": Sample(),
    "country": Sample(("lao-pdr",)),
    "incentives": Sample(),
    "incentive": Sample(("kh-loi-income-tax-holiday",)),
    "centres": Sample(),
    "centre": Sample(("kh-cdc-one-stop",)),
    "procedure": Sample(("kh-company-registration",)),
    "connectivity": Sample(),
    "corridor": Sample(("nsec-western-boten",)),
    "gateway": Sample(("th-airport-bkk",)),
    "cross-border": Sample(("mohan-boten",)),
    "updates": Sample(),
    "about": Sample(),
    "data-quality": Sample(),
    "privacy": Sample(),
    "accessibility": Sample(),
}
PAGES = [name for name, sample in SAMPLES.items() if sample.html]


def address(name: str) -> str:
    """In English, whatever language an earlier visit left active."""
    with translation.override("en"):
        return reverse(name, args=SAMPLES[name].args)


def names_of_patterns() -> set[str]:
    """The names of all URL patterns, the administration's left out."""
    return set(_names(get_resolver().url_patterns))


def _names(patterns: list[URLPattern | URLResolver]) -> list[str]:
    names: list[str] = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            names += [] if pattern.app_name == "admin" else _names(pattern.url_patterns)
        else:
            names.append(pattern.name or str(pattern.pattern))
    return names
