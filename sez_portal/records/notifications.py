"""Who is told of what: one function an act. Notices are kept with it and mailed after its commit,
in the reader's language (`digests`)."""

from collections.abc import Collection, Iterable
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import translation

from sez_portal.accounts.choices import Role
from sez_portal.accounts.models import User
from sez_portal.accounts.roles import holders, keepers, roles_of
from sez_portal.common.mail import send, to_stop
from sez_portal.common.tokens import address_of, whole_address
from sez_portal.records.choices import NoticeKind, SubmissionStatus
from sez_portal.records.digests import deliver
from sez_portal.records.models import Campaign, Flag, Notice, Remark, Submission
from sez_portal.records.policy import countries_of
from sez_portal.records.record import every


def sent(submission: Submission) -> None:
    """To the focal points of the country, or of both sides, and the moderators: something waits."""
    if submission.status == SubmissionStatus.WAITING:
        people = [*_focal_points(countries_of(submission)), *_moderators()]
        _note(NoticeKind.WAITS, people, besides=submission.author_id, submission=submission)


def decided(submission: Submission, names: Iterable[str]) -> None:
    """To the author: what was accepted, what declined and why, and what next."""
    people = [submission.author] if submission.author else []
    _note(NoticeKind.DECIDED, people, submission=submission, names=list(names))


def remarked(said: Remark) -> None:
    """To the author, and to the moderators when the country spoke."""
    author = [said.submission.author] if said.submission.author else []
    by_staff = said.author is not None and roles_of(said.author).is_staff
    people = author if by_staff else [*author, *_moderators()]
    _note(NoticeKind.REMARK, people, besides=said.author_id, remark=said)


def awaits_country(part: Submission) -> None:
    """To the focal points: something went live while they had not answered."""
    _note(NoticeKind.AWAITS, _focal_points({part.country}), submission=part)


def reverted(made: Submission) -> None:
    """To whoever made the change that was taken back, and the officials of the row."""
    taken = made.proposal
    author = [taken.author] if taken and taken.author else []
    people = [*author, *_officials(made.record, made.key)]
    _note(NoticeKind.REVERTED, people, besides=made.author_id, submission=made)


def undone(made: Submission, head: Submission) -> None:
    """To the officials of the rows, the focal points, and whoever did what was undone: what came
    back."""
    keys = dict.fromkeys([made.key, head.key, str(made.typed.get("with", ""))])
    keep = [person for key in keys if key for person in _officials(made.record, key)]
    author = [head.author] if head.author else []
    people = [*author, *keep, *_focal_points(countries_of(head))]
    _note(NoticeKind.REVERTED, people, besides=made.author_id, submission=made)


def shown(made: Submission) -> None:
    """To the officials and focal points: a row was published, or taken from the public pages."""
    people = [*_officials(made.record, made.key), *_focal_points({made.country})]
    _note(NoticeKind.SHOWN, people, besides=made.author_id, submission=made)


def flagged(flag: Flag) -> None:
    """To those who keep the row, else the country, else MI: a reader says that it is wrong. To
    the reader who left an address: that it came."""
    people = _officials(flag.record, flag.key) or _focal_points({flag.country}) or _moderators()
    _note(NoticeKind.FLAGGED, people, flag=flag)
    if flag.email:
        transaction.on_commit(lambda: _thank(flag))


def _thank(flag: Flag) -> None:
    send("flag_received", to=flag.email, language=flag.language, flag=flag)


def act_decided(submission: Submission) -> None:
    """To whoever asked for something to be done to a whole row: done, or declined and why."""
    if submission.author:
        ruling = submission.decisions["act"]
        _tell("act_decided", [submission.author], submission, ruling=ruling)


def made_one(head: Submission, former: str, row: Any, *, besides: User) -> None:
    """To the officials of both rows and the focal points: two rows are one."""
    officials = keepers(row.key)
    people = [*officials, *holders(role=Role.FOCAL_POINT, country=head.country)]
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
                keeps=person in officials,
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


def asked(
    person: User, campaign: Campaign, rows: Iterable[Any], stop: str, *, is_reminder: bool
) -> bool:
    """What a campaign asks one person, in one mail; False when their address took none."""
    with translation.override(person.language):
        stop_link = whole_address("stop-reminders", stop)
    return send(
        "campaign",
        to=person.email,
        language=person.language,
        person=person,
        campaign=campaign,
        rows=rows,
        is_reminder=is_reminder,
        link=lambda: whole_address("campaign", campaign.pk),
        stop_link=stop_link,
        headers=to_stop(stop_link),
    )


def _moderators() -> list[User]:
    return holders(role=Role.MODERATOR)


def _focal_points(countries: Collection[str]) -> list[User]:
    return [
        person
        for country in sorted(countries)
        for person in holders(role=Role.FOCAL_POINT, country=country)
    ]


def _officials(name: str, key: str) -> list[User]:
    """Who was appointed to the row; nobody for records whose rows have no keepers."""
    record = {one.name: one for one in every()}.get(name)
    kept = record.kept_key(key) if record else ""
    return keepers(kept) if kept else []


def _note(
    kind: NoticeKind, people: Iterable[User], *, besides: int | None = None, **about: Any
) -> None:
    """Keep a notice for each of them, in the transaction of the act; mailed after its commit."""
    persons = {person.pk: person for person in people if person.pk != besides}
    Notice.objects.bulk_create(
        Notice(person=person, kind=kind, **about) for person in persons.values()
    )
    for person in persons.values():
        transaction.on_commit(partial(deliver, person))


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
