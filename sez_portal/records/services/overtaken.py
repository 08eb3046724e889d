"""What happened to a proposal since somebody opened its page: a sentence that names who did it."""

from django.utils.translation import gettext as _

from sez_portal.common.lists import in_parts
from sez_portal.records.choices import RemarkKind, SubmissionStatus, Verdict
from sez_portal.records.models import Submission
from sez_portal.records.record import get


def what_happened(now: Submission) -> str:
    """Who was faster, what they did, and that nothing of the second was applied."""
    author = now.author_name or _("The author")
    if now.status == SubmissionStatus.WITHDRAWN:
        return _("%(who)s took it back. Nothing of yours was applied.") % {"who": author}
    if now.status == SubmissionStatus.RETURNED:
        asked = now.remarks.filter(kind=RemarkKind.RETURNED).last()
        words = {"who": asked.author_name if asked else "", "text": asked.text if asked else ""}
        words["who"] = words["who"] or _("Somebody")
        told = _("%(who)s was faster and sent it back: “%(text)s” Nothing of yours was applied.")
        return told % words
    sent_since = now.sent_last and now.decided_at and now.sent_last > now.decided_at
    if now.decided_by_name and not sent_since:
        words = {"who": now.decided_by_name, "decisions": rulings_told(now)}
        told = _("%(who)s was faster and decided: %(decisions)s. Nothing of yours was applied.")
        return told % words
    told = _("%(who)s sent more to it since you opened the page. Nothing of yours was applied.")
    return told % {"who": author}


def rulings_told(submission: Submission) -> str:
    """What people decided of it, field by field in the order of the record: “Firms: accepted”."""
    if submission.act:
        told = submission.ruled.values()
        return in_parts(_ruling(submission.get_act_display(), one) for one in told)
    fields = get(submission.record).by_key
    return in_parts(
        _ruling(str(fields[name].label), submission.ruled[name])
        for name in fields
        if name in submission.ruled
    )


def _ruling(label: str, ruling: dict[str, str]) -> str:
    words = {"field": label, "verdict": Verdict(ruling["verdict"]).label}
    if reason := ruling.get("reason"):
        return _("%(field)s: %(verdict)s (%(reason)s)") % {**words, "reason": reason}
    return _("%(field)s: %(verdict)s") % words
