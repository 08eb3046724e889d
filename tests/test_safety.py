"""What every answer forbids, and what no line of the log holds."""

import logging
from pathlib import Path

import pytest
from gunicorn.config import Config

from sez_portal.common.logs import AccessLogger, WithoutTokens, without_tokens

ROOT = Path(__file__).resolve().parent.parent
TOKENS = [
    "/accounts/invitation/Zx9kQ2w_Lr7-TtY0abcDEF123456789/",
    "/c/abcdefghijklmnopqrstuvwxyzABCDEF/change/",
    "/stop/MTI:1tK2aB:n0aFq-WcVx_Hhh/",
    "/accounts/password/reset/key/3-cy1x2z-0f9e8d7c6b5a4f3e2d1c0b9a8f7e6d5c/",
]


@pytest.mark.django_db
def test_every_answer_forbids_devices(client):
    for path in ("/", "/no-such-page/", "/accounts/login/", "/healthz"):
        told = client.get(path)["Permissions-Policy"]
        assert "camera=()" in told
        assert "publickey-credentials-get=(self)" in told


def test_neither_subdomains_nor_preload_are_bound_unless_said(settings):
    assert not settings.SECURE_HSTS_INCLUDE_SUBDOMAINS
    assert not settings.SECURE_HSTS_PRELOAD


@pytest.mark.parametrize("path", TOKENS)
def test_tokens_are_kept_out_of_logs(path):
    secret = max(path.split("/"), key=len)
    assert secret not in without_tokens(f"Gone: {path}")
    made = logging.LogRecord("django.request", 30, "", 1, "%s: %s", ("Gone", path), None)
    assert WithoutTokens().filter(made)
    assert secret not in made.getMessage()


def test_keys_of_records_stay_readable_in_logs():
    line = "Not Found: /zones/la-savan-seno-special-economic-zone-2/history/"
    assert without_tokens(line) == line


@pytest.mark.django_db
def test_a_link_that_is_gone_leaves_no_token_in_the_log(client, settings):
    (name,) = settings.LOGGING["root"]["handlers"]
    assert settings.LOGGING["handlers"][name]["filters"] == ["no_tokens"]


def test_the_access_log_has_no_token(monkeypatch):
    atoms = {"r": f"GET {TOKENS[0]} HTTP/1.1", "U": TOKENS[0], "f": f"https://x{TOKENS[1]}", "s": 1}
    monkeypatch.setattr("gunicorn.glogging.Logger.atoms", lambda *_args: atoms)
    told = AccessLogger(Config()).atoms(None, None, None, None)
    assert "Zx9k" not in str(told)
    assert "ABCDEF" not in str(told)
    assert told["s"] == 1


@pytest.mark.parametrize("name", ["compose.yaml", ".env.example"])
def test_no_password_is_there_by_default(name):
    text = (ROOT / name).read_text("utf-8")
    assert "POSTGRES_PASSWORD: password" not in text
    assert "\nDATABASE_URL=postgres://sez:password" not in text
