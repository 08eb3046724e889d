"""What a list or a workbook brings in: whose rows it may change, and that nothing goes half."""

from tests.mutants import Mutant

SENDING = "sez_portal/records/workbooks/sending.py"

LISTS_FROM_ELSEWHERE = [
    Mutant(
        SENDING,
        "    if found.open_doubts:",
        "    if found.doubts is None:",
        "test_lists.py::test_a_workbook_adds_zones_on_a_sheet_of_their_own",
    ),
    Mutant(
        SENDING,
        "if not SentWorkbook.objects.filter(pk=pk, state=WorkbookState.SENDING).exists():",
        "if not SentWorkbook.objects.filter(pk=pk).exists():",
        "test_lists.py::test_what_was_taken_up_anew_is_not_sent_by_the_old_work",
    ),
    Mutant(
        "sez_portal/records/workbooks/answers.py",
        "        if key in self.allowed:",
        "        if key in self.rows:",
        "test_list_cells.py::test_a_key_of_another_country_and_one_told_twice_are_named",
    ),
    Mutant(
        "sez_portal/records/desk/workbook_preview.py",
        "if origin_of(by, side_of(record, row, by)) != Origin.MI",
        "if origin_of(by, side_of(record, row, by)) != Origin.SEED",
        "test_lists.py::test_the_institute_is_not_told_that_its_changes_are_live",
    ),
    Mutant(
        "sez_portal/records/workbooks/lines.py",
        "        if key in self.taken:",
        "        if key not in self.rows:",
        "test_list_cells.py::test_a_key_of_another_country_and_one_told_twice_are_named",
    ),
]
