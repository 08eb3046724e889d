"""What counts as a working day in a country, in sentences. The counting is in `common.dates`."""

import datetime
from collections.abc import Iterable

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from countries.models import Country


def calendars(
    countries: Iterable[Country], since: datetime.date, until: datetime.date
) -> list[str]:
    """A sentence for each country and each year that the days from `since` to `until` touch."""
    once = {country.iso2: country for country in countries}
    years = range(since.year, until.year + 1)
    return [_calendar(country, year) for country in once.values() for year in years]


def _calendar(country: Country, year: int) -> str:
    count = sum(day.year == year for day in country.days_off)
    words = {"country": country.name, "year": year, "count": count}
    if not count:
        return (
            _(
                "%(country)s: working days are Monday to Friday. No public holidays of %(year)s "
                "have been entered, so none are left out."
            )
            % words
        )
    return (
        ngettext(
            "%(country)s: working days are Monday to Friday, less the %(count)s public holiday "
            "of %(year)s that the country has entered.",
            "%(country)s: working days are Monday to Friday, less the %(count)s public holidays "
            "of %(year)s that the country has entered.",
            count,
        )
        % words
    )
