"""A change in a line: what it did, and who made it."""

from django import template

from sez_portal.common.lists import in_one
from sez_portal.records import headlines
from sez_portal.records.choices import Origin
from sez_portal.records.models import Submission
from sez_portal.records.record import get

register = template.Library()
IN_THE_HEADLINE = frozenset({Origin.SEED, Origin.CONFIRMATION, Origin.REVERT, Origin.RENAME})


@register.filter
def headline(sent: Submission) -> str:
    """What it did, in words: "Jobs and firms changed"."""
    return headlines.headline(get(sent.record), sent)


@register.filter
def fields_named(sent: Submission) -> str:
    """The fields that it speaks of: "Jobs, firms and 2 more"."""
    return headlines.fields_named(get(sent.record), sent)


@register.filter
def who(sent: Submission) -> str:
    """In which way it came and from which office, as far as the headline does not say it."""
    way = "" if sent.origin in IN_THE_HEADLINE else sent.origin_told
    return in_one((way, sent.office_told))
