"""What a page says of its reader's shortlist: the number of zones, and what can be done."""

from django import template
from django.template.context import Context

from investors.shortlists import button
from investors.shortlists.button import Tray

register = template.Library()


@register.simple_tag(takes_context=True)
def shortlist_count(context: Context) -> int:
    return len(button.keys(context["request"]))


@register.simple_tag(takes_context=True)
def shortlist_tray(context: Context) -> Tray:
    return Tray(button.keys(context["request"]))
