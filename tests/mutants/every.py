"""All rules that are broken on purpose, each with the name of its list."""

from tests.mutants import Mutant, access, deciding, figures, lists, people, typing

LISTS = {
    "permissions": access.PERMISSIONS,
    "signed links": access.SIGNED_LINKS,
    "people": people.PEOPLE,
    "policy": deciding.RULES_OF_POLICY,
    "deciding": deciding.DECIDING,
    "typed": typing.TYPED,
    "looked at and mailed": typing.LOOKED_AT_AND_MAILED,
    "lists from elsewhere": lists.LISTS_FROM_ELSEWHERE,
    "evidence": figures.EVIDENCE,
    "schedule": figures.SCHEDULES,
    "cost": figures.COSTS,
    "filters": figures.FOUND_BY_FILTERS,
    "kept pages": figures.KEPT_PAGES,
}
MUTANTS: list[tuple[str, Mutant]] = [(name, one) for name, ones in LISTS.items() for one in ones]
