"""A hostile page in a browser posts to every address, as whoever is signed in: nothing happens."""

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from django.apps import apps
from django.test import Client
from playwright.sync_api import Page, Response

from sez_portal.accounts.models import Appointment
from sez_portal.records.models import Campaign, DataVersion, Submission
from tests import cast
from tests.addresses import filled, templates
from tests.every_row import Places, forget, places
from tests.own_zone import own_zone
from zones.models import Claim, Zone

pytestmark = [pytest.mark.browser, pytest.mark.usefixtures("live_server", "_zone")]
KEY = "la-hostile"
ROLES = {
    "visitor": lambda: None,
    "investor": cast.person,
    "official": lambda: cast.official(KEY, "keeper@sample.invalid"),
    "focal point": lambda: cast.focal_point("LA"),
    "moderator": cast.moderator,
    "administrator": cast.administrator,
}
PAGE = b"<!doctype html><title>Win a prize</title><p>Hostile</p>"
SEND = """async ([targets, data]) => {
    for (const target of targets)
        await fetch(target, {method: "POST", mode: "no-cors", credentials: "include",
            redirect: "follow", body: new URLSearchParams(data)}).catch(() => 0);
}"""
ONE_CLICK = ("alert-stop", "stop-reminders")  # pressed by mail programs: the token says who
ANSWERS = {403, 404, 405, 410}
PASSING = {"sessions.Session", "usersessions.UserSession", "admin.LogEntry"}


class Elsewhere(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html")
        self.end_headers()
        self.wfile.write(PAGE)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture(scope="module")
def elsewhere() -> Iterator[int]:
    """The port of another site on this machine: as near to ours as an origin can be."""
    server = ThreadingHTTPServer(("", 0), Elsewhere)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


@pytest.fixture
def _zone(django_db_setup, django_db_blocker) -> Iterator[None]:
    with django_db_blocker.unblock(), own_zone(KEY):
        yield
        forget()


def state() -> dict[str, object]:
    """What could have been carried out."""
    counts = {
        model._meta.label: model._default_manager.count()
        for model in apps.get_models()
        if model._meta.label not in PASSING
    }
    waiting = Submission.objects.filter(key=KEY).values_list("status", "turn", "assigned_to")
    campaigns = Campaign.objects.values_list("opened_at", "closed_at")
    claims = Claim.objects.filter(zone__key=KEY).values_list("status")
    held = Appointment.objects.values_list("user", "role", "ends_on", "mandate_confirmed_on")
    shown = Zone.objects.filter(key=KEY).values_list("is_published", "version")
    return {
        **counts,
        "version": DataVersion.current(),
        "rows": [list(rows) for rows in (waiting, claims, held, shown, campaigns)],
    }


def targets(rows: Places) -> list[str]:
    def given(name: str, place: str) -> str | None:
        if place == "object_id" and name.startswith("admin:zones_zone_"):
            return str(Zone.objects.get(key=KEY).pk)
        act = "unpublish" if name.endswith("_act") else None
        return {"key": KEY}.get(place) or rows[name].get(place) or act

    return [filled(template, name, given) for name, template in templates()]


def rows_to_attack() -> Places:
    author = cast.official(KEY, "author@sample.invalid")
    claimant = cast.person("claimant@sample.invalid")
    rows = places(KEY, author, cast.moderator("other@sample.invalid"), claimant)
    return rows | dict.fromkeys(ONE_CLICK, {})


def hostile_values() -> dict[str, str]:
    zone = Zone.objects.get(key=KEY)
    return {
        "do": "accept",
        "ids": str(zone.pk),
        "note": "hostile words",
        "text": "hostile words",
        "reason": "hostile words",
        "email": "hostile@elsewhere.invalid",
        "status": "accepted",
        "kind": "endorsed",
        "turn": "1",
        "verdict-firms": "accepted",
        "seen-firms": json.dumps(129),
        "is_active": "",
        "post": "yes",
        "zone": KEY,
        "password": "hostile words",
    }


@pytest.mark.parametrize("role", ROLES)
def test_nothing_is_carried_out_and_nothing_offered(role: str, visit, live_server, elsewhere):
    rows, user = rows_to_attack(), ROLES[role]()
    page: Page = visit(user)
    host = live_server.url.partition("://")[2].partition(":")[0]
    page.goto("/desk/")
    assert ("/login/" in page.url) is (user is None)  # the browser brings the session along
    before, told = state(), []
    page.goto(f"http://{host}:{elsewhere}/")
    page.on("response", partial(note, told))
    # Playwright tells of no request for the icon; that one is asked apart.
    wanted = [live_server.url + path for path in targets(rows) if path != "/favicon.ico"]
    assert Client().post("/favicon.ico").status_code == 405
    page.evaluate(SEND, [wanted, hostile_values()])
    page.wait_for_load_state("networkidle")
    posted = [response for response in told if response.request.method == "POST"]
    assert len(posted) == len(wanted)
    wrong = {r.url: r.status for r in posted if r.status not in ANSWERS and not is_door(r)}
    assert wrong == {}
    assert state() == before


@pytest.mark.parametrize("role", ["visitor", "focal point", "administrator"])
def test_no_answer_to_a_foreign_form_holds_anything_of_it(role: str):
    rows, user = rows_to_attack(), ROLES[role]()
    client = Client(enforce_csrf_checks=True)
    if user:
        cast.sign_in(client, user)
    for path in targets(rows):
        answer = client.post(path, hostile_values(), headers={"origin": "http://localhost:1"})
        page = answer.content.decode()
        assert "hostile words" not in page, path
        assert "resend-ticket" not in page, path


def note(told: list[Response], response: Response) -> None:
    told.append(response)


def is_door(response: Response) -> bool:
    """Sent on to the sign-in page, or to show a second factor, before anything was read."""
    target = response.headers.get("location", "")
    return response.status == 302 and ("/login/" in target or "/2fa/" in target)


@pytest.mark.parametrize("role", ["focal point", "administrator"])
def test_a_press_on_a_hostile_page_leads_to_a_page_without_any(
    role: str, visit, live_server, elsewhere
):
    rows_to_attack()
    page: Page = visit(ROLES[role]())
    host = live_server.url.partition("://")[2].partition(":")[0]
    zone = Zone.objects.get(key=KEY)
    for path in (f"/desk/claims/{Claim.objects.get().pk}/", "/admin/zones/zone/act/unpublish/"):
        page.goto(f"http://{host}:{elsewhere}/")
        page.evaluate(
            """([action, data]) => {
                const form = document.createElement("form");
                form.method = "POST"; form.action = action;
                for (const [name, value] of Object.entries(data)) {
                    const input = document.createElement("input");
                    input.name = name; input.value = value; form.append(input);
                }
                const button = document.createElement("button");
                button.textContent = "Win"; form.append(button);
                document.body.append(form);
            }""",
            [live_server.url + path, hostile_values()],
        )
        with page.expect_navigation():
            page.get_by_role("button", name="Win").click()
        assert page.url.endswith(path)
        assert page.locator("main form, main button, main input").count() == 0
        assert "hostile" not in page.content()
    zone.refresh_from_db()
    assert zone.is_published
    assert not Appointment.objects.filter(user__email="claimant@sample.invalid").exists()
