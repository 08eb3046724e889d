"""How many of a kind may go out in a day: mails between two people, to one address, of one sort.

Counted in the cache that all workers share. Two workers at the same instant may let one more
through, which no reader of mails would notice.
"""

import time

from django.core.cache import cache

from sez_portal.common.text import hashed

DAY = 24 * 60 * 60


def left_today(*names: object, most: int) -> int:
    """Take one of `most` in the last 24 hours, and say how many are left: 0 after the last one,
    -1 when none was left to take.
    """
    digest = hashed(*names)
    now = time.time()
    moments = [moment for moment in cache.get(f"quota:{digest}", []) if moment > now - DAY]
    if len(moments) >= most:
        return -1
    cache.set(f"quota:{digest}", [now, *moments], DAY)
    return most - len(moments) - 1
