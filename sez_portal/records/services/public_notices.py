"""What the institute does with a notice: written, published, changed, taken back."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from sez_portal.accounts.models import User
from sez_portal.common.access import require
from sez_portal.common.fields import columns_of
from sez_portal.records.choices import NoticeAct
from sez_portal.records.models import DataVersion, PublicNotice
from sez_portal.records.models.versions import EVERYWHERE
from sez_portal.records.record import every

TEXTS = (*columns_of("title"), *columns_of("text"))
LONGEST_KEY = 70


@transaction.atomic
def save(*, notice: PublicNotice, by: User) -> PublicNotice:
    """Keep what was typed. What is out already is renewed at once, and its texts before are kept.

    Raises PermissionDenied to whom it is not theirs.
    """
    before = PublicNotice.objects.select_for_update().filter(pk=notice.pk).first()
    notice.lies_in = _countries_of(notice.concerns)  # type: ignore[assignment]
    if before is None:
        notice.key, notice.made_by = _new_key(notice), by
        _note(notice, NoticeAct.WRITTEN, by)
        notice.save()
        require(by, "change", notice)
        return notice
    require(by, "change", before)
    notice.acts = before.acts
    former = {name: getattr(before, name) for name in TEXTS}
    changed = {name: text for name, text in former.items() if getattr(notice, name) != text}
    _note(notice, NoticeAct.CHANGED, by, changed)
    notice.save()
    if not notice.is_draft:
        _renew(before)
        _renew(notice)
    return notice


@transaction.atomic
def publish(*, notice: PublicNotice, by: User) -> PublicNotice:
    """Show it to everybody from its day on, also again after it was taken back."""
    notice = _locked(notice, by)
    if notice.published_at and not notice.taken_back_at:
        raise ValidationError(_("This notice is published already."))
    notice.published_at, notice.taken_back_at = timezone.now(), None
    _note(notice, NoticeAct.PUBLISHED, by)
    notice.save()
    _renew(notice)
    return notice


@transaction.atomic
def take_back(*, notice: PublicNotice, by: User) -> PublicNotice:
    """Take it from all pages; it stays in the history of notices."""
    notice = _locked(notice, by)
    if notice.is_draft or notice.taken_back_at:
        raise ValidationError(_("This notice is not published."))
    notice.taken_back_at = timezone.now()
    _note(notice, NoticeAct.TAKEN_BACK, by)
    notice.save()
    _renew(notice)
    return notice


def _locked(notice: PublicNotice, by: User) -> PublicNotice:
    found = PublicNotice.objects.select_for_update().get(pk=notice.pk)
    require(by, "change", found)
    return found


def _renew(notice: PublicNotice) -> None:
    """Have the kept pages made anew that may show it."""
    places = sorted({*notice.countries, *notice.lies_in})
    named = {entry.partition(":")[0] for entry in notice.concerns}
    of_no_country = any(one.name in named and "country" not in one.by_key for one in every())
    for scope in places if places and not of_no_country else [EVERYWHERE]:
        DataVersion.bump(scope)


def _countries_of(concerns: Any) -> list[str]:
    """Where the named rows lie."""
    by_record: dict[str, list[str]] = {}
    for entry in concerns:
        name, _colon, key = entry.partition(":")
        by_record.setdefault(name, []).append(key)
    found = set()
    for record in every():
        if keys := by_record.get(record.name):
            rows = record.model._default_manager.filter(key__in=keys)
            found |= {country for row in rows for country in record.sides(row)}
    return sorted(found - {""})


def _note(notice: PublicNotice, act: str, by: User, before: dict[str, str] | None = None) -> None:
    told = {"act": str(act), "by": str(by), "at": timezone.now().isoformat()}
    notice.acts = [*notice.acts, {**told, **({"before": before} if before else {})}]


def _new_key(notice: PublicNotice) -> str:
    """A lasting name for its address: its English title, with a number where that is taken."""
    stem = slugify(notice.title_en)[:LONGEST_KEY].strip("-") or "notice"
    taken = set(PublicNotice.objects.filter(key__startswith=stem).values_list("key", flat=True))
    key, number = stem, 1
    while key in taken:
        number += 1
        key = f"{stem}-{number}"
    return key
