"""What an operator may set is listed, and what serves the portal is said in one place."""

import json
import os
import re
import runpy
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
READ = re.compile(r'\benv\.(?:text|flag|number|words)\(\s*"([A-Z_]+)"')
LISTED = re.compile(r"^(?:# )?([A-Z_]+)=", re.M)
NOT_OURS = {"POSTGRES_PASSWORD"}  # compose.yaml makes DATABASE_URL of it


def test_every_setting_is_listed_in_the_example_and_every_line_there_is_read():
    read = {
        name
        for path in (ROOT / "sez_portal").rglob("*.py")
        for name in READ.findall(path.read_text("utf-8"))
    }
    listed = set(LISTED.findall((ROOT / ".env.example").read_text("utf-8")))
    assert read == listed - NOT_OURS


@pytest.mark.parametrize("said", [{}, {"HSTS_SUBDOMAINS": "1", "HSTS_PRELOAD": "1"}])
def test_subdomains_and_preload_follow_their_settings(said):
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("HSTS_")
    }
    code = (
        "import json; from sez_portal import settings as s; "
        "print(json.dumps([s.SECURE_HSTS_INCLUDE_SUBDOMAINS, s.SECURE_HSTS_PRELOAD]))"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=environment | said,
        check=True,
        capture_output=True,
    )
    assert json.loads(answer.stdout) == [bool(said), bool(said)]


@pytest.mark.parametrize(
    "name", ["Makefile", "Dockerfile", "compose.yaml", "README.md", "tests/serving.py"]
)
def test_whoever_starts_gunicorn_reads_the_one_file(name):
    text = (ROOT / name).read_text("utf-8")
    assert "sez_portal/gunicorn.conf.py" in text
    assert not re.search(r"--(no-control-socket|logger-class)|gunicorn sez_portal\.wsgi", text)


def test_gunicorn_hides_tokens_and_takes_the_number_of_its_workers(monkeypatch):
    monkeypatch.setenv("WEB_CONCURRENCY", "3")
    told = runpy.run_path(str(ROOT / "sez_portal" / "gunicorn.conf.py"))
    assert told["logger_class"] == "sez_portal.common.logs.AccessLogger"
    assert told["control_socket_disable"] is True
    assert told["workers"] == 3
