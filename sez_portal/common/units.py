"""Units that stand beside numbers, in the language of the reader: 12 km is 12 公里 in Chinese."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

UNITS = {
    "km": gettext_lazy("km"),
    "ha": gettext_lazy("ha"),
    "%": gettext_lazy("%"),
    "US$": gettext_lazy("US$"),
}


def per_cent(number: str) -> str:
    """A number that is written already, or two with a word between them, in per cent."""
    return _("%(rate)s%%") % {"rate": number}
