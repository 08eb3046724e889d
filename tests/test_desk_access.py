"""Every address of the desk × every role: what a GET answers; and that no GET changes anything."""

import datetime

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils import timezone

from investors.choices import MessageKind
from investors.models import Enquiry, Message, Thread
from sez_portal.accounts.models import Appointment, Invitation
from sez_portal.accounts.services import invite
from sez_portal.common import dates
from sez_portal.records.models import (
    Campaign,
    DataVersion,
    Evidence,
    Flag,
    SentWorkbook,
    Submission,
)
from sez_portal.records.services import campaigns
from sez_portal.records.services.propose import propose
from tests import cast
from tests.notices import written
from tests.pages import DESK_PAGES, DESK_ROLES, ZONE
from zones import record
from zones.models import Claim, Zone

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # pages; rules of access run on both
MAKERS = {
    "person": cast.person,
    "official": lambda: cast.official(ZONE),
    "elsewhere": lambda: cast.official("la-boten"),
    "focal": lambda: cast.focal_point("LA"),
    "focal elsewhere": lambda: cast.focal_point("KH"),
    "moderator": cast.moderator,
}


def args_of(name: str) -> tuple:
    page = DESK_PAGES[name]
    if not page.row:
        return page.args
    author = cast.official(ZONE, "author@sample.invalid")
    made = {
        "submission": lambda: propose(
            record=record.ZONE, key=ZONE, by=author, values={"firms": 148}
        ),
        "flag": lambda: Flag.objects.create(record="zone", key=ZONE, country="LA", title="t"),
        "workbook": lambda: SentWorkbook.objects.create(author=author, name="a.xlsx", file=b""),
        "thread": waiting_thread,
        "letter": answered_thread,
        "role": author.appointments.get,
        "invitation": lambda: invite(
            by=cast.moderator("inviting@sample.invalid"),
            email="new@sample.invalid",
            role="official",
            zone_key=ZONE,
            country="LA",
        ),
        "claim": lambda: Claim.objects.create(zone=Zone.objects.get(key=ZONE), user=author),
    }
    if page.row.startswith("campaign"):
        form = ("csv",) if "sheet" in page.row else ()
        return (open_campaign().pk, *form)
    if page.row == "notice":
        return (written(cast.moderator("writing@sample.invalid")).pk,)
    if page.row == "file":
        return waiting_file(author)
    return (made[page.row]().pk,)


def waiting_thread() -> Thread:
    return Thread.objects.create(
        zone=Zone.objects.get(key=ZONE),
        enquiry=Enquiry.objects.create(need="land", questions="?", name="n", email="i@x.test"),
        sent_at=timezone.now(),
    )


def answered_thread() -> Thread:
    thread = waiting_thread()
    Message.objects.create(thread=thread, kind=MessageKind.ANSWER, text="Three dollars.")
    return thread


def open_campaign() -> Campaign:
    mi = cast.moderator("opening@sample.invalid")
    asked = {"sections": ["glance"], "chosen": [ZONE], "name_en": "t", "letter_en": "t"}
    made = Campaign(deadline=dates.today() + datetime.timedelta(days=9), **asked)
    return campaigns.open_campaign(campaign=campaigns.save_draft(campaign=made, by=mi), by=mi)


def waiting_file(author) -> tuple[str, ...]:
    """A photo that was proposed and not decided yet."""
    name = default_storage.save("photos/2026/waits.webp", ContentFile(b"RIFF"))
    values = {"photos": [{"image": name, "alt": "A gate", "credit": "", "taken": ""}]}
    propose(record=record.ZONE, key=ZONE, by=author, values=values)
    return tuple(name.split("/"))


def state() -> tuple:
    counts = [
        model.objects.count() for model in (Evidence, Submission, Flag, Claim, Enquiry, Message)
    ]
    roles = (*Appointment.objects.values_list(), *Invitation.objects.values_list())
    return DataVersion.current(), *counts, roles


@pytest.fixture(autouse=True)
def _media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.mark.parametrize("role", DESK_ROLES)
@pytest.mark.parametrize("name", DESK_PAGES)
def test_what_each_role_gets(client, name: str, role: str):
    args = args_of(name)
    if role in MAKERS:
        cast.sign_in(client, MAKERS[role]())
    before = state()
    answer = client.get(reverse(name, args=args))
    assert answer.getvalue() or answer.status_code != 200  # a file is closed when it is read
    assert answer.status_code == DESK_PAGES[name].answers[DESK_ROLES.index(role)]
    assert state() == before


@pytest.mark.parametrize("name", ["propose-section", "submission", "flag", "claim", "zone-people"])
def test_what_is_guessed_is_not_there(client, name: str):
    cast.sign_in(client, cast.moderator())
    args = {"propose-section": ("zone", "no-such-zone", "glance"), "zone-people": ("no-such",)}
    assert client.get(reverse(name, args=args.get(name, (999_999,)))).status_code == 404


@pytest.mark.parametrize("name", ["submission", "flag", "claim"])
def test_a_guessed_number_leaves_a_line_in_the_security_log(client, caplog, name: str):
    args = args_of(name)
    cast.sign_in(client, cast.focal_point("KH"))
    with caplog.at_level("WARNING", logger="sez_portal.security"):
        assert client.get(reverse(name, args=args)).status_code == 404
    assert f"{name} {args[0]}" in caplog.text


@pytest.mark.parametrize("name", ["no-record", "submission"])
def test_only_records_are_edited(client, name: str):
    cast.sign_in(client, cast.moderator())
    assert client.get(reverse("propose", args=[name, "x"])).status_code == 404
