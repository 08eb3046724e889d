"""Add the made-up people and submissions of development, all of them named as samples.

Idempotent, but for the password, which is always new. Nothing is said about a real zone: the
samples are about one made-up zone, which visitors do not see.
"""

import datetime
import secrets
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from sez_portal.accounts import notifications
from sez_portal.accounts.choices import Role
from sez_portal.accounts.models import Appointment, User
from sez_portal.records.choices import Origin, RemarkKind, Verdict
from sez_portal.records.models import DataVersion, Flag, Submission
from sez_portal.records.services import basket
from sez_portal.records.services.apply import apply
from sez_portal.records.services.decide import Ruling, decide, remark
from sez_portal.records.services.edit import edit
from sez_portal.records.services.propose import propose, withdraw
from zones import claims
from zones.models import Zone
from zones.record import ZONE

KEY = "la-sample-zone"
OFFICE = "Sample office"
PEOPLE = {
    "administrator": ("Sample administrator", ""),
    "moderator": ("Sample moderator", Role.MODERATOR),
    "moderator.two": ("Second sample moderator", Role.MODERATOR),
    "focal.la": ("Sample focal point, Lao PDR", Role.FOCAL_POINT),
    "official": ("Sample official", Role.OFFICIAL),
    "official.two": ("Second sample official", Role.OFFICIAL),
    "official.three": ("Third sample official", Role.OFFICIAL),
    "investor": ("Sample investor", ""),
}
REASONS = {Verdict.DECLINED: "Sample reason: please send a source."}
VALUES = {
    "name_en": "Sample Zone (made up)",
    "summary_en": "A made-up zone for trying the desk. No such place exists.",
    "country": "LA",
    "type": "special_economic_zone",
    "status": "planned",
    "management": "unknown",
    "lat": "17.97",
    "lon": "102.6",
    "coord_precision": "province",
    "area_ha": "100",
    "jobs": 1000,
    "firms": 20,
    "developer": "Sample developer",
}


class Command(BaseCommand):
    help = "Development only: add sample people, a sample zone and submissions in every state."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("Sample accounts are for development: they need DEBUG=1.")
        settings.EMAIL_BACKEND = "django.core.mail.backends.dummy.EmailBackend"  # nobody reads them
        password = secrets.token_urlsafe(12)
        with transaction.atomic():
            people = {name: _person(name, password) for name in PEOPLE}
            is_new = not Zone.objects.filter(key=KEY).exists()
            if is_new:
                _samples(people)
        for name, (title, _role) in PEOPLE.items():
            self.stdout.write(f"{title:32} {name}@sample.invalid")
        self.stdout.write(f"The password of all of them, new with each run: {password}")
        count = Submission.objects.filter(key=KEY, proposal=None).count()
        self.stdout.write(f"{count} sample submissions about {VALUES['name_en']}.")
        self.stdout.write("In development a second factor is offered, not required.")


def _person(name: str, password: str) -> User:
    title, role = PEOPLE[name]
    email = f"{name}@sample.invalid"
    user = User.objects.filter(email__iexact=email).first() or User(email=email)
    user.name, user.office, user.is_active = title, OFFICE if role else "", True
    user.is_staff = user.is_superuser = name == "administrator"
    user.set_password(password)
    user.save()
    notifications.confirm_address(user)
    if role:
        Appointment.objects.get_or_create(
            user=user,
            role=role,
            zone_key=KEY if role == Role.OFFICIAL else "",
            country="" if role == Role.MODERATOR else "LA",
            ends_on=None,
            defaults={"office": OFFICE, "granted_by_name": "Sample administrator"},
        )
    return user


def _samples(people: dict[str, User]) -> None:
    """The sample zone, and submissions about it in every state there is."""
    apply(record=ZONE, key=KEY, values=VALUES, origin=Origin.SEED, note="Sample")
    Zone.objects.filter(key=KEY).update(is_published=False, version=DataVersion.bump())
    first, second, third = (people[f"official{n}"] for n in ("", ".two", ".three"))
    moderator, focal = people["moderator"], people["focal.la"]
    _decide(_submission(first, {"jobs": 1200}), moderator, {"jobs": Verdict.ACCEPTED})
    _decide(
        _submission(first, {"developer": "Another"}), moderator, {"developer": Verdict.DECLINED}
    )
    _decide(
        _submission(first, {"firms": 25, "operator": "Sample operator"}),
        moderator,
        {"firms": Verdict.ACCEPTED, "operator": Verdict.DECLINED},
    )
    withdraw(submission=_submission(first, {"jobs": 1250}), by=first)
    back = _submission(second, {"lease_term_years": 50})
    remark(
        submission=back,
        by=moderator,
        kind=RemarkKind.RETURNED,
        text="Sample question: which article of the law says so?",
        turn=back.turn,
    )
    typed = basket.Typed({"jobs": ["about 1300"]}, note="Sample")
    basket.save(record=ZONE, key=KEY, section="glance", by=third, typed=typed)
    conflict = DataVersion.current()
    edit(
        record=ZONE, key=KEY, values={"area_ha": "110"}, by=focal, office=OFFICE, note="Sample edit"
    )
    _submission(first, {"area_ha": "1150", "available_ha": "40"}, conflict)
    claims.claim(
        zone=Zone.objects.get(key=KEY), by=people["investor"], office=OFFICE, position="Sample"
    )
    Flag.objects.create(
        record="zone",
        key=KEY,
        country="LA",
        title=VALUES["name_en"],
        field="jobs",
        text="Sample report: the number of jobs is of last year.",
    )


def _submission(by: User, values: dict[str, Any], based_on: int = 0) -> Submission:
    submission = propose(
        record=ZONE,
        key=KEY,
        by=by,
        values=values,
        note="Sample submission",
        based_on=based_on or DataVersion.current(),
    )
    earlier = timezone.now() - datetime.timedelta(days=21)  # the focal point has been silent
    Submission.objects.filter(pk=submission.pk).update(submitted_at=earlier)
    submission.refresh_from_db()
    return submission


def _decide(submission: Submission, by: User, verdicts: dict[str, Verdict]) -> None:
    live = ZONE.read(Zone.objects.get(key=KEY))
    rulings = {
        name: Ruling(verdict, reason=REASONS.get(verdict, ""), seen=live[name])
        for name, verdict in verdicts.items()
    }
    decide(submission=submission, by=by, rulings=rulings, turn=submission.turn)
