"""The administration of records: one class for every record, on Django's own administration."""

from sez_portal.records.admin.base import RecordAdmin

__all__ = ["RecordAdmin"]
