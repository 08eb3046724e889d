"""Evidence, submissions, and what people say about records: flags, remarks, links by mail."""

from sez_portal.records.models.data import DataVersion, Evidence, FormerKey, Recorded, Source
from sez_portal.records.models.submission import Remark, Submission
from sez_portal.records.models.voices import Flag, MailLink, Reminder

__all__ = [
    "DataVersion",
    "Evidence",
    "Flag",
    "FormerKey",
    "MailLink",
    "Recorded",
    "Remark",
    "Reminder",
    "Source",
    "Submission",
]
