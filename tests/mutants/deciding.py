"""What goes live and what waits, who was faster, what a decision needs."""

from tests.mutants import Mutant

POLICY, CONFIRM = "sez_portal/records/policy.py", "sez_portal/records/services/confirm.py"
APPLY, EDIT = "sez_portal/records/services/apply.py", "sez_portal/records/services/edit.py"
DECIDE, PROPOSE = "sez_portal/records/services/decide.py", "sez_portal/records/services/propose.py"
ROW_ACTS = "sez_portal/records/services/row_acts.py"

RULES_OF_POLICY = [
    Mutant(
        POLICY,
        " if record[name].low_risk]",
        "]",
        "test_proposals.py::test_low_risk_fields_go_live_at_once_and_the_rest_waits",
    ),
    Mutant(
        POLICY,
        "if name not in checks and name not in unfounded",
        "if name not in unfounded",
        "test_proposals.py::test_a_figure_of_a_day_to_come_does_not_go_live_at_once",
    ),
    Mutant(
        POLICY,
        "if name not in checks and name not in unfounded",
        "if name not in checks",
        "test_still_true.py -k low_risk",
    ),
    Mutant(
        POLICY,
        "if name in moments and remark.created_at >= moments[name]",
        "if name in moments",
        "test_desk_in_use.py::test_an_endorsement_ends_with_what_is_sent_after_it",
    ),
    Mutant(
        POLICY,
        "unsaid = {name: at for name, at in moments.items() if name not in fields}",
        "unsaid = {} if fields else moments",
        "test_word_of_country.py -k the_rest_waits",
    ),
    Mutant(
        DECIDE,
        "if kind in ANSWERS and not policy.countries_of(proposal)",
        "if kind is ANSWERS and not policy.countries_of(proposal)",
        "test_word_of_country.py -k only_the_country",
    ),
    Mutant(
        "sez_portal/records/desk/field_change.py",
        "or self.is_conflict or self.is_objected",
        "or self.is_conflict",
        "test_word_of_country.py -k not_accepted_with_many",
    ),
    Mutant(
        "sez_portal/records/services/review_drafts.py",
        "rows = Draft.objects.filter(author=by, record=RECORD",
        "rows = Draft.objects.filter(record=RECORD",
        "test_review_drafts.py -k nobody_else",
    ),
    Mutant(
        POLICY,
        "people and row.author_id not in people",
        "people",
        "test_proposals.py::test_the_country_does_not_wait_for_itself",
    ),
    Mutant(
        POLICY,
        "SILENCE_DAYS, off)\n        for",
        "SILENCE_DAYS)\n        for",
        "test_holidays.py",
    ),
    Mutant(
        POLICY,
        "days.items() if not names or name in names",
        "days.items()",
        "test_clocks.py -k keeps_its_day",
    ),
    Mutant(
        PROPOSE,
        "kept.get(name, now)",
        "now",
        "test_clocks.py -k keeps_its_day",
    ),
    Mutant(
        POLICY,
        "working_days(day, today, off) <= DECISION_DAYS",
        "working_days(day, today, off) < DECISION_DAYS",
        "test_proposals.py -k late_is_one_thing",
    ),
    Mutant(
        POLICY,
        "return own | record.sides(",
        "return own & record.sides(",
        "test_shared_rows.py -k either_side_decides",
    ),
]

DECIDING = [
    Mutant(
        DECIDE,
        "ruling.verdict == Verdict.DECLINED and not ruling.reason.strip()",
        "ruling.verdict == Verdict.DECLINED and not ruling.reason",
        "test_proposals.py -k declining_needs_a_reason",
    ),
    Mutant(
        DECIDE,
        "pk=submission.pk, turn=turn, status=SubmissionStatus.WAITING",
        "pk=submission.pk, status=SubmissionStatus.WAITING",
        "test_desk_in_use.py::test_what_is_sent_again_overtakes_whoever_looks_at_it",
    ),
    Mutant(
        DECIDE,
        "if ruling.seen != live[name]]",
        "if live[name] is record]",
        "test_proposals.py::test_a_figure_that_moved_since_the_page_was_opened_is_not_overwritten",
    ),
    Mutant(
        DECIDE,
        "if until and dates.today() < until:",
        "if until and dates.today() <= until:",
        "test_desk_in_use.py -k from_the_very_day",
    ),
    Mutant(
        DECIDE,
        "return until is not None",
        "return False",
        "test_proposals.py::test_the_focal_point_is_waited_for_and_silence_ends",
    ),
    Mutant(
        DECIDE,
        "and not policy.countries_of(proposal) & roles_of(by).countries",
        "and not roles_of(by)",
        "test_desk.py::test_only_the_country_endorses",
    ),
    Mutant(
        DECIDE,
        "if not record.shared or roles_of(by).is_staff:",
        "if record.shared or roles_of(by).is_staff:",
        "test_shared_rows.py::test_the_other_side_puts_no_words_of_its_own_in_their_place",
    ),
    Mutant(
        DECIDE,
        "awaited = proposal.parts.filter(awaits_country=True)",
        "awaited = proposal.parts.none()",
        "test_proposals.py::test_the_page_awaits_the_country_until_it_endorses",
    ),
    Mutant(
        DECIDE,
        "    return said if is_open and all(",
        "    return said if True or all(",
        "test_who_was_faster.py -k not_noted_again",
    ),
    Mutant(
        DECIDE,
        "is_as_seen = kind == RemarkKind.COMMENT or proposal.turn == turn",
        "is_as_seen = proposal.turn == turn",
        "test_who_was_faster.py -k collides_with_nothing",
    ),
    Mutant(
        "sez_portal/records/services/accept_many.py",
        "why = _looked_at(one.submission, by) or ",
        "why = ",
        "test_accept_many.py -k in_between",
    ),
    Mutant(
        "sez_portal/records/desk/queue.py",
        "if one.has_finding or one.first_rival}",
        "if one.is_conflict or one.first_rival}",
        "test_accept_many.py -k has_no_finding",
    ),
    Mutant(
        POLICY,
        "    while add_working_days(day, SILENCE_DAYS, off) > today:",
        "    while add_working_days(day, SILENCE_DAYS, off) >= today:",
        "test_queue.py -k one_thing",
    ),
    Mutant(
        CONFIRM,
        "    names = [name for name in names if name not in waiting]\n",
        "",
        "test_still_true.py::test_still_true_leaves_out_what_waits_and_names_it",
    ),
    Mutant(
        CONFIRM,
        'confirmed_by=office, worded_by=""',
        "confirmed_by=office",
        "test_four_eyes.py::test_only_texts_are_put_in_other_words",
    ),
    Mutant(
        APPLY,
        "fields <= changed or (by_country",
        "fields & changed or (by_country",
        "test_awaiting_country.py -k one_figure_of_two",
    ),
    Mutant(
        APPLY,
        "(by_country and fields",
        "(fields",
        "test_awaiting_country.py::test_other_figures_and_other_people_do_not",
    ),
    Mutant(
        APPLY,
        "        if live[name] != value\n",
        "",
        "test_services.py::test_nothing_is_touched_when_nothing_changes",
    ),
    Mutant(
        APPLY,
        "return not held.is_staff and bool(record.other_sides(",
        "return bool(record.other_sides(",
        "test_shared_rows.py -k not_said_to_wait",
    ),
    Mutant(
        EDIT,
        "if is_all or name in record.guarded}",
        "if is_all}",
        "test_four_eyes.py -k a_caution_falls_only",
    ),
    Mutant(
        EDIT,
        '    require(by, "change", record.model.objects.get(key=key))\n',
        "",
        "test_four_eyes.py -k gives_a_row_away",
    ),
    Mutant(
        "sez_portal/records/services/statement.py",
        "if value not in (start[name], live[name])",
        "if value != live[name]",
        "test_proposals.py::test_what_others_changed_meanwhile_is_no_change_of_the_author",
    ),
    Mutant(
        PROPOSE,
        "        now, waits = [], proposal.fields\n",
        "        pass\n",
        "test_proposals.py::test_a_new_zone_is_proposed_and_accepted",
    ),
    Mutant(
        "sez_portal/records/services/revert.py",
        "if record.guarded & set(values):",
        "if record.guarded - set(values) == set(values):",
        "test_four_eyes.py::test_a_caution_is_not_taken_back_by_one_person",
    ),
    Mutant(
        "sez_portal/records/services/told.py",
        '                require(self.by, "publish", row)\n',
        "                pass\n",
        "test_shared_rows.py::test_neither_side_hides_it_by_saying_that_it_is_another",
    ),
    Mutant(
        "sez_portal/records/services/told.py",
        '            require(self.by, "change", row)\n',
        "",
        "test_row_acts.py::test_nothing_is_done_for_somebody_who_keeps_the_row_no_longer",
    ),
    Mutant(
        ROW_ACTS,
        "    if origin_of(by, side_of(record, obj, by)) == Origin.MI:\n        return True\n",
        "",
        "test_row_acts.py -k institute_asks_waits",
    ),
    Mutant(
        ROW_ACTS,
        "    if record.other_sides(obj, roles_of(by).countries):\n        return True\n",
        "",
        "test_row_acts.py::test_a_row_that_two_countries_share_waits_for_the_other_side",
    ),
    Mutant(
        ROW_ACTS,
        "    return act == RowAct.MERGE and is_shared_with_others(record, obj.key)\n",
        "    return False\n",
        "test_row_acts.py::test_a_zone_of_a_pair_is_made_one_only_when_the_institute_agrees",
    ),
    Mutant(
        ROW_ACTS,
        "    awaits_country(sent, by)  # or it is too early\n",
        "",
        "test_row_acts.py -k institute_asks_waits",
    ),
    Mutant(
        ROW_ACTS,
        "    told._replace(agreed=None).require(locked(get(head.record), head.key))\n",
        "",
        "test_row_acts.py::test_a_row_that_two_countries_share_waits_for_the_other_side",
    ),
    Mutant(
        "sez_portal/records/services/propose.py",
        'author=by, act="")',
        "author=by)",
        "test_row_acts.py::test_what_waits_for_a_row_is_no_basket_for_its_fields",
    ),
    Mutant(
        "sez_portal/records/services/flags.py",
        "or not text.strip():",
        "or not text:",
        "test_reported.py -k answered_with_blanks",
    ),
    Mutant(
        "sez_portal/records/services/flags.py",
        "status == FlagStatus.ACCEPTED and not is_corrected(row)",
        "status == FlagStatus.ACCEPTED and False",
        "test_reported.py -k corrected_is_not_told",
    ),
    Mutant(
        "sez_portal/records/services/accept_many.py",
        " or _contested(one, rivals[one.submission.pk])",
        "",
        "test_accept_many.py -k second_is_held_back",
    ),
    Mutant(
        "sez_portal/records/services/due.py",
        "    return due.exclude(pk__in=_held_up(due))\n",
        "    return due\n",
        "test_to_confirm.py -k no_figure_to_confirm",
    ),
    Mutant(
        "sez_portal/records/checks.py",
        "for cell, column in kind.columns.items()",
        "for cell, column in ()",
        "test_jumps.py -k stated_factor",
    ),
]
