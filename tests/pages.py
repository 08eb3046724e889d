"""Every address of the portal with sample keys: what the tests of pages walk over."""

from typing import NamedTuple

from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import translation


def text(answer) -> str:
    return answer.content.decode()


def refused(client, address: str, data: dict):
    """The page on which a form stands again that was not taken, and whose words are kept: reached
    by GET, so that Back and reload find it too."""
    answer = client.post(address, data)
    assert (answer.status_code, answer.url) == (302, f"{address}#faults"), answer.content.decode()
    page = client.get(address)
    assert page.status_code == 200
    return page


def in_one_line(answer) -> str:
    """The page with one blank wherever its template breaks a line."""
    return " ".join(text(answer).split())


class Sample(NamedTuple):
    args: tuple[str, ...] = ()
    expected: int = 200
    html: bool = True


SAMPLES = {
    "health": Sample(html=False),
    "favicon": Sample(expected=302, html=False),
    "robots": Sample(html=False),
    "sitemap": Sample(html=False),
    "zones-map": Sample(html=False),
    "api-root": Sample(html=False),
    "api-openapi": Sample(html=False),
    "api-changes": Sample(html=False),
    "api-rows": Sample(("zones",), html=False),
    "api-export": Sample(("zones", "csv"), html=False),
    "api-row": Sample(("zones", "la-savan-seno"), html=False),
    "api-docs": Sample(),
    "data": Sample(),
    "data-catalogue": Sample(html=False),
    "released-file": Sample(("2026-01", "SHA256SUMS"), expected=404, html=False),
    "zone-share": Sample(("la-savan-seno",), html=False),
    "connectivity-map": Sample(html=False),
    "updates-atom": Sample(html=False),
    "home": Sample(),
    "search": Sample(),
    "search-suggestions": Sample(html=False),
    "zones": Sample(),
    "zone": Sample(("la-savan-seno",)),
    "zone-on-map": Sample(("la-savan-seno",), html=False),
    "embed-map": Sample(html=False),  # no page of ours around it: tests/test_map.py
    "zone-history": Sample(("la-savan-seno",)),
    "stories": Sample(),
    "story": Sample(("near-a-main-seaport",)),
    "countries": Sample(),
    "country": Sample(("lao-pdr",)),
    "incentives": Sample(),
    "incentive": Sample(("kh-loi-income-tax-holiday",)),
    "centres": Sample(),
    "centre": Sample(("kh-cdc-one-stop",)),
    "procedure": Sample(("kh-company-registration",)),
    "connectivity": Sample(),
    "corridor": Sample(("nsec-western-boten",)),
    "gateway": Sample(("th-airport-bkk",)),
    "cross-border": Sample(("mohan-boten",)),
    "tool-incentives": Sample(),
    "tool-cost": Sample(),
    "tool-cost-xlsx": Sample(html=False),
    "tool-match": Sample(),
    "compare": Sample(),
    "compare-xlsx": Sample(html=False),
    "shortlist": Sample(),
    "shortlist-state": Sample(html=False),
    "answer-pack": Sample(),
    "answer-pack-xlsx": Sample(html=False),
    "offers": Sample(),
    "country-history": Sample(("lao-pdr",)),
    "incentive-history": Sample(("kh-loi-income-tax-holiday",)),
    "centre-history": Sample(("kh-cdc-one-stop",)),
    "procedure-history": Sample(("kh-company-registration",)),
    "corridor-history": Sample(("nsec-western-boten",)),
    "gateway-history": Sample(("th-airport-bkk",)),
    "cross-border-history": Sample(("mohan-boten",)),
    "updates": Sample(),
    "notices": Sample(),
    "notices-atom": Sample(html=False),
    "notice": Sample(("no-such",), expected=404, html=False),  # tests/test_public_notices.py
    "about": Sample(),
    "data-quality": Sample(),
    "data-quality-csv": Sample(html=False),
    "moderation": Sample(),
    "privacy": Sample(),
    "accessibility": Sample(),
}


class AccountPage(NamedTuple):
    """What a GET answers to a visitor, and to a member: signed in with an authenticator app and
    recovery codes, just now shown. tests/test_accounts_pages.py walks them."""

    visitor: int
    member: int
    args: tuple[str, ...] = ()


ACCOUNT_PAGES = {
    "account_login": AccountPage(200, 302),
    "account_logout": AccountPage(302, 200),
    "account_inactive": AccountPage(200, 200),
    "account_signup": AccountPage(200, 302),
    "account_reauthenticate": AccountPage(302, 200),
    "account_email": AccountPage(302, 200),
    "account_email_verification_sent": AccountPage(200, 200),
    "account_change_password": AccountPage(302, 200),
    "account_set_password": AccountPage(302, 302),
    "account_reset_password": AccountPage(200, 200),
    "account_reset_password_done": AccountPage(200, 200),
    "account_reset_password_from_key": AccountPage(200, 200, ("1", "no-such")),
    "account_reset_password_from_key_done": AccountPage(200, 200),
    "account_confirm_email": AccountPage(200, 200, ("no-such",)),
    "account_confirm_login_code": AccountPage(302, 302),
    "mfa_index": AccountPage(302, 200),
    "mfa_authenticate": AccountPage(302, 302),
    "mfa_reauthenticate": AccountPage(302, 200),
    "mfa_activate_totp": AccountPage(302, 302),
    "mfa_deactivate_totp": AccountPage(302, 200),
    "mfa_view_recovery_codes": AccountPage(302, 200),
    "mfa_generate_recovery_codes": AccountPage(302, 200),
    "mfa_download_recovery_codes": AccountPage(302, 200),
    "mfa_list_webauthn": AccountPage(302, 200),
    "mfa_add_webauthn": AccountPage(302, 200),
    "mfa_login_webauthn": AccountPage(302, 302),
    "mfa_reauthenticate_webauthn": AccountPage(302, 302),
    "mfa_edit_webauthn": AccountPage(302, 404, ("0",)),
    "mfa_remove_webauthn": AccountPage(302, 404, ("0",)),
    "usersessions_list": AccountPage(302, 200),
    "profile": AccountPage(302, 200),
    "account-close": AccountPage(302, 200),
    "account-closed": AccountPage(200, 200),
    "invitation": AccountPage(410, 410, ("no-such",)),
}
ZONE = "la-savan-seno"
# What the desk answers to a GET, for each of the roles in DESK_ROLES; `row` is looked up by the
# test: the keys of a zone, or a submission, flag or claim about it. tests/test_desk_access.py.
DESK_ROLES = ("visitor", "person", "official", "elsewhere", "focal", "focal elsewhere", "moderator")


class DeskPage(NamedTuple):
    row: str
    answers: tuple[int, ...]
    args: tuple[str, ...] = ()


SIGNED_IN = (302, 200, 200, 200, 200, 200, 200)
KEEPERS = (302, 403, 200, 403, 200, 403, 200)
SEEN = (302, 404, 200, 404, 200, 404, 200)
INSTITUTE = (302, 403, 403, 403, 403, 403, 200)
POST_ONLY = (302, 405, 405, 405, 405, 405, 405)
SENT_ONLY = (405,) * 7
ANYBODY, NOBODY, GONE = (200,) * 7, (404,) * 7, (410,) * 7
DESK_PAGES = {
    "desk": DeskPage("", SIGNED_IN),
    "queue": DeskPage("", SIGNED_IN),
    "queue-accept": DeskPage("", (302, 403, 403, 403, 403, 403, 200)),
    "propose-new": DeskPage("", SIGNED_IN),
    "propose": DeskPage("", KEEPERS, ("zone", ZONE)),
    "propose-section": DeskPage("", KEEPERS, ("zone", ZONE, "glance")),
    "basket": DeskPage("", KEEPERS, ("zone", ZONE)),
    "submission-reopen": DeskPage("submission", POST_ONLY),
    "submission-act": DeskPage("submission", POST_ONLY),
    "propose-new-again": DeskPage("submission", (302, *(404,) * 6)),
    "confirm-row": DeskPage("", KEEPERS, ("zone", ZONE)),
    "confirm-section": DeskPage("", KEEPERS, ("zone", ZONE, "glance")),
    "submission": DeskPage("submission", SEEN),
    "preview": DeskPage("submission", SEEN),
    "submission-remark": DeskPage("submission", POST_ONLY),
    "submission-assign": DeskPage("submission", POST_ONLY),
    "submission-country": DeskPage("submission", POST_ONLY),
    "submission-withdraw": DeskPage("submission", POST_ONLY),
    "submission-revert": DeskPage("submission", POST_ONLY),
    "workbooks": DeskPage("", (302, 403, 200, 200, 200, 200, 200)),
    "workbook-download": DeskPage("", (302, 403, 422, 422, 422, 422, 422)),  # of no sections
    "workbook-back": DeskPage("", POST_ONLY),
    "workbook-list": DeskPage("", POST_ONLY),
    "workbook": DeskPage("workbook", (302, *(404,) * 6)),  # of somebody else
    "workbook-marked": DeskPage("workbook", (302, *(404,) * 6)),
    "campaigns": DeskPage("", (302, 403, 200, 200, 200, 200, 200)),
    "campaign-new": DeskPage("", (302, 403, 403, 403, 200, 200, 200)),
    "campaign": DeskPage("campaign", SEEN),
    "campaign-edit": DeskPage("campaign", (302, 403, 403, 403, 403, 404, 302)),  # it is open
    "campaign-act": DeskPage("campaign", POST_ONLY),
    "campaign-sheet": DeskPage("campaign sheet", (302, 404, 403, 404, 200, 404, 200)),
    "notices-desk": DeskPage("", INSTITUTE),
    "notice-new": DeskPage("", INSTITUTE),
    "notice-edit": DeskPage("notice", INSTITUTE),
    "notice-act": DeskPage("notice", POST_ONLY),
    "flag": DeskPage("flag", SEEN),
    "zone-report": DeskPage("", ANYBODY, (ZONE,)),
    "stop-reminders": DeskPage("", GONE, ("no-such",)),
    "confirm-link": DeskPage("", GONE, ("no-such",)),
    "change-link": DeskPage("", GONE, ("no-such",)),
    "zone-claim": DeskPage("", SIGNED_IN, (ZONE,)),
    "claim": DeskPage("claim", (302, 404, 404, 404, 200, 404, 200)),
    "claim-letter": DeskPage("claim", (302, 404, 404, 404, 404, 404, 404)),
    "zone-people": DeskPage("", KEEPERS, (ZONE,)),
    "people": DeskPage("", (302, 403, 200, 200, 200, 200, 200)),
    "role": DeskPage("role", SEEN),
    "role-end": DeskPage("role", (302, 404, 403, 404, 200, 404, 200)),
    "invitation-change": DeskPage("invitation", POST_ONLY),
    "zone-files": DeskPage("", KEEPERS, (ZONE,)),
    "shortlist-add": DeskPage("", SENT_ONLY),
    "shortlist-save": DeskPage("", SENT_ONLY),
    "zone-enquire": DeskPage("", ANYBODY, (ZONE,)),
    "enquiry": DeskPage("", ANYBODY),
    "enquiry-verify": DeskPage("", GONE, ("no-such",)),
    "enquiry-asked": DeskPage("", ANYBODY, ("no-such",)),
    "enquiry-link": DeskPage("", GONE, ("no-such",)),
    "enquiry-export": DeskPage("", GONE, ("no-such",)),
    "enquiry-delete": DeskPage("", GONE, ("no-such",)),
    "enquiries": DeskPage("", SIGNED_IN),
    "enquiry-thread": DeskPage("thread", (302, 404, 200, 404, 404, 404, 404)),
    "enquiry-to-page": DeskPage("letter", (302, 404, 200, 404, 404, 404, 404)),
    "answer-templates": DeskPage("", SIGNED_IN),
    "alerts": DeskPage("", SIGNED_IN),
    "alert-new": DeskPage("", ANYBODY),
    "alert-asked": DeskPage("", ANYBODY, ("no-such",)),
    "alert-confirm": DeskPage("", GONE, ("no-such",)),
    "alert-stop": DeskPage("", GONE, ("no-such",)),
    "media": DeskPage("file", (404, 404, 200, 404, 200, 404, 200)),
}
PAGES = [name for name, sample in SAMPLES.items() if sample.html]


def address(name: str) -> str:
    """In English, whatever language an earlier visit left active."""
    with translation.override("en"):
        return reverse(name, args=SAMPLES[name].args)


def names_of_patterns() -> set[str]:
    """The names of all URL patterns, the administration's left out."""
    return set(_names(get_resolver().url_patterns))


def _names(patterns: list[URLPattern | URLResolver]) -> list[str]:
    names: list[str] = []
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            names += [] if pattern.app_name == "admin" else _names(pattern.url_patterns)
        else:
            names.append(pattern.name or str(pattern.pattern))
    return names
