"""Claims: an account asks to keep a zone's page; the country or MI decides, and says why."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from sez_portal.accounts.choices import Role
from sez_portal.accounts.models import User
from sez_portal.accounts.roles import roles_of
from sez_portal.accounts.services import appoint
from sez_portal.common.access import require
from sez_portal.common.locks import take_turn
from sez_portal.common.stored_words import CLAIMED
from zones import notifications
from zones.choices import ClaimStatus
from zones.models import Claim, Zone


@transaction.atomic
def claim(
    *,
    zone: Zone,
    by: User,
    office: str,
    position: str,
    letter: ContentFile | None = None,
    note: str = "",
) -> Claim:
    """Ask to keep the zone's page. One open claim a person and zone; pressed twice it is one."""
    take_turn(f"claim of {zone.key} by {by.pk}")
    if zone.key in roles_of(by).zones:
        raise ValidationError(_("You keep the page of this zone already."))
    if waiting := Claim.objects.filter(zone=zone, user=by, status=ClaimStatus.OPEN).first():
        if _is_the_same(waiting, (office, position, note), letter):
            return waiting
        raise ValidationError(_("Your claim is waiting already."))
    claim = Claim(zone=zone, user=by, office=office, position=position, note=note)
    if letter is not None:
        claim.letter.save(letter.name, letter, save=False)
    claim.full_clean(exclude=["letter"])
    claim.save()
    transaction.on_commit(lambda: notifications.claimed(claim))
    return claim


def _is_the_same(waiting: Claim, words: tuple[str, ...], letter: ContentFile | None) -> bool:
    """Whether just this waits already: the same words, and a letter where there was one."""
    words_waiting = (waiting.office, waiting.position, waiting.note)
    return words_waiting == words and bool(waiting.letter) == (letter is not None)


@transaction.atomic
def decide(*, claim: Claim, by: User, is_accepted: bool, reason: str) -> Claim:
    """Accept a claim, which makes its author an official, or decline it with a reason.

    Raises ValidationError when somebody was faster, PermissionDenied to whom it is not theirs.
    The same decision pressed twice is one.
    """
    status = ClaimStatus.ACCEPTED if is_accepted else ClaimStatus.DECLINED
    if claim.user_id == by.pk:
        raise PermissionDenied("one's own claim")
    if not is_accepted and not reason.strip():
        raise ValidationError(_("Write a reason: the author reads it."))
    Claim.objects.select_for_update().filter(pk=claim.pk).first()
    claim.refresh_from_db()
    if claim.status != ClaimStatus.OPEN:
        if (claim.decided_by_id, claim.status, claim.reason) == (by.pk, status, reason.strip()):
            return claim
        raise ValidationError(_decided_already(claim))
    require(by, "decide", claim)
    claim.status, claim.reason = status, reason.strip()
    claim.decided_at, claim.decided_by, claim.decided_by_name = timezone.now(), by, str(by)
    claim.save()
    if is_accepted:
        appoint(
            user=claim.user,
            role=Role.OFFICIAL,
            by=by,
            zone_key=claim.zone.key,
            country=claim.zone.country_id,
            office=claim.office,
            note=CLAIMED,
        )
    transaction.on_commit(lambda: notifications.claim_decided(claim))
    return claim


def _decided_already(claim: Claim) -> str:
    day = date_format(timezone.localtime(claim.decided_at), "DATETIME_FORMAT")
    sentence = _("%(who)s decided it on %(day)s: %(status)s. Nothing of yours was applied.")
    who = claim.decided_by_name or _("Somebody")
    return sentence % {"who": who, "day": day, "status": claim.get_status_display()}
