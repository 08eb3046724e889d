"""Where an office is competent and where a procedure is followed: which zones, and for whom."""

from typing import Protocol

from django.db import models
from django.utils.translation import gettext_lazy as _

from countries.choices import Certainty, ForWhom, Reach, ZoneType
from countries.models.country import OfCountry
from sez_portal.common.fields import KeyField, KeysField


class Place(Protocol):
    """What of a zone decides whether a row is for it; zones live above this app."""

    key: str
    type: str
    country_id: str

    @property
    def province_keys(self) -> list[str]: ...


class Scoped(OfCountry):
    """A row that is for some zones of its country alone. `countries.competence` asks it.

    A row without a stated reach is for its own zone, or for what it names, or else for all.
    """

    zone_key = models.CharField(_("Zone"), max_length=80, blank=True, db_index=True)
    reach = KeyField(_("Where it applies"), max_length=10, choices=Reach, blank=True)
    provinces = KeysField(_("In these provinces"), of="province")
    zone_types = KeysField(_("In zones of these kinds"), of=ZoneType)
    zone_keys = KeysField(_("In these zones"), of="zone")
    excludes_zone_types = KeysField(_("Not in zones of these kinds"), of=ZoneType)
    excludes_zone_keys = KeysField(_("Not in these zones"), of="zone")
    gives_way_to = KeysField(_("Not where one of these applies"))
    for_whom = KeyField(_("For whom"), max_length=10, choices=ForWhom, blank=True)
    certainty = KeyField(_("How certain this is"), max_length=10, choices=Certainty, blank=True)

    country_id: str

    class Meta:
        abstract = True

    @property
    def named_zones(self) -> set[str]:
        return {*self.zone_keys, self.zone_key} - {""}

    @property
    def is_countrywide(self) -> bool:
        if self.reach:
            return self.reach == Reach.COUNTRY
        return not (self.named_zones or self.provinces or self.zone_types)

    def covers(self, place: Place) -> bool:
        """Whether the row is for the zone, leaving aside what it gives way to."""
        if place.country_id != self.country_id:
            return False
        if place.type in self.excludes_zone_types or place.key in self.excludes_zone_keys:
            return False
        if place.key in self.named_zones or self.is_countrywide:
            return True
        if not (self.provinces or self.zone_types):
            return False
        is_there = not self.provinces or bool(set(self.provinces) & set(place.province_keys))
        return is_there and (not self.zone_types or place.type in self.zone_types)
