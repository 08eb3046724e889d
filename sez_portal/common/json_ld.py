"""JSON-LD inside a page: data in a script element, from which nothing can break out."""

import json
from typing import Any

from django.utils.safestring import SafeString, mark_safe

from sez_portal.common.text import cleaned


def in_script(data: Any) -> SafeString:
    """The data as JSON that may stand in a script element."""
    text = cleaned(json.dumps(data, ensure_ascii=False), lines=False)
    return mark_safe(text.replace("<", "\\u003c"))  # noqa: S308  escaped just here
