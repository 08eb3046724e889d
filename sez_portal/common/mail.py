"""Mails in plain text: a template whose first line is the subject, in the reader's language."""

import logging
import smtplib
from email.utils import make_msgid
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.utils import translation

from sez_portal.common.text import cleaned

log = logging.getLogger("sez_portal.mail")
LONGEST_SUBJECT = 200
NOBODY_AT = "@closed.invalid"  # where the address of a closed account leads


def send(
    template: str,
    *,
    to: str,
    language: str,
    reply_to: str = "",
    headers: dict[str, str] | None = None,
    **context: Any,
) -> bool:
    """Send `templates/emails/<template>.txt`, rendered in that language.

    Callables in the context (addresses) are called in it too. A mail that cannot be sent does
    not undo what it tells about: the failure goes to the log, and the answer is False. Nothing is
    sent to the address of a closed account.
    """
    if to.endswith(NOBODY_AT):
        return False
    with translation.override(language):
        text = render_to_string(
            f"emails/{template}.txt", {**context, "site_url": settings.SITE_URL}
        )
    subject, _newline, body = text.strip().partition("\n")
    letter = EmailMessage(
        as_subject(subject),
        body.strip() + "\n",
        to=[to],
        reply_to=[reply_to] if reply_to else None,
        headers=sent_by_itself() | (headers or {}),
    )
    try:
        letter.send()
    except (OSError, ValueError, smtplib.SMTPException):  # ValueError: an address that is none
        log.exception("%s could not be sent to %s", template, to)
        return False
    return True


def sent_by_itself() -> dict[str, str]:
    """The headers of every mail that no person sends: a name in our own domain, and a word to
    those who answer by machine (RFC 3834) that there is nobody to answer.
    """
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return {"Message-ID": make_msgid(domain=host), "Auto-Submitted": "auto-generated"}


def to_stop(address: str) -> dict[str, str]:
    """The headers by which mail programs show a button that ends such mails (RFC 8058)."""
    return {
        "List-Unsubscribe": f"<{address}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def as_subject(text: str) -> str:
    """One line, whatever a name in it holds."""
    return " ".join(cleaned(text, lines=False).split())[:LONGEST_SUBJECT]
