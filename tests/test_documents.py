"""What README, CONTRIBUTING and docs/ name is there: files, modules, commands, addresses."""

import re
import tomllib
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from django.core.management import get_commands
from django.urls import resolve

ROOT = Path(__file__).resolve().parent.parent
DOCUMENTS = sorted(
    path.relative_to(ROOT)
    for path in (ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md"))
)
QUOTED = re.compile(r"`([^`\n]+)`")
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
PATH = re.compile(r"[\w.*-]+(/[\w.*-]+)*/?")
FILE = re.compile(r"\.(py|html|css|js|json|csv|md|toml|yaml|txt|in|svg|po|xlsx)$")
MODULE = re.compile(r"[a-z_]+(\.(?![EW]\d)\w+)+")  # `records.E001` is a check
ADDRESS = re.compile(r"/(?:[\w.-]+/?)*")
ROOMS = {"records": "sez_portal.records", "common": "sez_portal.common"}
ROOMS |= {"accounts": "sez_portal.accounts"}  # as people say for short
FOLDERS = ("sez_portal", "countries", "zones", "investors", "templates", "static", "docs")
PACKAGES = ("sez_portal", "countries", "zones", "investors", "tests", *ROOMS)
# Told of as what was, or what is made: no files of the repository.
NOT_KEPT = {"requirements*.txt", ".po", ".txt", "db.sqlite3", "django.po", "plate.svg"}


def _quoted(document: Path) -> Iterator[str]:
    text = (ROOT / document).read_text("utf-8")
    yield from QUOTED.findall(re.sub(r"^```.*?^```", "", text, flags=re.M | re.S))


def _is_there(path: str) -> bool:
    """A path from the root, or as templates are named; a bare name may be that of any file."""
    if any(ROOT.glob(path)) or any((ROOT / "templates").glob(path)):
        return True
    return "/" not in path and any(any((ROOT / top).rglob(path)) for top in FOLDERS)


def _is_path(told: str) -> bool:
    if not PATH.fullmatch(told) or told in NOT_KEPT:
        return False
    top = told.split("/", maxsplit=1)[0]
    return bool(FILE.search(told)) or ("/" in told and (ROOT / top).is_dir() and top != "..")


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_every_file_that_a_document_names_is_there(document):
    missing = {told for told in _quoted(document) if _is_path(told) and not _is_there(told)}
    assert not missing


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_every_link_leads_to_a_file(document):
    links = LINK.findall((ROOT / document).read_text("utf-8"))
    folder = (ROOT / document).parent
    assert not [to for to in links if "://" not in to and not (folder / to).exists()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_every_module_and_name_in_it_is_there(document):
    assert not {told for told in _quoted(document) if _is_module(told) and not _resolves(told)}


def _is_module(told: str) -> bool:
    is_dotted = MODULE.fullmatch(told) and not FILE.search(told)
    return bool(is_dotted) and told.split(".", maxsplit=1)[0] in PACKAGES


def _resolves(told: str) -> bool:
    """Whether it can be imported, as a module or as a name within one."""
    first, *rest = told.split(".")
    names = [*ROOMS.get(first, first).split("."), *rest]
    for length in range(len(names), 0, -1):
        try:
            found = import_module(".".join(names[:length]))
        except ModuleNotFoundError:
            continue
        for name in names[length:]:
            if not hasattr(found, name):
                return False
            found = getattr(found, name)
        return True
    return False


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_every_command_is_there(document):
    text = (ROOT / document).read_text("utf-8")
    targets = re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text("utf-8"), re.M)
    assert set(re.findall(r"manage\.py ([a-z_]+)", text)) <= set(get_commands())
    assert set(re.findall(r"(?:`|^    )make ([a-z]+)", text, re.M)) <= set(targets)


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_every_address_leads_to_a_page(document):
    for told in _quoted(document):
        if ADDRESS.fullmatch(told) and told != "/":
            resolve(told)


def test_the_index_of_decisions_names_each_once():
    folder = ROOT / "docs" / "decisions"
    linked = LINK.findall((folder / "README.md").read_text("utf-8"))
    assert linked == sorted(path.name for path in folder.glob("0*.md"))


def test_architecture_draws_the_floors_that_the_imports_keep():
    text = (ROOT / "docs" / "architecture.md").read_text("utf-8")
    drawn = re.findall(r"^\| `([\w.]+)` \|", text, re.M)
    kept = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert drawn == kept["tool"]["importlinter"]["contracts"][0]["layers"]
