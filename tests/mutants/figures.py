"""What a figure rests on, what it adds up to, which zones and pages it stands on."""

from tests.mutants import Mutant

ENDINGS, FACTS = "sez_portal/records/evidence/endings.py", "sez_portal/records/evidence/facts.py"
WRITING, SCHEDULE = "sez_portal/records/evidence/writing.py", "countries/schedule.py"
IN_FORCE, COST = "countries/in_force.py", "investors/calculators/cost/engine.py"
BEST, FILTERS = "zones/incentives/best_case.py", "zones/filters.py"
ELIGIBILITY, COMBINING = "zones/incentives/eligibility.py", "zones/incentives/combining.py"
PAGES, BESIDE = "sez_portal/records/page_cache.py", "sez_portal/records/form_evidence.py"

EVIDENCE = [
    Mutant(
        BESIDE,
        'if told["speaks_of"] == preset and not (is_new or is_sent_again):',
        'if told["speaks_of"] == "" == preset:',
        "test_form_knows.py::test_what_is_typed_is_of_the_year_that_stands_there",
    ),
    Mutant(
        ENDINGS,
        "if not record.is_measured(field):",
        "if not record:",
        "test_evidence_ends.py::test_words_and_places_are_replaced_not_contradicted",
    ),
    Mutant(
        ENDINGS,
        "(_is_by_the_same(former, new) or _is_of_a_later_year(former, new))",
        "_is_of_a_later_year(former, new)",
        "test_evidence_ends.py::test_a_correction_by_the_same_office_is_no_contradiction",
    ),
    Mutant(
        ENDINGS,
        "(_is_by_the_same(former, new) or _is_of_a_later_year(former, new))",
        "_is_by_the_same(former, new)",
        "test_evidence_ends.py -k figures_of_later_years_by_other_pages",
    ),
    Mutant(
        ENDINGS,
        "new.speaks_of[:4] > former.speaks_of[:4]",
        "new.speaks_of[:4] >= former.speaks_of[:4]",
        "test_evidence_ends.py::test_a_figure_confirmed_twice_is_told_once",
    ),
    Mutant(
        ENDINGS,
        'if not _is_by_the_same(former, new):\n        return ""',
        "if not former:\n        return str()",
        "test_evidence_ends.py::test_another_source_stands_on_and_each_value_is_told_once",
    ),
    Mutant(
        WRITING,
        'and row.value == change["to"]',
        "and False",
        "test_evidence_ends.py::test_a_confirmation_of_what_was_taken_back_goes_with_it",
    ),
    Mutant(
        FACTS,
        ".exclude(ending=Ending.WITHDRAWN)",
        "",
        "test_evidence_ends.py -k taken_back_is_gone",
    ),
    Mutant(
        FACTS,
        "if not piece.ending and piece.value != value]",
        "if piece.value != value]",
        "test_evidence_ends.py::test_a_correction_by_the_same_office_is_no_contradiction",
    ),
    Mutant(
        FACTS,
        "if shown and shown.state == State.WITHHELD:",
        "if shown and shown.state == State.KNOWN:",
        "test_still_true.py::test_the_page_says_why_it_is_withheld",
    ),
    Mutant(
        "sez_portal/records/models/evidence.py",
        "add_months(start, 2 * self.months)",
        "add_months(start, self.months)",
        "test_evidence.py::test_due_and_stale",
    ),
]

SCHEDULES = [
    Mutant(
        SCHEDULE,
        "nth_year <= terms.rate_years\n",
        "nth_year < terms.rate_years\n",
        "test_schedule.py -k a_worked_example",
    ),
    Mutant(
        SCHEDULE,
        "calendar > terms.until",
        "calendar >= terms.until",
        "test_stretches.py -k a_rate_until_2030",
    ),
    Mutant(
        SCHEDULE,
        "begun = over if terms.after else 0",
        "begun = 0",
        "test_schedule.py -k a_worked_example",
    ),
    Mutant(
        SCHEDULE,
        "best.cap_usd - saved.get(best.key, Decimal(0))",
        "best.cap_usd",
        "test_schedule_rules.py::test_a_cap_limits_what_is_saved",
    ),
    Mutant(
        SCHEDULE,
        "others = [] if best.off_pct == HUNDRED else keys",
        "others = keys",
        "test_schedule_rules.py::test_two_that_hold_together_give_half_of_the_reduced_rate",
    ),
    Mutant(
        SCHEDULE,
        "key=lambda relief: relief.rate_pct or 0)[:1]",
        "key=lambda relief: -(relief.rate_pct or 0))[:1]",
        "test_schedule_rules.py::test_of_two_rates_the_lower_one_is_paid",
    ),
    Mutant(
        IN_FORCE,
        "if end and end < first:",
        "if end and end <= first:",
        "test_in_force.py::test_a_day_of_a_rule",
    ),
    Mutant(
        IN_FORCE,
        "incentive.new_projects == NewProjects.NO and not is_over",
        "incentive.new_projects == NewProjects.NO",
        "test_in_force.py::test_a_day_of_a_rule",
    ),
    Mutant(
        "countries/competence.py",
        "if not keys & set(row.gives_way_to)]",
        "]",
        "test_competence.py -k a_row_is_for_as_many_zones",
    ),
    Mutant(
        "countries/competence.py",
        "return 0 if place.key in row.named_zones else 1",
        "return 1",
        "test_competence.py::test_the_nearer_goes_first_whatever_the_order",
    ),
    Mutant(
        "countries/legal_readings.py",
        "said_by is not None and reading.words in _text(said_by)",
        "said_by is not None",
        "test_schedule.py::test_an_edited_record_is_not_computed_by_what_it_used_to_say",
    ),
    Mutant(
        ELIGIBILITY,
        "if place.key in incentive.excludes_zone_keys or place",
        "if place",
        "test_in_force.py::test_what_is_excluded_is_excluded_whatever_else_fits",
    ),
    Mutant(
        ELIGIBILITY,
        "tied = incentive.scope == IncentiveScope.ZONE_TYPE or any(limits(incentive))",
        "tied = any(limits(incentive))",
        "test_in_force.py -k how_near_to_the_zone",
    ),
    Mutant(
        BEST,
        "for plan in plans if not plan.is_doubtful]",
        "for plan in plans]",
        "test_best_case.py::test_a_zone_whose_rules_are_not_confirmed_has_the_next_ones",
    ),
    Mutant(
        BEST,
        "(level(case.lead), case.outcome.most.tax_usd())",
        "case.outcome.most.tax_usd()",
        "test_best_case.py::test_a_rule_of_the_zone_goes_before_a_better_one_of_the_country",
    ),
    Mutant(
        COMBINING,
        "if question.sector and incentive.sectors and question.sector not in incentive.sectors:",
        "if question.sector and incentive.sectors is None:",
        "test_schedule.py::test_what_is_not_computed_says_why",
    ),
    Mutant(
        COMBINING,
        "            if incentive.beneficiary != Beneficiary.INVESTOR:\n                continue\n",
        "",
        "test_schedule.py -k rules_for_developers",
    ),
]

COSTS = [
    Mutant(
        COST,
        "_rounded(low * min(share, once), high * max(share, once))",
        "_rounded(low * share, high * share)",
        "test_cost.py::test_land_is_normalised_to_ten_years",
    ),
    Mutant(
        COST,
        "len(self.unknown) * MOST_MISSING > len(self.lines)",
        "len(self.unknown) * MOST_MISSING >= len(self.lines)",
        "test_cost.py::test_only_sums_of_the_same_parts_are_ranked",
    ),
    Mutant(
        COST,
        "by_unknown.setdefault(zone_cost.unknown, [])",
        "by_unknown.setdefault((), [])",
        "test_cost.py::test_only_sums_of_the_same_parts_are_ranked",
    ),
    Mutant(
        "investors/calculators/match/engine.py",
        "equalled = bisect_right(self.known, value)",
        "equalled = bisect_left(self.known, value)",
        "test_match.py::test_the_best_has_a_hundred_and_the_unknown_nothing",
    ),
    Mutant(
        "investors/calculators/match/engine.py",
        "better + 1, len(self) - worse)",
        "better, len(self) - worse)",
        "test_match.py::test_places_are_ranges_and_equals_share_theirs",
    ),
    Mutant(
        "investors/calculators/match/engine.py",
        "self.known_among(positions) * FEWEST >= len(positions)",
        "self.known_among(positions) * FEWEST > 0",
        "test_match.py::test_a_criterion_known_of_under_a_fifth_is_not_known_enough",
    ),
    Mutant(
        "countries/costs.py",
        "for is_weak in (False, True):",
        "for is_weak in (True, False):",
        "test_costs.py::test_a_weak_source_does_not_stand_while_a_better_one_does",
    ),
]

FOUND_BY_FILTERS = [
    Mutant(
        FILTERS,
        "anywhere |= Q(further_provinces__contains=wrapped(key))",
        "pass",
        "test_filters.py::test_a_zone_in_several_provinces_is_found_in_each",
    ),
    Mutant(
        FILTERS,
        '~Q(border__in=("", GatewayStatus.OPEN))',
        "~Q(border=GatewayStatus.OPEN)",
        "test_marks.py -k both_choices",
    ),
    Mutant(
        "zones/near_filter.py",
        "distance_km=distance).filter(distance_km__lte=km)",
        "distance_km=distance).filter(distance_km__lt=km + 9)",
        "test_filters.py::test_near_agrees_with_the_haversine",
    ),
    Mutant(
        FILTERS,
        "zones.filter(confirmed_on__gte=since)",
        "zones.exclude(confirmed_on__lt=since)",
        "test_filters.py::test_confirmed_within",
    ),
    Mutant(
        "investors/alerts/changes.py",
        "version__gt=search.last_version, ",
        "",
        "test_alerts.py -k a_second_run_sends_nothing_more",
    ),
]

KEPT_PAGES = [
    Mutant(
        PAGES,
        "for scope in (*scopes, EVERYWHERE))",
        "for scope in scopes)",
        "test_page_cache.py -k no_page_is_stale",
    ),
    Mutant(
        PAGES,
        "hashed(dates.today(), wants_part(request), request.path, query)",
        "hashed(wants_part(request), request.path, query)",
        "test_page_cache.py::test_the_next_day_is_another_page",
    ),
    Mutant(
        PAGES,
        "hashed(dates.today(), wants_part(request), request.is_secure()",
        "hashed(dates.today(), request.is_secure()",
        "test_page_cache.py::test_the_list_alone_is_not_the_page",
    ),
    Mutant(
        PAGES,
        "    visitor.user = AnonymousUser()\n",
        "",
        "test_page_cache.py::test_a_body_is_made_as_a_visitor_sees_it",
    ),
    Mutant(
        PAGES,
        'newest(self.scopes, versions) <= self.made_at <= versions.get("", 0)',
        'self.made_at <= versions.get("", 0)',
        "test_page_cache.py::test_a_change_of_any_record_shows_at_once",
    ),
    Mutant(
        "sez_portal/records/services/campaign_progress.py",
        "if sent.origin == Origin.REVERT:",
        "if False:",
        "test_campaigns.py -k counted_from",
    ),
]
