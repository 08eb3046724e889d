"""What of a history is shown: changes of a kind, or by one of those who keep the record."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from sez_portal.accounts.choices import Role
from sez_portal.accounts.models import Appointment, User
from sez_portal.common.queries import with_value, without
from sez_portal.records.choices import Origin
from sez_portal.records.field_types.basic import Degrees
from sez_portal.records.field_types.files import FileRows
from sez_portal.records.models import Submission
from sez_portal.records.record import Field, Record

SHOW, BY = "show", "by"
GONE = Q(origin=Origin.PROPOSAL, author=None, office_is_verified=True)  # closed the account
OF_COUNTRY, OF_MI = Q(origin=Origin.ADMIN), Q(origin__in=(Origin.SEED, Origin.MI))


@dataclass(frozen=True)
class Choice:
    """One way to narrow the list: its words, how many it leaves, its query."""

    label: str
    count: int
    query: str
    is_chosen: bool


@dataclass(frozen=True)
class Narrowed:
    """What is left of a history, and the choices."""

    changes: "QuerySet[Submission]"
    count: int
    show: list[Choice]
    by: list[Choice]


def narrowed(record: Record, changes: "QuerySet[Submission]", query: QueryDict) -> Narrowed:
    """The changes that the query leaves, newest first, and how many others would; one query."""
    kinds, authors = _kinds(record), _authors(record)
    kind = kinds.get(query.get(SHOW, ""), Q())
    author = authors.get(query.get(BY, ""), Q())
    asked = {"all": kind & author, "of_kind": author, "of_author": kind}
    asked |= {f"show_{name}": rule & author for name, rule in kinds.items()}
    asked |= {f"by_{name}": rule & kind for name, rule in authors.items()}
    counting = {name: Count("pk", filter=rule or None) for name, rule in asked.items()}
    counts = changes.order_by().aggregate(**counting)
    return Narrowed(
        changes.filter(kind & author),
        counts["all"],
        _choices(SHOW, kind_labels(record), counts, counts["of_kind"], query),
        _choices(BY, author_labels(record), counts, counts["of_author"], query),
    )


def _choices(
    name: str, labels: dict[str, str], counts: dict[str, int], total: int, query: QueryDict
) -> list[Choice]:
    """Those that leave anything, and the one chosen, after "all"."""
    chosen = query.get(name, "")
    chosen = chosen if chosen in labels else ""
    base = _kept(query)
    found = [
        Choice(pgettext("choice of a filter", "all"), total, without(base, name) or "?", not chosen)
    ]
    for value, label in labels.items():
        if (count := counts[f"{name}_{value}"]) or value == chosen:
            found.append(Choice(label, count, with_value(base, name, value), value == chosen))
    return found


def _kept(query: QueryDict) -> QueryDict:
    """The parameters of a narrower list alone."""
    kept = QueryDict(mutable=True)
    for name in (SHOW, BY):
        if query.get(name):
            kept[name] = query[name]
    return kept


def kind_labels(record: Record) -> dict[str, str]:
    labels = {"figures": _("figures"), "texts": _("texts")}
    if any(isinstance(field.kind, FileRows) for field in record.fields):
        labels["files"] = _("photos and documents")
    return labels | {"confirmed": _("confirmations"), "reverted": _("taken back")}


def author_labels(record: Record) -> dict[str, str]:
    office = _("the zone") if record.has_keepers else _("its office")
    mi, readers = _("the Mekong Institute"), _("readers")
    return {"office": office, "country": _("the country"), "mi": mi, "readers": readers}


def _kinds(record: Record) -> dict[str, Q]:
    """The rules of what a change is about; one may be about several."""
    files = [one for one in record.fields if isinstance(one.kind, FileRows)]
    figures = [one for one in record.fields if is_figure(one)]
    texts = [one for one in record.fields if one not in files and one not in figures]
    kinds = {"figures": _changes(figures), "texts": _changes(texts)}
    if files:
        kinds["files"] = _changes(files)
    ends = {"confirmed": Q(origin=Origin.CONFIRMATION), "reverted": Q(origin=Origin.REVERT)}
    return kinds | ends


def is_figure(field: Field) -> bool:
    return field.is_number and not isinstance(field.kind, Degrees)


def _changes(fields: Iterable[Field]) -> Q:
    keys = [field.key for field in fields]
    return Q(changes__has_any_keys=keys) if keys else Q(pk__in=[])


def _authors(record: Record) -> dict[str, Q]:
    """The rules of whose act a change is: its origin says it, or what its author is or was."""
    by_act = ~(OF_COUNTRY | OF_MI)
    of_mi = Q(author__in=_staff())
    of_country = Q(author__in=_holders(Role.FOCAL_POINT)) & ~of_mi
    of_office = Q(author__in=_holders(Role.OFFICIAL)) & ~of_mi & ~of_country
    return {
        "office": by_act & (of_office | GONE),
        "country": OF_COUNTRY | (by_act & of_country),
        "mi": OF_MI | (by_act & of_mi),
        "readers": Q(origin=Origin.PROPOSAL, office_is_verified=False),
    }


def _holders(role: Role) -> "QuerySet[Appointment]":
    return Appointment.objects.filter(role=role).order_by().values("user")


def _staff() -> "QuerySet[User]":
    staff = Q(is_superuser=True) | Q(pk__in=_holders(Role.MODERATOR))
    return User.objects.filter(staff).order_by().values("pk")
