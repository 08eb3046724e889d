"""Who does something to a whole row, for which office and why, and who agreed to it."""

from typing import Any, NamedTuple

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _

from sez_portal.accounts.models import User
from sez_portal.common.access import require
from sez_portal.records.models import Submission


class Told(NamedTuple):
    """What the history says of an act. `agreed` is what waited, where another person decided."""

    by: User
    office: str
    note: str
    agreed: Submission | None = None
    decided_by: User | None = None

    @property
    def columns(self) -> dict[str, Any]:
        """The columns of the submission that keeps it."""
        decided = {
            "proposal": self.agreed,
            "decided_by": self.decided_by,
            "decided_by_name": str(self.decided_by) if self.decided_by else "",
        }
        return {"by": self.by, "office": self.office, "note": self.note, **decided}

    def require(self, *rows: models.Model) -> None:
        """Raise PermissionDenied unless the rows are theirs to show and to hide.

        Where another person agreed, it is enough that whoever asked keeps them.
        """
        for row in rows:
            require(self.by, "change", row)
            if self.agreed is None:
                require(self.by, "publish", row)

    def require_reason(self) -> None:
        if not self.note.strip():
            raise ValidationError({"note": _("Write a reason: the history shows it.")})
