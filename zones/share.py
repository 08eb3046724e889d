"""The picture that other sites show when a zone's page is shared: name, place, figures, a map."""

import io

from django.core.cache import caches
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_safe

from sez_portal.common.lists import listed
from sez_portal.common.text import hashed
from sez_portal.maps.card import QUIET, Card, can_draw, frame_around, lines_of, width_of
from sez_portal.maps.projection import place
from sez_portal.maps.static_map import Point, draw
from sez_portal.records.evidence.facts import Fact
from sez_portal.records.former_keys import row_called
from sez_portal.records.models import DataVersion
from sez_portal.records.page_cache import newest
from zones.models import Zone
from zones.page import ZonePage
from zones.record import ZONE

LEFT, WIDE = 56, 660
MOST_FIGURES = 4
KEPT_SECONDS = 24 * 3600


@require_safe
def share_picture(request: HttpRequest, key: str) -> HttpResponse:
    """The picture of a zone on the public pages, in English; made anew after a change there."""
    zone: Zone = row_called(ZONE, key, Zone.objects.published().select_related("country"))
    if zone.key != key:
        raise Http404
    version = newest([zone.country_id], DataVersion.by_scope())
    name, pages = hashed("share", key, version), caches["pages"]
    made = pages.get(name)
    if made is None:
        with override("en"):
            made = picture_of(ZonePage(zone))
        pages.set(name, made, KEPT_SECONDS)
    headers = {"Cache-Control": "public, max-age=3600"}
    return HttpResponse(made, content_type="image/png", headers=headers)


def picture_of(page: ZonePage) -> bytes:
    """A PNG of 1200 by 630 pixels."""
    card, zone = Card(), page.zone
    card.write(106, 78, str(_("Lancang-Mekong Zones")), 26)
    y = _names(card, zone, 150)
    provinces = listed(name.text for name in page.provinces)
    where = [provinces, str(zone.country), str(zone.get_status_display())]
    told = " · ".join(part for part in where if part)
    for line in lines_of(told, 26, WIDE)[:2]:
        card.write(LEFT, y, line, 26, QUIET)
        y += 34
    _figures(card, [fact for fact in page.key_figures if fact.is_known][:MOST_FIGURES])
    card.write(LEFT, 598, _foot(page), 20, QUIET)
    here = Point(*zone.point, zone.status, zone.name_en, "", selected=True)
    card.map(draw([here], frame=frame_around(*place(*zone.point)), size="card"))
    made = io.BytesIO()
    card.picture.quantize(128).save(made, "PNG", optimize=True)
    return made.getvalue()


def _names(card: Card, zone: Zone, y: int) -> int:
    """The name and the one in its own script, where that can be drawn; where the next line goes."""
    size = next((size for size in (56, 48) if len(lines_of(zone.name_en, size, WIDE)) <= 2), 40)
    for line in lines_of(zone.name_en, size, WIDE)[:4]:
        y += round(size * 0.2)
        card.write(LEFT, y + size - 20, line, size)
        y += size
    local = zone.local_name
    if local and can_draw(local.text):
        for line in lines_of(local.text, 28, WIDE)[:1]:
            y += 32
            card.write(LEFT, y, line, 28, QUIET)
    return y + 42


def _figures(card: Card, facts: list[Fact]) -> None:
    card.rule(LEFT, 424, WIDE)
    card.rule(LEFT, 560, WIDE)
    if not facts:
        card.write(LEFT, 500, str(_("The figures are not known: ask the zone.")), 28)
    room = WIDE / MOST_FIGURES - 16
    widest = [size for size in (42, 36, 30) if all(_width(fact, size) < room for fact in facts)]
    size = widest[0] if widest else 26
    for number, fact in enumerate(facts):
        x = LEFT + number * WIDE // MOST_FIGURES
        card.write(x, 456, str(fact.field.label), 20, QUIET)
        end = card.write(x, 504, fact.shown, size)
        card.write(end + 6, 504, str(fact.field.unit or ""), 20, QUIET)
        if fact.mark:
            card.moon(x, 525, fact.mark.state)
            card.write(x + 26, 541, str(fact.mark.year), 20, QUIET)


def _width(fact: Fact, size: int) -> float:
    """Of a figure of this size with its unit."""
    return width_of(fact.shown, size) + 6 + width_of(str(fact.field.unit or ""), 20)


def _foot(page: ZonePage) -> str:
    if page.cautions.is_known:
        return _("Public note on the page. Moons: full is fresh, half is due, ring is stale.")
    return _("Moons: full is fresh, half is due, ring is stale.")
