"""Who may do what: permissions, roles, signed links, forms of our own pages."""

from tests.mutants import Mutant

COUNTRIES, ZONES = "countries/permissions.py", "zones/permissions.py"
INVESTORS, RECORDS = "investors/permissions.py", "sez_portal/records/permissions.py"
ACCOUNTS, ROLES = "sez_portal/accounts/permissions.py", "sez_portal/accounts/roles.py"
TOKENS = "sez_portal/common/tokens.py"
UNSENT, LINKS = "sez_portal/common/unsent_forms.py", "investors/enquiries/links.py"

PERMISSIONS = [
    Mutant(
        "sez_portal/records/admin/bulk_actions.py",
        "    return [row for row in rows if row.pk in allowed]",
        "    return rows",
        "test_admin_lists.py -k test_what_only_the_institute_does",
    ),
    Mutant(
        "sez_portal/records/time_machine.py",
        "stood > 0 and self.steps[stood - 1].is_readable",
        "stood > 0",
        "test_history.py::test_what_was_hidden_is_not_seen_through_the_past",
    ),
    Mutant(
        "sez_portal/records/naming.py",
        'rule_of(reader, model, "view")',
        "model.shown() | ~model.shown()",
        "test_history.py::test_the_name_of_a_hidden_row_is_not_told",
    ),
    Mutant(
        "sez_portal/common/access.py",
        "rule(user) if rule else NONE",
        "rule(user) if rule else ALL",
        "test_moderation_access.py::test_zones[delete]",
    ),
    Mutant(
        COUNTRIES,
        'ALL if roles.is_staff else Q(**{f"{column}__in"',
        'ALL if roles else Q(**{f"{column}__in"',
        "test_admin.py::test_each_role_sees_the_rows_it_keeps -k 'Gateway and KH'",
    ),
    Mutant(
        COUNTRIES,
        ", publish=_of_mi)",
        ")",
        "test_sides.py -k test_a_focal_point_takes_neither",
    ),
    Mutant(
        COUNTRIES,
        '_of_the_country("country")(user) | Q(zone_key__in=roles.zones)',
        '_of_the_country("country")(user)',
        "test_desk_more.py -k the_zones_own_services",
    ),
    Mutant(
        ZONES,
        "return Zone.shown() | kept_here",
        "return ALL | kept_here",
        "test_moderation_access.py::test_a_zone_that_is_not_published_is_seen_by_those_who_keep_it",
    ),
    Mutant(
        ZONES,
        "return ALL if roles.is_staff else Q(country__in=roles.countries)",
        "return ALL if roles.is_staff else propose(user)",
        "test_moderation_access.py::test_zones[change]",
    ),
    Mutant(
        ZONES,
        "return ALL if roles_of(user).is_staff else NONE",
        "return change_pair(user)",
        "test_sides.py -k test_a_focal_point_takes_neither",
    ),
    Mutant(
        ZONES,
        "Q(status=ClaimStatus.OPEN) & ~Q(user=user.pk)",
        "Q(status=ClaimStatus.OPEN)",
        "test_claims.py::test_nobody_decides_their_own_claim",
    ),
    Mutant(
        INVESTORS,
        "zone__country__in=roles.countries, country_at__isnull=False",
        "zone__country__in=roles.countries",
        "test_enquiry_access.py::test_who_sees_and_answers_what -k 'point and zone'",
    ),
    Mutant(
        INVESTORS,
        "    if roles.is_moderator:\n        reached",
        "    if roles.is_staff:\n        reached",
        "test_enquiry_access.py::test_who_sees_and_answers_what -k 'administrator and MI'",
    ),
    Mutant(
        INVESTORS,
        "view(user) & ~Q(status=ThreadStatus.CLOSED)",
        "view(user)",
        "test_enquiry_access.py::test_who_sees_and_answers_what -k 'moderator and closed'",
    ),
    Mutant(
        INVESTORS,
        "note(user) & ~Q(enquiry__user=user.pk) if",
        "note(user) if",
        "test_enquiry_access.py::test_nobody_answers_what_they_asked_themselves",
    ),
    Mutant(
        INVESTORS,
        "return Q(user=user.pk) if user.is_authenticated else NONE",
        "return ALL",
        "test_alerts.py::test_an_account_needs_no_link_and_has_a_list",
    ),
    Mutant(
        RECORDS,
        "return _mine(user) & (Q(status__in=CAME_BACK) | rest_waits)",
        "return Q(status__in=CAME_BACK) | rest_waits",
        "test_moderation_access.py::test_submissions[declined-reopen]",
    ),
    Mutant(
        RECORDS,
        "return _mine(user) & Q(status__in=OPEN)",
        "return _mine(user)",
        "test_moderation_access.py::test_submissions[accepted-withdraw]",
    ),
    Mutant(
        RECORDS,
        "return waiting if held.is_staff else waiting & kept_by(held.countries)",
        "return waiting if held else waiting & kept_by(held.countries)",
        "test_moderation_access.py::test_submissions[waiting-endorse]",
    ),
    Mutant(
        RECORDS,
        "    waiting = WAITING & ~_mine(user)\n    if held.is_staff:",
        "    waiting = WAITING\n    if held.is_staff:",
        "test_moderation_access.py -k nobody_decides_or_endorses",
    ),
    Mutant(
        RECORDS,
        "of_mi = Q(origin=Origin.MI) & kept_by",
        "of_mi = kept_by",
        "test_moderation_access.py::test_submissions[waiting-decide]",
    ),
    Mutant(
        RECORDS,
        " & ~Q(changes__has_any_keys=guarded)",
        "",
        "test_four_eyes.py -k a_caution_falls_only",
    ),
    Mutant(
        RECORDS,
        " & ~Q(record__in=shared)",
        "",
        "test_shared_rows.py -k neither_side_takes_back",
    ),
    Mutant(
        RECORDS,
        'Q(audience=Audience.EVERYBODY, key__in=rows.values("key"))',
        'Q(key__in=rows.values("key"))',
        "test_hidden.py::test_what_was_changed_before_a_row_was_published_stays_unread",
    ),
    Mutant(
        RECORDS,
        "return live & Q(country__in=roles_of(user).countries)",
        "return live",
        "test_awaiting_country.py::test_only_the_country_confirms",
    ),
    Mutant(
        ACCOUNTS,
        "role == Role.OFFICIAL and country in roles.countries",
        "role == Role.OFFICIAL",
        "test_invitations.py",
    ),
    Mutant(
        ACCOUNTS,
        "return ~Q(role=Role.MODERATOR)",
        "return ALL",
        "test_invitations.py",
    ),
    Mutant(
        ROLES,
        "return Roles(zones=granted.zones)",
        "return granted",
        "test_second_factor_session.py -k with_the_password_alone",
    ),
    Mutant(
        ROLES,
        "confirms=nearness(nearest) < OF_ANOTHER",
        "confirms=True",
        "test_unverified_office.py -k an_official_of_another_zone",
    ),
]

SIGNED_LINKS = [
    Mutant(
        TOKENS,
        "max_age=None if days is None else days * DAY",
        "max_age=None",
        "test_enquiries.py::test_a_link_expires_and_is_for_one_purpose",
    ),
    Mutant(
        LINKS,
        '"enquiry-verify", "enquiry-read", "enquiry-asked"',
        '"enquiry", "enquiry", "enquiry"',
        "test_signed_links.py -k opens_what_it_was_made_for",
    ),
    Mutant(
        LINKS,
        "enquiry if enquiry and enquiry.verified_at else None",
        "enquiry",
        "test_enquiries.py::test_a_link_expires_and_is_for_one_purpose",
    ),
    Mutant(
        TOKENS,
        "row if row and second_of(row.created_at) == named[1] else None",
        "row",
        "test_signed_links.py -k link_to_an_enquiry_opens_no_other",
    ),
    Mutant(
        TOKENS,
        "row if row and second_of(row.created_at) == named[1] else None",
        "row",
        "test_signed_links.py -k link_to_a_search_opens_no_other",
    ),
    Mutant(
        "investors/alerts/services.py",
        "CONFIRM: CONFIRM_DAYS, ",
        "",
        "test_signed_links.py -k the_link_that_begins",
    ),
    Mutant(
        "sez_portal/records/services/confirm.py",
        "filter(pk=link.pk, user=by)",
        "filter(pk=link.pk)",
        "test_signed_links.py -k spent_once",
    ),
    Mutant(
        "sez_portal/records/services/confirm.py",
        "usable().filter(pk=link.pk, user=by)",
        "filter(pk=link.pk, user=by)",
        "test_signed_links.py -k spent_once",
    ),
    Mutant(
        "sez_portal/records/services/confirm.py",
        "same.usable(now).update(revoked_at=now)",
        "same.usable(now)",
        "test_reminders.py::test_after_a_week_it_is_asked_again_and_the_old_links_are_void",
    ),
    Mutant(
        "investors/shortlists/storage.py",
        "except signing.BadSignature:\n        raise Tampered from None",
        "except ZeroDivisionError:\n        raise Tampered from None",
        "test_shortlist.py::test_a_tampered_link_is_refused_kindly",
    ),
    Mutant(
        "investors/shortlists/storage.py",
        'Q(pk=number) | Q(name=""), user=request.user.pk',
        'Q(pk=number) | Q(name="")',
        "test_shortlist_work.py::test_the_list_of_another_cannot_be_opened",
    ),
    Mutant(
        "sez_portal/common/same_origin.py",
        'origin in ours and site == "same-origin"',
        "origin in ours",
        "test_shortlist.py::test_a_form_of_another_site_is_refused",
    ),
    Mutant(
        "sez_portal/common/same_origin.py",
        'origin in ours and site == "same-origin"',
        'site == "same-origin"',
        "test_shortlist.py::test_a_form_of_another_site_is_refused",
    ),
    Mutant(
        UNSENT,
        'request.method != "POST" or not is_ours(request)',
        'request.method != "POST"',
        "test_unsent.py -k a_ticket_lets_in",
    ),
    Mutant(
        UNSENT,
        "return signed == _digest(request.get_full_path(), typed_values(request))",
        "return bool(signed)",
        "test_unsent.py -k a_ticket_lets_in",
    ),
    Mutant(
        UNSENT,
        ", max_age=HOURS * 3600",
        "",
        "test_signed_links.py -k offered_again",
    ),
    Mutant(
        "sez_portal/common/links.py",
        "if isinstance(address, ipaddress.IPv6Address) and (inner := _wrapped(address)):",
        "if inner := None:",
        "test_links.py -k only_wrap",
    ),
    Mutant(
        "zones/map/views.py",
        '"form-action": [NONE]',
        '"script-src": ["*"]',
        "test_map.py -k other_sites_may_stand",
    ),
    Mutant(
        "sez_portal/settings.py",
        '"frame-ancestors": [NONE]',
        '"frame-ancestors": ["*"]',
        "test_map.py -k no_other_page_may_stand",
    ),
    Mutant(
        RECORDS,
        "own = Q(country__in=held.countries, is_of_institute=False)",
        "own = Q(country__in=held.countries)",
        "test_campaigns.py -k what_the_institute_opened",
    ),
    Mutant(
        RECORDS,
        "change_campaign(user) | (Q(opened_at__isnull=False) & asked)",
        "ALL",
        "test_desk_access.py -k 'campaign and focal'",
    ),
    Mutant(
        "sez_portal/records/desk/campaigns.py",
        "within(None if held.is_staff else held.countries)",
        "within(None)",
        "test_campaign_pages.py -k follows_the_rows",
    ),
    Mutant(
        "sez_portal/records/models/public_notice.py",
        "published_at__isnull=False, taken_back_at=None, from_day__lte=day",
        "published_at__isnull=False, from_day__lte=day",
        "test_public_notices.py -k shows_it_at_once",
    ),
    Mutant(
        RECORDS,
        "return ALL if roles_of(user).is_staff else NONE\n",
        "return ALL\n",
        "test_public_notices.py -k only_the_institute",
    ),
]
