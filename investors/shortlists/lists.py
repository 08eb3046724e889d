"""Several lists of a person who is signed in: which is open, new ones, their names."""

from django.db.models import Count, QuerySet
from django.http import HttpRequest, QueryDict
from django.utils.translation import gettext as _

from investors.models import Shortlist
from investors.shortlists import storage

MOST_LISTS = 20
LONGEST_NAME = 100


def opened(request: HttpRequest) -> Shortlist | None:
    """The open list of who is signed in; None for a visitor, and before anything is kept."""
    if not request.user.is_authenticated:
        return None
    mine = Shortlist.objects.filter(user=request.user.pk)
    number = request.session.get(storage.OPEN)
    return (number and mine.filter(pk=number).first()) or mine.filter(name="").first()


def with_counts(request: HttpRequest) -> QuerySet[Shortlist]:
    """All lists of who is signed in, for their desk, each with its number of `zones`."""
    mine = Shortlist.objects.filter(user=request.user.pk)
    return mine.annotate(zones=Count("items")).order_by("name")


def reopen(request: HttpRequest) -> None:
    """Open the list that the window shows, where another window has opened another since."""
    number = request.POST.get("of", "")
    if not request.user.is_authenticated or not number.isdecimal():
        return
    if Shortlist.objects.filter(user=request.user.pk, pk=number).exists():
        request.session[storage.OPEN] = int(number)


def asked(sent: QueryDict) -> bool:
    return bool({"open", "new", "rename", "delete"} & set(sent))


def change(request: HttpRequest) -> str:
    """Open, begin, name or delete a list as the button says; return what is wrong, or ""."""
    sent = request.POST
    if not request.user.is_authenticated or not asked(sent):
        return ""
    mine = Shortlist.objects.filter(user=request.user.pk)
    if "open" in sent:
        number = sent["open"]
        if number.isdecimal() and mine.filter(pk=number).exists():
            request.session[storage.OPEN] = int(number)
        return ""
    if "delete" in sent:
        return _delete(request)
    return _named(request, mine, is_new="new" in sent)


def _named(request: HttpRequest, mine: QuerySet[Shortlist], *, is_new: bool) -> str:
    """Begin a list of the name that was typed, or give it to the one that is open."""
    name = " ".join(request.POST.get("new_name" if is_new else "list_name", "").split())
    if not name:
        return _("Write a name for the list.")
    if len(name) > LONGEST_NAME:
        return _("A name has at most %(most)s characters.") % {"most": LONGEST_NAME}
    current = storage.open_list(request)
    if mine.filter(name=name).exclude(pk=None if is_new else current.pk).exists():
        return _("You have a shortlist of this name already.")
    return _begin(request, mine, name) if is_new else _rename(request, current, name)


def _rename(request: HttpRequest, current: Shortlist, name: str) -> str:
    current.name = name
    current.save(update_fields=["name"])
    request.session[storage.OPEN] = current.pk  # no longer the one without a name
    return ""


def _begin(request: HttpRequest, mine: QuerySet[Shortlist], name: str) -> str:
    if mine.count() >= MOST_LISTS:
        return _("You have %(most)s lists: delete an empty one first.") % {"most": MOST_LISTS}
    request.session[storage.OPEN] = mine.create(user=request.user, name=name).pk
    return ""


def _delete(request: HttpRequest) -> str:
    """An empty list alone goes, so that nothing is lost by one press."""
    current = storage.open_list(request)
    if current.items.exists():
        return _("Only an empty list can be deleted: take its zones off first.")
    current.delete()
    request.session.pop(storage.OPEN, None)
    return ""
