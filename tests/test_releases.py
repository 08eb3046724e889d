"""Releases of the open data: whole, checked by their sums, never changed, listed and citable."""

import csv
import hashlib
import io
import json
import zipfile

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.test import override_settings
from django.urls import reverse

from sez_portal.records.services.apply import apply
from sez_portal.site import releases
from tests.pages import text
from zones.models import Zone
from zones.record import ZONE

pytestmark = [pytest.mark.django_db, pytest.mark.one_database]  # files of the open data
HIDDEN = "la-boten"


@pytest.fixture(autouse=True)
def _place(settings, tmp_path):
    settings.RELEASES_ROOT = tmp_path / "releases"


@pytest.fixture(scope="module")
def release_of_the_seed(tmp_path_factory, django_db_setup, django_db_blocker):
    """One release of the data as it is seeded, for tests that only need one to be there."""
    with override_settings(RELEASES_ROOT=tmp_path_factory.mktemp("release") / "releases"):
        with django_db_blocker.unblock():
            release("2026-12")
        yield settings.RELEASES_ROOT


@pytest.fixture
def released(settings, release_of_the_seed):
    settings.RELEASES_ROOT = release_of_the_seed


def release(name: str) -> str:
    out = io.StringIO()
    call_command("release", name, stdout=out)
    return out.getvalue()


def test_a_release_is_whole_and_can_be_cited(client, settings):
    assert "No release was made yet" in text(client.get(reverse("data")))
    Zone.objects.filter(key=HIDDEN).update(is_published=False)
    assert release("2026-12").startswith("2026-12: ")
    (made,) = releases.every()
    folder = settings.RELEASES_ROOT / "2026-12"
    for file in made.files:
        content = (folder / file.name).read_bytes()
        assert (len(content), hashlib.sha256(content).hexdigest()) == (file.size, file.sha256)
    rows = list(csv.DictReader((folder / "zones.csv").read_text("utf-8-sig").splitlines(True)))
    assert len(rows) == made.rows["zones"] == Zone.objects.published().count()
    assert HIDDEN not in (folder / "zones.jsonl").read_text("utf-8")
    assert made.archive
    with zipfile.ZipFile(folder / made.archive.name) as zipped:
        assert "2026-12/zones.geojson" in zipped.namelist()
        assert zipped.testzip() is None
    page = text(client.get(reverse("data")))
    assert "release 2026-12" in page
    got = client.get(reverse("released-file", args=["2026-12", "SHA256SUMS"]))
    assert b"zones.csv" in b"".join(got.streaming_content)
    assert "immutable" in got["Cache-Control"]


def test_a_release_is_never_written_again_and_the_next_says_what_changed(settings):
    release("2026-11")
    before = (settings.RELEASES_ROOT / "2026-11" / "zones.csv").read_bytes()
    apply(record=ZONE, key="la-savan-seno", values={"firms": 4321}, origin="admin")
    with pytest.raises(CommandError, match="2026-11-2"):
        release("2026-11")
    release("2026-12")
    assert (settings.RELEASES_ROOT / "2026-11" / "zones.csv").read_bytes() == before
    told = (settings.RELEASES_ROOT / "2026-12" / "CHANGES.md").read_text("utf-8")
    assert "Changes since 2026-11" in told
    assert "zone la-savan-seno: firms" in told
    assert [one.name for one in releases.every()] == ["2026-12", "2026-11"]


@pytest.mark.parametrize("name", ["december", "../2026-12", "2026-12/..", ""])
def test_a_name_that_is_no_month(name: str):
    with pytest.raises(CommandError):
        release(name)


@pytest.mark.parametrize("file", ["release.json", "../release.json", "no-such"])
@pytest.mark.usefixtures("released")
def test_only_the_files_of_a_release_are_served(client, file: str):
    path = f"/data/releases/2026-12/{file}"
    assert client.get(path).status_code == 404


def test_a_release_under_way_is_no_release(settings, monkeypatch):
    def broken(*_args: object) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(releases, "_archive", broken)
    with pytest.raises(OSError, match="no space"):
        release("2026-12")
    assert releases.every() == []
    assert list(settings.RELEASES_ROOT.iterdir()) == []


@pytest.mark.usefixtures("released")
def test_the_data_set_is_described_as_dcat(client):
    told = json.loads(client.get(reverse("data-catalogue")).content)
    assert told["@type"] == "dcat:Dataset"
    issued = [one["dct:issued"] for one in told["dcat:distribution"] if "dct:issued" in one]
    assert len(issued) == 1
    page = client.get(reverse("data")).content.decode()
    assert '<script type="application/ld+json">' in page
