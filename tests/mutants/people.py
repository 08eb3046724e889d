"""Who gives, sets, ends and hands over roles; who closes which account."""

from tests.mutants import Mutant

RULES, SERVICES = "sez_portal/accounts/permissions.py", "sez_portal/accounts/services.py"
CLOSING, SITE = "sez_portal/accounts/closing.py", "sez_portal/site/closing.py"

PEOPLE = [
    Mutant(
        RULES,
        "role == Role.OFFICIAL and zone_key in roles_of(user).zones",
        "role == Role.OFFICIAL and bool(roles_of(user).zones)",
        "test_people.py -k invites_a_colleague",
    ),
    Mutant(
        RULES,
        "return theirs_to_keep(user) & ~Q(user=user.pk)",
        "return theirs_to_keep(user)",
        "test_mandates.py -k sets_their_own_dates",
    ),
    Mutant(
        RULES,
        "return theirs_to_keep(user) | Q(invited_by=user.pk) if roles else NONE",
        "return ALL if roles else NONE",
        "test_people.py -k invitations_of_others",
    ),
    Mutant(
        RULES,
        "own = Q(user=user.pk) | Q(role=Role.OFFICIAL, zone_key__in=roles.zones)",
        "own = Q(role=Role.OFFICIAL)",
        "test_desk_access.py -k 'role and elsewhere'",
    ),
    Mutant(
        SERVICES,
        '    _demand_other_person(by, invitation.email)\n    take_turn(f"inv',
        '    take_turn(f"inv',
        "test_people.py -k offer_to_themself",
    ),
    Mutant(
        SERVICES,
        'more["mandate_until"] = _last_day_of(by, zone_key)',
        "pass",
        "test_people.py -k invites_a_colleague",
    ),
    Mutant(
        SERVICES,
        'if not _may_offer(by, invitation):\n        raise PermissionDenied("send',
        'if by is None:\n        raise PermissionDenied("send',
        "test_people.py -k no_longer_holds",
    ),
    Mutant(
        "sez_portal/accounts/mandates.py",
        "if row.ends_on and row.ends_on <= dates.today():",
        "if row.ends_on is None and row.ends_on == dates.today():",
        "test_mandates.py -k come_back_by_its_dates",
    ),
    Mutant(
        "sez_portal/accounts/mandates.py",
        "if appointment.user_id != by.pk:",
        "if appointment.user_id is None:",
        "test_mandates.py -k sets_their_own_dates",
    ),
    Mutant(
        CLOSING,
        "is_superuser=True).exists() and not others.exists()",
        "is_superuser=True).exists() and others is None",
        "test_account_closing.py -k last_administrator",
    ),
    Mutant(
        SITE,
        "@login_required\n@reauthentication_required\n",
        "@login_required\n",
        "test_account_closing.py -k asked_again",
    ),
    Mutant(
        SITE,
        "if refusal := unless_shown_just_now(request):",
        "if refusal := None:",
        "test_account_closing.py -k password_alone",
    ),
    Mutant(
        "sez_portal/accounts/admin.py",
        "if is_active and self.instance.is_given_up:",
        "if is_active and self.instance is None:",
        "test_account_closing.py -k not_opened_again",
    ),
]
