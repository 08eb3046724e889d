"""Mails in plain text: a template whose first line is the subject, in the reader's language."""

import logging
import smtplib
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation

log = logging.getLogger("sez_portal.mail")


def send(template: str, *, to: str, language: str, **context: Any) -> bool:
    """Send `templates/emails/<template>.txt`, rendered in that language.

    Callables in the context (addresses) are called in it too. A mail that cannot be sent does
    not undo what it tells about: the failure goes to the log, and the answer is False.
    """
    with translation.override(language):
        text = render_to_string(
            f"emails/{template}.txt", {**context, "site_url": settings.SITE_URL}
        )
    subject, _newline, body = text.strip().partition("\n")
    try:
        send_mail(subject.strip(), body.strip() + "\n", None, [to])
    except (OSError, smtplib.SMTPException):
        log.exception("%s could not be sent to %s", template, to)
        return False
    return True
