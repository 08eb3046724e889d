"""What is installed is named whole: an exact release and the hash of each of its files."""

import re
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
PIN = re.compile(r"([A-Za-z0-9._-]+)==([^ ;\\]+)(\s|$)")
HASH = re.compile(r"    --hash=sha256:[0-9a-f]{64}( \\)?")


def pins(name: str) -> dict[str, str]:
    """Each package of a file, in small letters, with its release."""
    lines = (TOP / name).read_text("utf-8").splitlines()
    found = [PIN.match(line) for line in lines if line[:1] not in ("", "#", "-", " ")]
    assert all(found), name
    return {_plain(match[1]): match[2] for match in found if match}


def _plain(name: str) -> str:
    return re.sub("[-_.]+", "-", name).lower()


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_pin_has_its_hashes(name: str) -> None:
    text = re.sub(r"^ *#.*\n", "", (TOP / name).read_text("utf-8"), flags=re.M)
    blocks = re.split(r"^(?=\S)", text, flags=re.M)[1:]
    assert len(blocks) == len(pins(name))
    for block in blocks:
        first, *hashes = block.rstrip().splitlines()
        assert hashes, first
        assert all(HASH.fullmatch(line) for line in hashes), first


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_what_is_asked_for_is_pinned_with_a_reason(name: str) -> None:
    asked, locked = pins(f"{name}.in"), pins(f"{name}.txt")
    assert {package: locked.get(package) for package in asked} == asked
    lines = (TOP / f"{name}.in").read_text("utf-8").splitlines()
    bare = [line for line in lines if "==" in line and " # " not in line]
    assert not bare


def test_both_files_agree() -> None:
    runtime, dev = pins("requirements.txt"), pins("requirements-dev.txt")
    both = runtime.keys() & dev.keys()
    assert {name: runtime[name] for name in both} == {name: dev[name] for name in both}


@pytest.mark.parametrize("name", ["Makefile", "Dockerfile", "README.md"])
def test_an_installation_asks_for_the_hashes(name: str) -> None:
    lines = (TOP / name).read_text("utf-8").splitlines()
    installs = [line for line in lines if "install" in line and "-r requirements" in line]
    assert installs
    assert all("--require-hashes" in line for line in installs)


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_no_place_to_install_from_is_named(name: str) -> None:
    text = (TOP / name).read_text("utf-8")
    assert not re.search(r"://|index-url|find-links|trusted-host|/opt/", text)
