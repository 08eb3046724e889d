"""Vocabularies of submissions and evidence."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class State(TextChoices):
    KNOWN = "known", _("known")
    UNKNOWN = "unknown", _("not known")
    NOT_APPLICABLE = "not_applicable", _("not applicable")
    WITHHELD = "withheld", _("withheld")


UNSAID = (State.WITHHELD, State.NOT_APPLICABLE)  # no figure, for a reason that the page shows


class Ending(TextChoices):
    """Why a piece of evidence no longer stands; one that ends in none of these ways stands."""

    SUPERSEDED = "superseded", _("replaced by a later statement")
    WITHDRAWN = "withdrawn", _("taken back")
    CONFIRMED = "confirmed", _("said again")


class Freshness(TextChoices):
    FRESH = "fresh", _("fresh")
    DUE = "due", _("due for confirmation")
    STALE = "stale", _("stale")


class Origin(TextChoices):
    SEED = "seed", _("compiled from public sources")
    RENAME = "rename", _("renamed")
    MERGE = "merge", _("merged or parted again")
    PART = "part", _("parted in two")
    REPLACE = "replace", _("replaced by a new law")
    PROPOSAL = "proposal", _("proposed by its office")
    ADMIN = "admin", _("edited by the focal point")
    MI = "mi", _("edited by the Mekong Institute")
    CONFIRMATION = "confirmation", _("confirmed")
    REVERT = "revert", _("change taken back")


PROPOSED = (Origin.PROPOSAL, Origin.MI)  # sent for a decision


class RowAct(TextChoices):
    """What is done to a whole row, and asked for where another person has to agree."""

    RENAME = "rename", _("Give it another name")
    MERGE = "merge", _("Make it one with another")
    PART = "part", _("Part it in two")
    REPLACE = "replace", _("A new law replaces it")


class Audience(TextChoices):
    """Who may read of an applied submission, decided when it was applied."""

    EVERYBODY = "everybody", _("made while visitors saw the row")
    KEEPERS = "keepers", _("made while the row was hidden")
    REMOVAL = "removal", _("took the row from the public pages")


class SubmissionStatus(TextChoices):
    WAITING = "waiting", _("waiting for a decision")
    RETURNED = "returned", _("sent back with a question")
    ACCEPTED = "accepted", _("accepted")
    PARTLY = "partly", _("partly accepted")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")
    APPLIED = "applied", _("applied")


# Its author may send what was not accepted again.
CAME_BACK = (SubmissionStatus.PARTLY, SubmissionStatus.DECLINED, SubmissionStatus.WITHDRAWN)

# Not decided yet; the constraint of the model lists them too.
OPEN = (SubmissionStatus.WAITING, SubmissionStatus.RETURNED)


class Tier(TextChoices):
    LOW = "low", _("goes live at once")
    WAITS = "waits", _("waits for a decision")
    CHECKED = "checked", _("a check found something")


class Finding(TextChoices):
    """What an automatic check found; kept as a code, told in the language of whoever reads it."""

    JUMP = "jump", _("Very far from the figure before: is the unit right?")
    NOUGHT = "nought", _("Zero, where a figure stood before: is it none, or not known?")
    AHEAD = "ahead", _("This is said of a day to come.")
    ABROAD = "abroad", _("The point lies outside the country.")
    TOO_MUCH_FREE = "too_much_free", _("There is more free land than land.")
    DOUBLE = "double", _("There is a zone of this name or at this place already.")
    NOT_HERE = "not_here", _("The page says that this does not apply here. Is that over?")
    DEAD_LINK = "dead_link", _("There is nothing at this address any more, or nobody knows it.")
    UNSEEN_LINK = "unseen_link", _("The portal could not look at this address: please open it.")


class Verdict(TextChoices):
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")


class RemarkKind(TextChoices):
    ENDORSED = "endorsed", _("endorsed")
    COMMENT = "comment", _("comment")
    RETURNED = "returned", _("sent back")
    WORDS = "words", _("the word of the country, field by field")


# With these the country answers what it is asked.
ANSWERS = (RemarkKind.ENDORSED, RemarkKind.WORDS)


class FieldWord(TextChoices):
    """What a country says to one field of a proposal."""

    ENDORSED = "endorsed", _("endorsed")
    OBJECTED = "objected", _("objected to")


class NoticeKind(TextChoices):
    """What somebody is told by mail."""

    WAITS = "waits", _("something waits for a decision")
    DECIDED = "decided", _("a proposal was decided")
    REMARK = "remark", _("somebody wrote about a proposal")
    AWAITS = "awaits", _("something went live without the country")
    REVERTED = "reverted", _("a change was taken back")
    SHOWN = "shown", _("a page was published or taken from the public")
    FLAGGED = "flagged", _("a reader reported a mistake")


class Answer(TextChoices):
    """What became of a figure that a campaign asked for."""

    CHANGED = "changed", _("changed")
    CONFIRMED = "confirmed", _("confirmed")
    SAID = "said", _("said not to be known or not given out")
    WAITS = "waits", _("waits for a decision")
    MISSING = "missing", _("not answered")


class NoticeSort(TextChoices):
    """What a notice of the institute tells of."""

    NEWS = "news", pgettext_lazy("kind of notice", "News")
    EVENT = "event", pgettext_lazy("kind of notice", "Event")
    LAW = "law", pgettext_lazy("kind of notice", "Change of law")


class NoticeAct(TextChoices):
    """What was done with a notice."""

    WRITTEN = "written", pgettext_lazy("of a notice", "written")
    CHANGED = "changed", pgettext_lazy("of a notice", "changed")
    PUBLISHED = "published", pgettext_lazy("of a notice", "published")
    TAKEN_BACK = "taken_back", pgettext_lazy("of a notice", "taken back")


class FlagStatus(TextChoices):
    OPEN = "open", _("waiting")
    ACCEPTED = "accepted", _("corrected")
    ADMITTED = "admitted", _("a mistake, not corrected yet")
    DECLINED = "declined", _("not a mistake")
