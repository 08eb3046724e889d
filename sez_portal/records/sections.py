"""The sections in which a record is edited and confirmed: its groups, and those without figures."""

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from sez_portal.records.record import Field, Record

OTHER_GROUPS = {
    "identity": _("Names and place"),
    "about": _("Description"),
    "tenants": _("Companies"),
    "offers": _("Offers"),
    "other": _("More fields"),
}


def sections(record: Record) -> dict[str, str]:
    """The sections of a record that can be proposed for, in its order."""
    return _labelled(record, (field for field in record.fields if field.proposable))


def ageing_sections(record: Record) -> dict[str, str]:
    """The sections with figures that have to be looked at again after some time."""
    fields = (field for field in record.fields if field.proposable and field.months is not None)
    return _labelled(record, fields)


def fields_of(record: Record, section: str) -> list[Field]:
    """The fields of a section that can be proposed for."""
    return [field for field in record.fields if section_of(field) == section and field.proposable]


def section_of(field: Field) -> str:
    return field.group or "other"


def _labelled(record: Record, fields: Iterable[Field]) -> dict[str, str]:
    labels = OTHER_GROUPS | record.groups
    found = dict.fromkeys(section_of(field) for field in fields)
    return {section: str(labels.get(section, section)) for section in found}


def titled(section: str) -> str:
    """The name under which a proposal keeps the title of the paper of a section."""
    return f"section_paper_{section}"
