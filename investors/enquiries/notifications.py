"""Mails about enquiries: after the commit, one function a message, in the reader's language.

Only the mail to an office without an account holds what the investor wrote: the others lead to
a page that asks who is reading.
"""

from typing import Any

from django.conf import settings

from investors.choices import EnquiryLevel
from investors.enquiries.links import VERIFY_DAYS, address
from investors.models import Enquiry, Message, Thread
from sez_portal.accounts.choices import Role
from sez_portal.accounts.models import User
from sez_portal.accounts.roles import holders
from sez_portal.common.mail import send
from sez_portal.common.quotas import left_today
from sez_portal.common.tokens import address_of
from sez_portal.languages import ENGLISH, complete_languages

OF_ONE_INVESTOR = 10  # mails a day of one sort to one person
TO_ONE_OFFICE = 20  # mails a day to an office without an account


def to_verify(enquiry: Enquiry) -> None:
    """Mail the address that was typed; nothing else that was typed is in it."""
    send(
        "enquiry_verify",
        to=enquiry.email,
        language=enquiry.language,
        link=lambda: address("enquiry-verify", enquiry),
        days=VERIFY_DAYS,
    )


def received(enquiry: Enquiry) -> None:
    """Tell the investor that it was sent on, and where its answers will be."""
    _to_investor("enquiry_received", enquiry)


def arrived(thread: Thread) -> None:
    """Tell those whose turn it is; the office's mail address when nobody has an account."""
    for person in people_of(thread.level, thread):
        _to_desk("enquiry_sent", thread, person)
    if (
        thread.is_by_mail
        and thread.level == EnquiryLevel.ZONE
        and _may_mail(thread.zone.office_email)
    ):
        local = thread.zone.country.local_language
        send(
            "enquiry_office",
            to=thread.zone.office_email,
            reply_to=thread.enquiry.email if thread.enquiry else "",
            language=local if local in complete_languages() else ENGLISH,
            thread=thread,
            enquiry=thread.enquiry,
            days=settings.ENQUIRY_WORKING_DAYS,
        )


def answered(message: Message) -> None:
    """Tell the investor that there is an answer, in the mail and on the page."""
    thread = message.thread
    if thread.enquiry:
        _to_investor("enquiry_answered", thread.enquiry, thread=thread, message=message)


def replied(thread: Thread) -> None:
    """Tell everybody it has reached that the investor wrote again."""
    reached = [EnquiryLevel.ZONE]
    reached += [EnquiryLevel.COUNTRY] if thread.country_at else []
    reached += [EnquiryLevel.MI] if thread.mi_at else []
    people = {person.pk: person for level in reached for person in people_of(level, thread)}
    for person in people.values():
        _to_desk("enquiry_replied", thread, person)


def people_of(level: int, thread: Thread) -> list[User]:
    """The officials of the zone, the focal points of its country, or the moderators."""
    if level == EnquiryLevel.ZONE:
        return holders(role=Role.OFFICIAL, zone_key=thread.zone.key)
    if level == EnquiryLevel.COUNTRY:
        return holders(role=Role.FOCAL_POINT, country=thread.zone.country_id)
    return holders(role=Role.MODERATOR)


def _may_mail(address: str) -> bool:
    """Whether the office may be written to once more today; after that the next level is asked."""
    return left_today("enquiry", address, most=TO_ONE_OFFICE) >= 0


def _to_desk(template: str, thread: Thread, person: User) -> None:
    """What one investor writes makes a few mails a day to each person; all is on the desk."""
    author = thread.enquiry.email if thread.enquiry else ""
    if left_today(template, author, person.pk, most=OF_ONE_INVESTOR) < 0:
        return
    send(
        template,
        to=person.email,
        language=person.language,
        person=person,
        thread=thread,
        level=int(thread.level),
        days=settings.ENQUIRY_WORKING_DAYS,
        link=lambda: address_of(thread),
    )


def _to_investor(template: str, enquiry: Enquiry, **context: Any) -> None:
    send(
        template,
        to=enquiry.email,
        language=enquiry.language,
        enquiry=enquiry,
        link=lambda: address("enquiry-link", enquiry),
        delete_link=lambda: address("enquiry-delete", enquiry),
        **context,
    )
