"""The frame of a page: what stands in its head more than once, and what is a reader's own."""

import re
from collections.abc import Callable

from django import template
from django.http import HttpRequest
from django.template.base import Node, NodeList, Parser, Token
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.crypto import salted_hmac
from django.utils.safestring import SafeString

register = template.Library()

# Nobody who fills in a form can write it, and every process writes it alike.
SECRET = salted_hmac("part of a page", "").hexdigest()[:20]
PART = re.compile(f"<!--{SECRET} ([a-z_/]+\\.html|[a-z]+:[\\w-]+)-->")

# Words of a reader's own about one thing, by their name; the apps above bring them.
Words = Callable[[HttpRequest, str], SafeString]
OWN: dict[str, Words] = {}


class Captured(Node):
    """Renders nothing; its text is the variable `name` from here on, on one line.

    Fit for an element and for an attribute in double quotes alike.
    """

    def __init__(self, name: str, nodelist: NodeList) -> None:
        self.name, self.nodelist = name, nodelist

    def render(self, context: Context) -> str:
        words = " ".join(self.nodelist.render(context).split())
        context[self.name] = SafeString(words.replace('"', "&quot;"))
        return ""


@register.tag
def captured(parser: Parser, token: Token) -> Node:
    """`{% captured title %}{% block title %}{% endblock %}{% endcaptured %}` sets `title`."""
    _tag, name = token.split_contents()
    nodelist = parser.parse(("endcaptured",))
    parser.delete_first_token()
    return Captured(name, nodelist)


@register.simple_tag(takes_context=True)
def part(context: Context, template_name: str) -> SafeString:
    """What is a reader's own in a page that is made for everybody; it knows the request alone.

    In a page that is being made for everybody it is a mark, filled in at each visit.
    """
    request = context["request"]
    if getattr(request, "is_everybody", False):
        return SafeString(f"<!--{SECRET} {template_name}-->")
    return SafeString(rendered_part(template_name, request))


@register.simple_tag(takes_context=True)
def own(context: Context, name: str, about: str) -> SafeString:
    """A reader's own words about one thing, such as whether a zone is on their shortlist.

    As `part` does; `OWN` says which words there are. It may stand within a tag.
    """
    request = context["request"]
    if getattr(request, "is_everybody", False):
        return SafeString(f"<!--{SECRET} {name}:{about}-->")
    return OWN[name](request, about)


def rendered_part(piece: str, request: HttpRequest) -> str:
    """What stands in the place of a mark in the page of this reader."""
    name, _colon, about = piece.partition(":")
    return OWN[name](request, about) if about else render_to_string(piece, request=request)
