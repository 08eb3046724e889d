"""What stands on a map by the hundred: its circles and its words.

Written here, not in `plates/_plate.html`, which draws all else: 128 circles and 35 words of the
map of the region take 5.5 ms as a template and 0.4 ms so.
"""

from collections.abc import Iterable, Sequence
from html import escape
from typing import Protocol

from django import template
from django.utils.safestring import SafeString

from sez_portal.maps.projection import Label
from sez_portal.maps.static_map import Dot

register = template.Library()


@register.filter
def circles(dots: Iterable[Dot]) -> SafeString:
    """Each circle with its number, name and link."""
    return SafeString("".join(_circle(dot) for dot in dots))


def _circle(dot: Dot) -> str:
    x, y, r, kind, count, label, url = dot
    number = f'<text class="n" x="{x}" y="{y}">{count}</text>' if count > 1 else ""
    opened, closed = "<g>", "</g>"
    if url:
        opened, closed = f'<a href="{escape(url)}" tabindex="-1">', "</a>"
    return (
        f'{opened}<circle class="{kind}" cx="{x}" cy="{y}" r="{r}"/>'
        f"{number}<title>{escape(label)}</title>{closed}\n"
    )


class Squares(Protocol):
    """What is drawn of gateways: (x, y, letter, state, title, address) of each."""

    @property
    def gates(self) -> Sequence[tuple[float, float, str, int, str, str]]: ...

    @property
    def side(self) -> float: ...


@register.filter
def squares(drawn: Squares) -> SafeString:
    """Each gateway as a square with its letter; a cross where it is shut."""
    return SafeString("".join(_square(gate, drawn.side) for gate in drawn.gates))


def _square(gate: tuple[float, float, str, int, str, str], side: float) -> str:
    x, y, letter, state, title, url = gate
    left, top = round(x - side / 2, 1), round(y - side / 2, 1)
    kind = ("", " gw--shut", " gw--later")[state]
    sign = f'<text x="{x}" y="{y}">{letter}</text>'
    if kind == " gw--shut":
        sign = f'<path d="M{left} {top}l{side} {side}m0 {-side}l{-side} {side}"/>'
    return (
        f'<a class="gw{kind}" href="{escape(url)}" tabindex="-1">'
        f'<rect x="{left}" y="{top}" width="{side}" height="{side}"/>{sign}'
        f"<title>{escape(title)}</title></a>\n"
    )


@register.filter
def texts(labels: Iterable[Label]) -> SafeString:
    """Each text where it stands."""
    return SafeString("".join(_text(label) for label in labels))


def _text(label: Label) -> str:
    at = f'x="{label.x}" y="{label.y}"'
    if label.turn:
        at = f'transform="translate({label.x} {label.y}) rotate({label.turn})"'
    text = escape(str(label.text))
    return f'<text class="{label.kind}" text-anchor="{label.anchor}" {at}>{text}</text>'
