"""`{% translate "…" %}`, `{% url "…" %}` and `{% static "…" %}` as Django has them.

Where they name a constant, as nearly all do, it is looked up once a language: a page has a
hundred of them, and each costs more than a paragraph of text.
"""

from django import template
from django.template import defaulttags
from django.template.base import FilterExpression, Node, Parser, Token
from django.template.context import Context
from django.templatetags import i18n, static
from django.urls import get_script_prefix
from django.utils.translation import get_language

register = template.Library()


class Constant(Node):
    """A node whose text depends on the language alone (and on where the site is mounted)."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.texts: dict[tuple[str | None, str], str] = {}

    def render(self, context: Context) -> str:
        asked = get_language(), get_script_prefix()
        if asked not in self.texts:
            self.texts[asked] = self.node.render(context)
        return self.texts[asked]


@register.tag
def translate(parser: Parser, token: Token) -> Node:
    node = i18n.do_translate(parser, token)
    depends = node.asvar or node.message_context or not _is_constant(node.filter_expression)
    return node if depends else Constant(node)


@register.tag
def url(parser: Parser, token: Token) -> Node:
    node = defaulttags.url(parser, token)
    depends = node.asvar or node.args or node.kwargs or not _is_constant(node.view_name)
    return node if depends else Constant(node)


@register.tag("static")
def static_file(parser: Parser, token: Token) -> Node:
    node = static.do_static(parser, token)
    return node if node.varname or not _is_constant(node.path) else Constant(node)


def _is_constant(expression: FilterExpression) -> bool:
    return getattr(expression.var, "literal", None) is not None and not expression.filters
