"""What was typed is kept, for its author alone; what is confirmed was looked at; mails."""

from tests.mutants import Mutant

BASKET, STATEMENT = (
    "sez_portal/records/services/basket.py",
    "sez_portal/records/services/statement.py",
)
FIGURES, DIGESTS = "sez_portal/records/desk/figures.py", "sez_portal/records/digests.py"
RULES = "sez_portal/records/permissions.py"

DESK = "sez_portal/records/desk/propose.py"
DESK_BASKET = "sez_portal/records/desk/basket.py"
CLASHES = "sez_portal/records/admin/forms.py"

TYPED = [
    Mutant(
        CLASHES,
        "            self._leave_alone(name)",
        "            pass",
        "test_admin_clashes.py::test_theirs_is_left_as_it_is_and_the_rest_is_saved",
    ),
    Mutant(
        CLASHES,
        "elif choice != MINE and name",
        "elif choice is MINE and name",
        "test_admin_clashes.py::test_who_does_not_choose_is_asked_again",
    ),
    Mutant(
        BASKET,
        "if revision is not None and draft.revision != revision and",
        "if revision is None and",
        "test_basket.py::test_another_window_does_not_overwrite_what_is_saved",
    ),
    Mutant(
        BASKET,
        "found = Draft.objects.filter(author=by, record=",
        "found = Draft.objects.filter(record=",
        "test_basket.py::test_a_basket_is_for_its_owner_alone",
    ),
    Mutant(
        BASKET,
        'require(by, "reopen", submission)',
        "pass",
        "test_basket.py::test_a_basket_is_for_its_owner_alone",
    ),
    Mutant(
        STATEMENT,
        "elif name in waiting and told.values[name] != now:",
        "elif name not in waiting and told.values[name] != now:",
        "test_basket.py::test_another_window_neither_drops_nor_overwrites_what_waits",
    ),
    Mutant(
        STATEMENT,
        "            untouched.append(name)\n        elif",
        "            pass\n        elif",
        "test_basket.py::test_another_window_neither_drops_nor_overwrites_what_waits",
    ),
    Mutant(
        DESK,
        'typed_of(request.POST) | {OPENED: [form.data.get(OPENED, "")]},',
        "typed_of(request.POST),",
        "test_own_windows.py::test_so_it_does_when_a_check_asked_first",
    ),
    Mutant(
        DESK_BASKET,
        "if key not in _left_as_opened(record, obj, form)]",
        "]",
        "test_own_windows.py::test_so_it_does_when_it_was_saved_and_sent_from_the_basket",
    ),
    Mutant(
        STATEMENT,
        "                self.pieces.pop(name, None)",
        "                pass",
        "test_own_windows.py::test_a_figure_that_waits_and_is_put_back_is_taken_out",
    ),
    Mutant(
        STATEMENT,
        "if name in changes or _says(given)}",
        "}",
        "test_own_windows.py::test_nobody_dates_or_confirms_what_is_not_known",
    ),
    Mutant(
        "sez_portal/records/models/submission.py",
        'any(piece["state"] != State.KNOWN for',
        'any(piece["state"] in UNSAID for',
        "test_own_windows.py::test_what_an_earlier_day_left_so_waits_for_a_person",
    ),
]
LOOKED_AT_AND_MAILED = [
    Mutant(
        FIGURES,
        "if figure.tick in ticked]",
        "]",
        "test_confirming.py::test_only_what_is_due_is_ticked_and_only_what_is_ticked_confirmed",
    ),
    Mutant(
        FIGURES,
        "self.fact.mark.state == Freshness.DUE",
        "self.fact.mark.is_overdue",
        "test_confirming.py::test_only_what_is_due_is_ticked_and_only_what_is_ticked_confirmed",
    ),
    Mutant(
        RULES,
        "(_mine(user) & Q(origin=Origin.CONFIRMATION))",
        "Q(origin=Origin.CONFIRMATION)",
        "test_confirming.py::test_a_mistaken_confirmation_is_taken_back_by_who_made_it",
    ),
    Mutant(
        DIGESTS,
        "sent_at__gt=now - PAUSE).exists()",
        "sent_at__gt=now).exists()",
        "test_notices.py::test_what_comes_within_an_hour_is_one_mail",
    ),
    Mutant(
        DIGESTS,
        "if had_one and not _is_asked(person):",
        "if had_one:",
        "test_notices.py::test_a_question_goes_out_at_once_with_all_that_is_pending",
    ),
    Mutant(
        DIGESTS,
        "return row.submission.status == SubmissionStatus.WAITING",
        "return True",
        "test_notices.py::test_what_no_longer_waits_is_not_told",
    ),
    Mutant(
        DIGESTS,
        "if row is not None and row.is_public:",
        "if row is not None:",
        "test_notices.py::test_of_a_page_that_nobody_sees_it_does_not_say_that_it_is_there",
    ),
    Mutant(
        "zones/desk_files.py",
        "kind.merged(self.now[name], self._opened(kind, name), sound)",
        "kind.merged(self.now[name], self.now[name], sound)",
        "test_files_windows.py::test_an_old_window_keeps_what_its_author_sent_since",
    ),
]
