"""The models of this app, one module a subject."""

from investors.models.alert import Alert, SavedSearch, ToldExpiry
from investors.models.ended import Ended
from investors.models.enquiry import AnswerTemplate, Enquiry, Message, Thread
from investors.models.shortlist import Shortlist, ShortlistItem

__all__ = [
    "Alert",
    "AnswerTemplate",
    "Ended",
    "Enquiry",
    "Message",
    "SavedSearch",
    "Shortlist",
    "ShortlistItem",
    "Thread",
    "ToldExpiry",
]
