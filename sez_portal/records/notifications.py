"""Mails about submissions: one function a message, in the reader's language, after the commit."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation

from sez_portal.accounts.choices import Role
from sez_portal.accounts.models import User
from sez_portal.accounts.roles import holders
from sez_portal.common.letters import send
from sez_portal.records.choices import SubmissionStatus
from sez_portal.records.models import Flag, Remark, Submission
from sez_portal.records.record import get


def sent(submission: Submission) -> None:
    """To the focal points of the country and the moderators: something waits."""
    if submission.status != SubmissionStatus.WAITING:
        return
    people = [*holders(role=Role.FOCAL_POINT, country=submission.country), *_moderators()]
    _tell("submission_sent", people, submission, besides=submission.author_id)


def decided(submission: Submission, names: Iterable[str]) -> None:
    """To the author: what was accepted, what declined and why, and what next."""
    record = get(submission.record)
    rulings = [
        (record[name].label, submission.decisions[name]) for name in names if name in record.by_key
    ]
    if submission.author:
        _tell("submission_decided", [submission.author], submission, rulings=rulings)


def remarked(said: Remark) -> None:
    """To the author, and to the moderators when the country spoke."""
    author = [said.submission.author] if said.submission.author else []
    _tell(
        "submission_remark",
        [*author, *_moderators()],
        said.submission,
        remark=said,
        besides=said.author_id,
    )


def flag_answered(flag: Flag) -> None:
    """To the visitor who left an address."""
    if flag.email:
        send("flag_answered", to=flag.email, language=flag.language, flag=flag)


def reminded(person: User, sections: Iterable[tuple[Any, str]], stop: str) -> bool:
    """All that is due for one person, in one mail; False when their address took none."""
    with translation.override(person.language):
        told = [(due, _address("confirm-link", token)) for due, token in sections]
        stop_link = _address("stop-reminders", stop)
    return send(
        "reminder",
        to=person.email,
        language=person.language,
        person=person,
        sections=told,
        stop_link=stop_link,
    )


def _address(name: str, *args: Any) -> str:
    return settings.SITE_URL + reverse(name, args=args)


def _moderators() -> list[User]:
    return holders(role=Role.MODERATOR)


def _tell(
    template: str,
    people: Iterable[User],
    submission: Submission,
    *,
    besides: int | None = None,
    **context: Any,
) -> None:
    for person in {person.pk: person for person in people}.values():
        if person.pk != besides:
            send(
                template,
                to=person.email,
                language=person.language,
                person=person,
                submission=submission,
                link=lambda: _address("submission", submission.pk),
                **context,
            )
