"""Small templates that stand inside a line of a page."""

from django.template.loader import get_template
from django.utils.safestring import SafeString


def snippet(template_name: str, **context: object) -> SafeString:
    """The rendered template, without the line breaks with which its file begins and ends."""
    return SafeString(get_template(template_name).render(context).strip())
