"""Evidence, submissions, drafts, and what people say about records: flags, remarks, mail links."""

from sez_portal.records.models.campaign import Campaign, CampaignLetter
from sez_portal.records.models.draft import Draft
from sez_portal.records.models.evidence import Evidence, Source
from sez_portal.records.models.messages import Flag, MailLink, Notice, Reminder
from sez_portal.records.models.public_notice import PublicNotice
from sez_portal.records.models.quality import QualitySnapshot
from sez_portal.records.models.recorded import Recorded
from sez_portal.records.models.submission import Remark, Submission
from sez_portal.records.models.versions import DataVersion, FormerKey
from sez_portal.records.models.workbook import SentWorkbook, WorkbookState

__all__ = [
    "Campaign",
    "CampaignLetter",
    "DataVersion",
    "Draft",
    "Evidence",
    "Flag",
    "FormerKey",
    "MailLink",
    "Notice",
    "PublicNotice",
    "QualitySnapshot",
    "Recorded",
    "Remark",
    "Reminder",
    "SentWorkbook",
    "Source",
    "Submission",
    "WorkbookState",
]
