"""The check of commit subjects: what it refuses, and where it has nothing to say."""

import subprocess

import pytest

from tests.commit_subjects import fault, subjects


@pytest.mark.parametrize(
    "subject",
    ["zones: a zone prints on two pages", "Merge branch 'journeys'", 'Revert "zones: a page"'],
)
def test_a_subject_with_its_room_passes(subject):
    assert fault(subject) == ""


@pytest.mark.parametrize(
    ("subject", "said"),
    [
        ("A zone prints on two pages", "no room"),
        ("Zones: a zone prints", "no room"),
        ("zones:no blank", "no room"),
        (f"zones: {'x' * 66}", "73 characters"),
        ("zones: a zone prints.", "full stop"),
    ],
)
def test_a_subject_without_is_refused(subject, said):
    assert said in fault(subject)


def test_only_commits_after_the_given_one_are_asked(tmp_path):
    first, second = _commit(tmp_path, "Old habits", new=True), _commit(tmp_path, "zones: new")
    assert subjects(tmp_path, first) == ["zones: new"]
    assert subjects(tmp_path, second) == []


def test_a_clone_of_one_commit_and_a_plain_folder_pass(tmp_path):
    origin, shallow, plain = tmp_path / "origin", tmp_path / "shallow", tmp_path / "plain"
    origin.mkdir()
    plain.mkdir()
    first = _commit(origin, "Old habits", new=True)
    _commit(origin, "New habits without a room")
    _git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{origin}", str(shallow))
    assert subjects(shallow, first) == []
    assert subjects(plain, first) == []


def _commit(folder, subject: str, *, new: bool = False) -> str:
    if new:
        _git(folder, "init", "--quiet")
    person = ("-c", "user.name=A", "-c", "user.email=a@sez.example")
    _git(folder, *person, "commit", "--quiet", "--allow-empty", "--message", subject)
    return _git(folder, "rev-parse", "HEAD")


def _git(folder, *arguments: str) -> str:
    return subprocess.run(
        ["git", *arguments], cwd=folder, check=True, capture_output=True, text=True
    ).stdout.strip()
