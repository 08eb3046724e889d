"""Claims that wait for a zone go along when it is made one with another."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from sez_portal.accounts.models import Appointment
from sez_portal.records.field_types.basic import Json
from sez_portal.records.record import Luggage, carry_along
from zones import notifications
from zones.choices import ClaimStatus
from zones.models import Claim, Zone
from zones.record import ZONE


def _waiting(zone: Zone) -> str:
    count = Claim.objects.filter(zone=zone, status=ClaimStatus.OPEN).count()
    told = ngettext("%(n)s claim that waits", "%(n)s claims that wait", count)
    return told % {"n": count} if count else ""


def _carry(zone: Zone, into: Zone) -> Json:
    """Move what waits; what its author has or wants there already ends, with a mail."""
    open_ones = Claim.objects.filter(status=ClaimStatus.OPEN)
    busy = set(open_ones.filter(zone=into).values_list("user_id", flat=True))
    kept = Appointment.objects.in_force().filter(zone_key=into.key)
    busy |= set(kept.values_list("user_id", flat=True))
    moved, ended = [], []
    for claim in open_ones.filter(zone=zone).select_for_update().order_by("pk"):
        if claim.user_id in busy:
            ended.append(claim.pk)
            _end(claim, into)
        else:
            moved.append(claim.pk)
    Claim.objects.filter(pk__in=moved).update(zone=into)
    return {"moved": moved, "ended": ended}


def _end(claim: Claim, into: Zone) -> None:
    told = _("The zone was made one with “%(zone)s”, of which you keep or claim the page already.")
    claim.status, claim.reason = ClaimStatus.DECLINED, told % {"zone": into}
    claim.decided_at = timezone.now()
    claim.save()
    transaction.on_commit(lambda: notifications.claim_decided(claim))


def _bring_back(zone: Zone, into: Zone, moved: dict[str, Any]) -> None:
    still = Claim.objects.filter(pk__in=moved["moved"], zone=into, status=ClaimStatus.OPEN)
    still.update(zone=zone)
    Claim.objects.filter(pk__in=moved["ended"], zone=zone, decided_by=None).update(
        status=ClaimStatus.OPEN, reason="", decided_at=None
    )


def register() -> None:
    carry_along(ZONE.name, Luggage("claims", _waiting, _carry, _bring_back))
