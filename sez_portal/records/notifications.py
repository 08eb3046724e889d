"""Mails about submissions: one function a message, in the reader's language, after the commit."""

from collections.abc import Iterable
from typing import Any

from django.utils import translation

from sez_portal.accounts.choices import Role
from sez_portal.accounts.models import User
from sez_portal.accounts.roles import holders
from sez_portal.common.mail import send, to_stop
from sez_portal.common.quotas import left_today
from sez_portal.common.tokens import address_of, whole_address
from sez_portal.records.choices import SubmissionStatus
from sez_portal.records.models import Flag, Remark, Submission
from sez_portal.records.policy import countries_of
from sez_portal.records.record import get

OF_ONE_AUTHOR = 3  # mails a day to one person about what one author sends
OF_ALL = 20  # and about what anybody sends


def sent(submission: Submission) -> None:
    """To the focal points of the country, or of both sides, and the moderators: something waits.

    What one author sends makes a few mails a day to each of them, and so does what all send: the
    last says that more may wait in the queue.
    """
    if submission.status != SubmissionStatus.WAITING:
        return
    people = [
        person
        for country in sorted(countries_of(submission))
        for person in holders(role=Role.FOCAL_POINT, country=country)
    ] + _moderators()
    for person in {person.pk: person for person in people}.values():
        if person.pk == submission.author_id:
            continue
        of_author = left_today("sent", submission.author_id, person.pk, most=OF_ONE_AUTHOR)
        of_all = left_today("sent", person.pk, most=OF_ALL) if of_author >= 0 else -1
        if of_all >= 0:
            told = {"is_last_of_author": of_author == 0, "is_last": of_all == 0}
            _tell("submission_sent", [person], submission, queue=_queue, **told)


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


def act_decided(submission: Submission) -> None:
    """To whoever asked for something to be done to a whole row: done, or declined and why."""
    if submission.author:
        ruling = submission.decisions["act"]
        _tell("act_decided", [submission.author], submission, ruling=ruling)


def made_one(head: Submission, former: str, row: Any, *, besides: User) -> None:
    """To the officials of both rows and the focal points: two rows are one."""
    keepers = holders(role=Role.OFFICIAL, zone_key=row.key)
    people = [*keepers, *holders(role=Role.FOCAL_POINT, country=head.country)]
    for person in {person.pk: person for person in people}.values():
        if person.pk != besides.pk:
            send(
                "made_one",
                to=person.email,
                language=person.language,
                person=person,
                former=former,
                row=row,
                submission=head,
                keeps=person in keepers,
                link=lambda: address_of(row),
            )


def flag_answered(flag: Flag) -> None:
    """To the visitor who left an address."""
    if flag.email:
        send("flag_answered", to=flag.email, language=flag.language, flag=flag)


def reminded(person: User, sections: Iterable[tuple[Any, str]], stop: str) -> bool:
    """All that is due for one person, in one mail; False when their address took none."""
    with translation.override(person.language):
        told = [(due, whole_address("confirm-link", token)) for due, token in sections]
        stop_link = whole_address("stop-reminders", stop)
    return send(
        "reminder",
        to=person.email,
        language=person.language,
        person=person,
        sections=told,
        stop_link=stop_link,
        headers=to_stop(stop_link),
    )


def _queue() -> str:
    return whole_address("queue")


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
                link=lambda: whole_address("submission", submission.pk),
                **context,
            )
