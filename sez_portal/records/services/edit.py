"""Changes in the administration: a country's own are live at once, the institute's are looked at.

Nobody decides what they sent themselves, and that holds for the Mekong Institute too: what would
wait when an official sends it waits when a moderator or an administrator does, for another of the
institute or for the focal point of the country. A guarded field waits whoever changed it. So does
all of a row that two countries share, when one side changes it: for the other side or MI.
"""

from collections.abc import Mapping

from django.db import transaction

from sez_portal.accounts.models import User
from sez_portal.accounts.roles import roles_of
from sez_portal.common.access import require
from sez_portal.records.choices import Origin
from sez_portal.records.field_types.basic import Json
from sez_portal.records.models import Submission
from sez_portal.records.record import Record
from sez_portal.records.services.apply import Evidences, apply, fill, locked, origin_of, side_of
from sez_portal.records.services.propose import Unchanged, propose


@transaction.atomic
def edit(
    *,
    record: Record,
    key: str,
    values: Mapping[str, Json],
    evidence: Evidences | None = None,
    by: User,
    office: str,
    note: str,
) -> Submission | None:
    """The applied change, or the submission where something of it waits. None for no change.

    Raises PermissionDenied when the row is not theirs, before the change or after it: nobody
    gives a row away to another country. Raises ValidationError when the row would not be valid.
    """
    obj = locked(record, key)
    if obj is not None:
        require(by, "change", obj)
    country = side_of(record, obj, by) if obj is not None else values.get("country") or ""
    is_mi = origin_of(by, country) == Origin.MI
    if is_mi and obj is None:
        fill(record, record.model(key=key), values)  # what nobody could accept is not sent
    is_all = is_mi or bool(record.other_sides(obj, roles_of(by).countries))
    waits = {name for name in {*values, *(evidence or {})} if is_all or name in record.guarded}
    told = [
        {name: value for name, value in given.items() if (name in waits) == to_wait}
        for to_wait in (True, False)
        for given in (values, evidence or {})
    ]
    sent = _sent(record, key, by, told[0], told[1], note) if waits else None
    if is_all:
        return sent
    made = apply(
        record=record,
        key=key,
        values=told[2],
        evidence=told[3],
        origin=Origin.ADMIN,
        by=by,
        office=office,
        note=note,
    )
    require(by, "change", record.model.objects.get(key=key))
    return sent or made


def _sent(
    record: Record,
    key: str,
    by: User,
    values: Mapping[str, Json],
    evidence: Evidences,
    note: str,
) -> Submission | None:
    try:
        return propose(record=record, key=key, by=by, values=values, evidence=evidence, note=note)
    except Unchanged:
        return None
