"""What the first page of the administration asks for."""

from typing import Any

from django import template

from sez_portal.records.admin.dashboard import Start, start

register = template.Library()


@register.simple_tag
def start_of(user: Any) -> Start:
    return start(user)
