"""What a zone offers to whom on a day: in force, not confirmed, ended, for others than tenants.

Every page that names the incentives of a zone or of a country asks here; a limit that is known in
words only is shown, not judged.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from typing import NamedTuple

from countries.choices import Beneficiary, Cumulation, IncentiveScope
from countries.in_force import Standing, by_standing
from countries.models import Incentive
from zones.models import Zone


class Place(NamedTuple):
    """What the limits of incentives are compared with; without a key: anywhere in the country."""

    country: str
    key: str = ""
    type: str = ""
    province_keys: tuple[str, ...] = ()
    district: str = ""


def place_of(zone: Zone) -> Place:
    return Place(zone.country_id, zone.key, zone.type, tuple(zone.province_keys), zone.district)


def applies(incentive: Incentive, place: Place | Zone) -> bool:
    """Whether the place meets every limit that the incentive states as data.

    What it excludes decides first. Districts are compared as part of the zone's district, which
    may name a city as well.
    """
    if place.key in incentive.excludes_zone_keys or place.type in incentive.excludes_zone_types:
        return False
    if incentive.zone_keys and place.key not in incentive.zone_keys:
        return False
    if incentive.zone_types and place.type not in incentive.zone_types:
        return False
    if incentive.provinces and not set(incentive.provinces) & set(place.province_keys):
        return False
    districts = incentive.districts
    return not districts or any(name in place.district for name in districts)


def limits(incentive: Incentive) -> tuple[list[str], ...]:
    """Return where alone it holds, as data; all empty: in the whole country."""
    return (incentive.zone_keys, incentive.zone_types, incentive.provinces, incentive.districts)


class Level(IntEnum):
    """How near to the zone a rule is made: the nearer one goes before the others."""

    ZONE = 0
    AREA = 1  # zones of its kind, or places of an area
    COUNTRY = 2


def level(incentive: Incentive) -> Level:
    if incentive.scope == IncentiveScope.ZONE:
        return Level.ZONE
    tied = incentive.scope == IncentiveScope.ZONE_TYPE or any(limits(incentive))
    return Level.AREA if tied else Level.COUNTRY


@dataclass(frozen=True)
class Offered:
    """Incentives by what a new tenant has of them on a day, each in exactly one part."""

    tenants: tuple[Incentive, ...]  # in force
    unconfirmed: tuple[Incentive, ...]
    ahead: tuple[Incentive, ...]
    developers: tuple[Incentive, ...]  # in force, not confirmed or to come
    workers: tuple[Incentive, ...]
    ended: tuple[Incentive, ...]  # whoever they were for

    @property
    def open(self) -> list[Incentive]:
        """Return all but those that ended."""
        parts = (self.tenants, self.unconfirmed, self.ahead, self.developers, self.workers)
        return [incentive for part in parts for incentive in part]

    @property
    def is_empty(self) -> bool:
        return not (self.open or self.ended)


def in_order(incentives: Iterable[Incentive]) -> list[Incentive]:
    """Sort them so that those of a country and category that add to others come last."""
    groups: dict[tuple[str, str], list[Incentive]] = {}
    for incentive in incentives:
        groups.setdefault((incentive.country_id, incentive.category), []).append(incentive)
    return [
        incentive
        for group in groups.values()
        for incentive in sorted(
            group, key=lambda incentive: incentive.cumulation == Cumulation.ADDS
        )
    ]


def offered(incentives: Iterable[Incentive], day: datetime.date) -> Offered:
    """Sort the incentives for a project that begins on that day."""
    by_state = by_standing(in_order(incentives), day)
    not_ended = [
        incentive for state in Standing if state != Standing.ENDED for incentive in by_state[state]
    ]
    for_tenants = {
        state: tuple(
            incentive
            for incentive in by_state[state]
            if incentive.beneficiary == Beneficiary.INVESTOR
        )
        for state in Standing
    }
    return Offered(
        tenants=for_tenants[Standing.IN_FORCE],
        unconfirmed=for_tenants[Standing.DOUBTFUL],
        ahead=for_tenants[Standing.AHEAD],
        developers=tuple(
            incentive for incentive in not_ended if incentive.beneficiary == Beneficiary.DEVELOPER
        ),
        workers=tuple(
            incentive for incentive in not_ended if incentive.beneficiary == Beneficiary.WORKER
        ),
        ended=tuple(by_state[Standing.ENDED]),
    )


def offered_at(incentives: Iterable[Incentive], place: Place | Zone, day: datetime.date) -> Offered:
    """Sort those whose stated limits the place meets."""
    return offered((incentive for incentive in incentives if applies(incentive, place)), day)
