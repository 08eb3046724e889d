"""Work that may take longer than an answer: done in a thread of the process that was asked.

Enough for a portal on one machine. What it works on says in the database how far it is, and what
it writes it writes in one transaction: a process that is ended meanwhile leaves nothing half done.
"""

import logging
import threading
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.db import connections

PATIENCE = 3  # seconds for which whoever asked waits: mostly it is done by then
log = logging.getLogger(__name__)


def start(work: Callable[..., None], *args: Any) -> None:
    """Begin the work, and come back when it is done or takes longer.

    To be called outside a transaction: the thread sees what is committed. With BACKGROUND_WORK off
    it is simply done, as tests want it.
    """
    if not settings.BACKGROUND_WORK:
        work(*args)
        return
    thread = threading.Thread(target=_done, args=(work, *args), daemon=True)
    thread.start()
    thread.join(PATIENCE)


def _done(work: Callable[..., None], *args: Any) -> None:
    try:
        work(*args)
    except Exception:
        log.exception("work in the background failed: %s", work.__name__)
    finally:
        connections.close_all()
