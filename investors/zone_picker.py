"""Which zones a link or a form chooses: by key, or by words that fit one zone."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property

from django.http import QueryDict
from django.utils.translation import gettext as _

from sez_portal.common.lists import listed
from sez_portal.common.text import fold
from sez_portal.records.former_keys import rows_called
from zones.facets import FacetPlace
from zones.models import Zone
from zones.record import ZONE
from zones.search.asking import answer
from zones.search.reading import words_of
from zones.suggestions import did_you_mean

MOST = 4
OFFERED = 6  # zones that are offered when the words fit several
REPEATED = 40  # characters of what somebody wrote that a note repeats


@dataclass
class ZonePicker:
    """The zones of `zone` parameters and of the words in `add`, at most four.

    `notes` say what was left out; `offered` are zones when the words fit several.
    """

    query: QueryDict
    notes: list[str] = field(default_factory=list)
    offered: Sequence[Zone | FacetPlace] = field(default_factory=list)

    @cached_property
    def zones(self) -> list[Zone]:
        """Return the zones in the order of the link; unknown ones are dropped with a note."""
        keys = list(dict.fromkeys(key for key in self.query.getlist("zone") if key))
        rows = Zone.objects.published().select_related("country").with_shown("province")
        by_key = rows_called(ZONE, keys, rows)
        for key in keys:
            if key not in by_key:
                self.notes.append(
                    _("“%(key)s” is no zone of the directory and was left out.")
                    % {"key": key[:REPEATED]}
                )
        zones = list(dict.fromkeys(by_key[key] for key in keys if key in by_key))
        added = self._added()
        if added is not None and added not in zones:
            zones.append(added)
        if len(zones) > MOST:
            names = listed(str(zone.name) for zone in zones[MOST:])
            self.notes.append(
                _("At most four zones are computed; left out: %(names)s.") % {"names": names}
            )
        return zones[:MOST]

    def _added(self) -> Zone | None:
        words = self.query.get("add", "").replace("\x00", "").strip()
        if not words_of(words):
            return None
        found = answer(words).ranked[: OFFERED + 1]
        zones = Zone.objects.published().select_related("country").with_shown("province")
        fitting = list(zones.in_order(found))
        exact = [
            zone
            for zone in fitting
            if zone.key == words or fold(words) in zone.search_name.split("\n")
        ]
        if len(fitting) == 1 or len(exact) == 1:
            return (exact or fitting)[0]
        if fitting:
            self.offered = fitting[:OFFERED]
            note = _("“%(words)s” fits several zones: choose one.")
        else:
            self.offered = did_you_mean(words)
            note = _("No zone is called “%(words)s”.")
        self.notes.append(note % {"words": words[:REPEATED]})
        return None

    @property
    def offers(self) -> list[tuple[Zone | FacetPlace, str]]:
        """(zone, query that adds it)."""
        return [(zone, self.with_zone(zone.key)) for zone in self.offered]

    def with_zone(self, key: str) -> str:
        changed = self.query.copy()
        changed.pop("add", None)
        changed.appendlist("zone", key)
        return f"?{changed.urlencode()}"

    @property
    def settled(self) -> str:
        """The address with the added zone by its key; "" when nothing was added by words."""
        if not self.query.get("add") or self.notes or not self.zones:
            return ""
        changed = self.query.copy()
        changed.pop("add")
        changed.setlist("zone", [zone.key for zone in self.zones])
        return f"?{changed.urlencode()}"
