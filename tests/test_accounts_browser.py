"""Account pages in a browser: contrast and labels, narrow screens, no scripts, a real passkey."""

from collections.abc import Iterator

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.core.cache import cache
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django.live_server_helper import LiveServer

from sez_portal.accounts import services
from sez_portal.accounts.models import Invitation, User
from tests import cast
from tests.browser import axe
from tests.cast import PASSWORD, SECRET, code_of, enrol
from tests.pages import ACCOUNT_PAGES
from tests.test_accounts_pages import address

pytestmark = pytest.mark.browser
WAIT_MS = 15_000
FOR_VISITORS = [name for name, page in ACCOUNT_PAGES.items() if page.visitor in (200, 410)]
FOR_MEMBERS = [
    name
    for name, page in ACCOUNT_PAGES.items()
    if page.member == 200 and page.visitor == 302 and name != "mfa_download_recovery_codes"
]
NARROW = [320, 390]


@pytest.fixture
def member(live_server: LiveServer, django_db_blocker) -> Iterator[User]:
    """Somebody who is really in the database, and is gone again afterwards."""
    expect.set_options(timeout=WAIT_MS)
    with django_db_blocker.unblock():
        user = cast.person("browser@sample.invalid")
        yield user
        Invitation.objects.filter(email__endswith="@sample.invalid").delete()
        User.objects.filter(email__endswith="browser@sample.invalid").delete()
        cache.clear()


@pytest.fixture
def member_page(page: Page, member: User, live_server: LiveServer) -> Page:
    enrol(member)
    RecoveryCodes.activate(member)
    client = Client()
    cast.sign_in(client, member)
    cookie = {"name": "sessionid", "value": client.cookies["sessionid"].value}
    page.context.add_cookies([cookie | {"url": live_server.url}])  # type: ignore[typeddict-item]
    return page


def look(page: Page, faults: list[str], name: str) -> None:
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.goto(address(name), wait_until="networkidle")
        assert page.url.endswith(address(name))
        assert axe(page) == []
    for width in NARROW:
        page.set_viewport_size({"width": width, "height": 800})
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    # Chromium itself tells the console of a page that is gone
    faults[:] = [fault for fault in faults if "410 (Gone)" not in fault]


@pytest.mark.parametrize("name", FOR_VISITORS)
def test_pages_for_visitors(page: Page, page_faults: list[str], name: str) -> None:
    look(page, page_faults, name)


@pytest.mark.parametrize("name", FOR_MEMBERS)
def test_pages_for_members(member_page: Page, page_faults: list[str], name: str) -> None:
    look(member_page, page_faults, name)


def test_the_pages_of_a_faulty_form(page: Page, member: User) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("E-mail address").fill(member.email)
    page.get_by_label("Password").fill("not my password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("do not go together")
    expect(page.get_by_label("E-mail address")).to_have_value(member.email)
    assert axe(page) == []


def test_setting_an_app_up(member_page: Page, member: User) -> None:
    member.authenticator_set.all().delete()
    member_page.goto("/accounts/2fa/totp/activate/")
    expect(member_page.locator("img.qr")).to_be_visible()
    assert axe(member_page) == []
    secret = member_page.get_by_label("Key").input_value()
    member_page.get_by_label("Code").fill(code_of(secret))
    member_page.get_by_role("button", name="Set it up").click()
    expect(member_page.locator(".codes li")).to_have_count(10)


def test_signing_in_without_scripts(page_without_js: Page, member: User) -> None:
    page = page_without_js
    enrol(member)
    page.goto("/privacy/")
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("E-mail address").fill(member.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Code").fill(code_of(SECRET))
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("link", name="Sign out").first).to_be_visible()
    page.goto("/accounts/profile/")
    page.get_by_label("Name").fill("A new name")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("Saved.")


def test_an_invitation_is_accepted(
    page: Page, member: User, live_server: LiveServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    links: list[str] = []
    monkeypatch.setattr(
        services.notifications, "send_invitation", lambda _row, token: links.append(token)
    )
    member.is_superuser = True
    member.save()
    services.invite(
        by=member,
        email="new-browser@sample.invalid",
        role="official",
        zone_key="la-savan-seno",
        country="LA",
        title="Savan-Seno",
    )
    page.goto(f"/accounts/invitation/{links[0]}/")
    expect(page.locator("main")).to_contain_text("official of the zone Savan-Seno")
    assert axe(page) == []
    page.get_by_label("Name").fill("Khamla")
    page.get_by_label("Password").fill("rivers run to the sea")
    page.get_by_role("button", name="Accept").click()
    expect(page.get_by_role("link", name="Sign out").first).to_be_visible()


def test_a_passkey_is_added_and_opens_the_account(
    page: Page, page_faults: list[str], member: User, live_server: LiveServer, settings
) -> None:
    settings.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True
    home = live_server.url.replace("127.0.0.1", "localhost")  # a key belongs to a name
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    page.goto(f"{home}/accounts/login/?next=/accounts/2fa/webauthn/add/")
    page.get_by_label("E-mail address").fill(member.email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.locator("h1")).to_contain_text("Is it you?")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Sign in with this key alone").check()
    page.get_by_role("button", name="Add the key").click()
    expect(page.locator(".codes li")).to_have_count(10)
    page.goto(f"{home}/accounts/2fa/webauthn/")
    expect(page.locator("main")).to_contain_text("passkey")
    page.goto(f"{home}/accounts/logout/")
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()
    page.goto(f"{home}/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("link", name="Sign out").first).to_be_visible()
    page.goto(f"{home}/accounts/2fa/webauthn/")
    assert axe(page) == []
    page_faults[:] = [
        fault for fault in page_faults if "another host: http://localhost" not in fault
    ]


def test_a_key_that_does_not_answer_is_told_on_the_page(page: Page, member: User) -> None:
    page.goto("/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("alert")).to_contain_text("The key did not answer")
