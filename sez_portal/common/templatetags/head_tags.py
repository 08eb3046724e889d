"""What stands in the head of a page more than once, written once."""

from django import template
from django.template.base import Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString

register = template.Library()


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
