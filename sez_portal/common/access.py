"""Who may do what: one rule for each model and act, asked the same way by everybody.

A rule turns a user into a Q, so that "which rows" and "this row" are one question. Pages, forms,
administration, exports and templates ask `Zone.objects.allowed(user, "propose")` or `may(…)`;
what no rule names is refused.
"""

from collections.abc import Callable
from typing import Any, Self

from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q

Rule = Callable[[Any], Q]

ALL = ~Q(pk__in=[])
NONE = Q(pk__in=[])

_rules: dict[tuple[str, str], Rule] = {}


def rule(model: type[models.Model], *acts: str) -> Callable[[Rule], Rule]:
    """Declare who may do these acts with the rows of the model."""

    def declare(function: Rule) -> Rule:
        for act in acts:
            _rules[model._meta.label, act] = function
        return function

    return declare


def rule_of(user: Any, model: type[models.Model], act: str) -> Q:
    """The rows with which the user may do this."""
    rule = _rules.get((model._meta.label, act))
    return rule(user) if rule else NONE


def may(user: Any, act: str, row: models.Model) -> bool:
    """Whether the user may do this with this row."""
    model = type(row)
    rows = model._default_manager.filter(rule_of(user, model, act))
    return rows.filter(pk=row.pk).exists()


def require(user: Any, act: str, row: models.Model) -> None:
    """Raise PermissionDenied unless the user may; services call it inside their transaction."""
    if not may(user, act, row):
        raise PermissionDenied(f"{act} {row._meta.label} {row.pk}")


class AllowedQuerySet(models.QuerySet):
    def allowed(self, user: Any, act: str) -> Self:
        """The rows with which the user may do this; the rest does not exist for them."""
        return self.filter(rule_of(user, self.model, act))
