"""Tokens of mailed links: for one purpose, for a time, and for the very row they were made for."""

import datetime
import re
import time
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.db.models import F

from sez_portal.accounts.models import User
from sez_portal.common import tokens

ROOT = Path(__file__).resolve().parent.parent
MADE = datetime.datetime(2026, 11, 23, 8, tzinfo=datetime.UTC)
ROW: Any = SimpleNamespace(pk=7, created_at=MADE)


def test_a_token_names_its_row_for_one_purpose():
    token = tokens.token_of(ROW, "read")
    assert tokens.named_by(token, "read") == (7, int(MADE.timestamp()))
    assert tokens.named_by(token, "stop") is None
    for broken in (token[:-1] + "x", token + "=", "a:b:c", ""):
        assert tokens.named_by(broken, "read") is None


def test_what_is_signed_but_names_no_row_leads_nowhere():
    assert tokens.named_by(tokens.sign(7, "read"), "read") is None
    assert tokens.named_by(tokens.sign([1, 2, 3], "read"), "read") is None
    assert tokens.named_by(tokens.token_of_none("read"), "read") == tokens.NO_ROW


def test_a_token_works_for_its_days(monkeypatch):
    token, now = tokens.token_of(ROW, "read"), time.time()
    monkeypatch.setattr("django.core.signing.time.time", lambda: now + 3 * tokens.DAY + 60)
    assert tokens.named_by(token, "read", days=4)
    assert tokens.named_by(token, "read", days=3) is None
    assert tokens.named_by(token, "read")  # one without an end


@pytest.mark.django_db
def test_a_number_used_again_leads_nowhere(django_user_model):
    user = django_user_model.objects.create_user("a@b.test")
    rows = User.objects.annotate(created_at=F("date_joined"))  # a row of any model serves
    of_now = SimpleNamespace(pk=user.pk, created_at=user.date_joined)
    of_before = SimpleNamespace(pk=user.pk, created_at=MADE)
    assert tokens.row_of(rows, tokens.token_of(of_now, "read"), "read") == user
    assert tokens.row_of(rows, tokens.token_of(of_before, "read"), "read") is None


def test_a_secret_is_kept_as_its_hash_only():
    token, kept = tokens.new_secret()
    assert kept == tokens.hash_of(token) and token not in kept
    assert tokens.new_secret()[0] != token


def test_nobody_else_signs_or_hashes_what_a_mailed_link_holds():
    """Files kept with a form, the ticket of one sent again and shared lists are no mailed links."""
    others = {
        "sez_portal/common/tokens.py",
        "sez_portal/common/unsent_forms.py",
        "sez_portal/records/file_widgets.py",
        "investors/shortlists/storage.py",
    }
    found = {
        str(path.relative_to(ROOT))
        for app in ("sez_portal", "countries", "zones", "investors")
        for path in (ROOT / app).rglob("*.py")
        if re.search(r"core(\.| import )signing|token_urlsafe\(32\)", path.read_text("utf-8"))
    }
    assert found == others
