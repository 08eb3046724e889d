"""The desk, for officials, focal points and moderators. Its first page joins the apps: `site`."""

from sez_portal.records.desk.accept import accept
from sez_portal.records.desk.basket import basket, reopen
from sez_portal.records.desk.campaigns import (
    campaign,
    campaign_act,
    campaign_edit,
    campaign_sheet,
    campaigns,
)
from sez_portal.records.desk.confirm import (
    change_by_link,
    confirm_by_link,
    confirm_figures,
    stop_reminders,
)
from sez_portal.records.desk.flags import flag, report
from sez_portal.records.desk.propose import edit
from sez_portal.records.desk.queue import queue
from sez_portal.records.desk.remarks import comment
from sez_portal.records.desk.review import (
    confirm_for_country,
    revert,
    submission,
    take_back,
    take_on,
)
from sez_portal.records.desk.row_act import decide_act
from sez_portal.records.desk.workbook_page import workbook, workbook_marked
from sez_portal.records.desk.workbooks import (
    workbook_back,
    workbook_download,
    workbook_list,
    workbooks,
)

__all__ = [
    "accept",
    "basket",
    "reopen",
    "campaign",
    "campaign_act",
    "campaign_edit",
    "campaign_sheet",
    "campaigns",
    "change_by_link",
    "comment",
    "confirm_by_link",
    "confirm_for_country",
    "confirm_figures",
    "decide_act",
    "edit",
    "flag",
    "queue",
    "report",
    "revert",
    "stop_reminders",
    "submission",
    "take_back",
    "take_on",
    "workbook",
    "workbook_back",
    "workbook_download",
    "workbook_list",
    "workbook_marked",
    "workbooks",
]
