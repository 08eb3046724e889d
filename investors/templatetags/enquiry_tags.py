"""What the page of a zone says about asking it: the median time to a first answer."""

from django import template

from investors.enquiries.timing import Timing, timing
from zones.models import Zone

register = template.Library()


@register.inclusion_tag("enquiries/_timing.html")
def answer_time(zone: Zone) -> dict[str, Timing | None]:
    return {"timing": timing(zone)}
