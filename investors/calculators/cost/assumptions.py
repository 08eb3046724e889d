"""What the site cost rests on, in sentences."""

from django.utils.translation import gettext as _

from countries.costs import OLDEST_YEARS
from investors.calculators.cost.inputs import DAYS_OF_WORK


def assumptions_of(is_converted: bool) -> list[str]:  # noqa: FBT001  one fact of the page
    """The sentences; with one more where the sums are shown in another currency."""
    converted = _(
        "Sums are computed in US dollars, then converted at the one rate for all ten years."
    )
    return [
        _("Ten years at today's prices: no inflation, no discount, no tax."),
        _(
            "A price of leased land is taken as paid once for the longest lease. The low end "
            "counts ten years' share of the term, the high end the whole price. Land that is "
            "bought, and your own price of land, count whole."
        ),
        _("Rent is a month, the fee a year; the fee counts on the land, else on the building."),
        _(
            "Where a zone gives no price, the figure of its province stands in, else of its "
            "region, else of its country; it is told as that and is no price of the zone. A weak "
            "source counts only where no better one stands."
        ),
        _(
            "Of figures of one place the newest year counts; where its sources disagree, the "
            "range runs from the lowest to the highest. Figures older than %(years)s years, or "
            "superseded, are not counted."
        )
        % {"years": OLDEST_YEARS},
        _(
            "Prices in another currency are turned into dollars at the dated rate of the country; "
            "without a rate they are not counted."
        ),
        _(
            "Water counts 365 days a year, wages twelve months without further contributions; a "
            "wage told by the day counts %(days)s days a month."
        )
        % {"days": DAYS_OF_WORK},
        _(
            "Distances are straight lines; rates of transport and pay of skilled workers are "
            "your own figures."
        ),
        _("Your own figures stand in the address of this page alone; no record takes them."),
        *([converted] if is_converted else []),
    ]
