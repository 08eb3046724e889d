"""How often something happened lately, counted in the cache that all workers share.

Each time is an entry of its own, in the first free of as many places as the largest amount. Two
workers at one instant take two places: none is lost, and nobody waits for a lock. One query
looks, whatever the number of rates; one `cache.add` counts.
"""

import time
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.cache import cache

from sez_portal.common.text import hashed

SECONDS = {"s": 1, "m": 60, "h": 60 * 60, "d": 24 * 60 * 60}


@dataclass(frozen=True)
class Rate:
    """At most so many times in so many seconds."""

    amount: int
    seconds: int

    def wait(self, moments: Iterable[float], now: float) -> float:
        """Seconds until there is room again; 0 where there is."""
        within = sorted((moment for moment in moments if moment > now - self.seconds), reverse=True)
        return within[self.amount - 1] + self.seconds - now if len(within) >= self.amount else 0.0


def rates_of(text: str) -> list[Rate]:
    """The rates of a text such as "5/h" or "3/m,20/d"."""
    parts = [part.strip().split("/") for part in text.split(",")]
    return [Rate(int(amount), SECONDS[unit]) for amount, unit in parts]


class Counter:
    """What is counted under these names, against the rates of a text."""

    def __init__(self, *names: object, rate: str) -> None:
        digest = hashed(*names)
        self.rates = rates_of(rate)
        most = max(limit.amount for limit in self.rates)
        self.places = [f"counted:{digest}:{number}" for number in range(most)]
        self.moments: dict[str, float] | None = None

    def wait(self) -> float:
        """Seconds until it may happen again; 0 when it may now."""
        self.moments, now = cache.get_many(self.places), time.time()
        return max(rate.wait(self.moments.values(), now) for rate in self.rates)

    def add(self) -> None:
        """Count one more, unless every place is taken: then the limit is reached anyway."""
        if self.moments is None:
            self.wait()
        longest = max(rate.seconds for rate in self.rates)
        for place in self.places:
            if place not in (self.moments or {}) and cache.add(place, time.time(), longest):
                return
