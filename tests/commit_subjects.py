"""Subjects of commits: the room first, a colon, at most 72 characters, no full stop.

`make check` asks about the commits after SINCE; older ones were written before the rule. Where
SINCE is not among the ancestors (a shallow clone, a copy without git) there is nothing to ask.
History is not rewritten: when one slipped through, SINCE moves on to it.
"""

import re
import subprocess
import sys
from pathlib import Path

SINCE = "d796463e5f1fca7e4f0b00c0b0c8ff6fc7f441c9"
LONGEST = 72
ROOM = re.compile(r"[a-z][a-z_]*: \S")  # zones, records, tests, docs …; `house` is all of it
MADE_BY_GIT = ("Merge ", "Revert ", "fixup! ", "squash! ")


def fault(subject: str) -> str:
    """What is wrong with a subject, or ""."""
    if subject.startswith(MADE_BY_GIT):
        return ""
    if not ROOM.match(subject):
        return "starts with no room, as in 'zones: …'"
    if len(subject) > LONGEST:
        return f"has {len(subject)} characters, more than {LONGEST}"
    return "ends with a full stop" if subject.endswith(".") else ""


def subjects(folder: Path, since: str) -> list[str]:
    """Those of the commits after `since`; none where this copy does not reach back to it."""
    if _git(folder, "merge-base", "--is-ancestor", since, "HEAD") is None:
        return []
    return (_git(folder, "log", "--format=%s", f"{since}..HEAD") or "").splitlines()


def _git(folder: Path, *arguments: str) -> str | None:
    """What git answers; None where it refuses, or there is no git."""
    try:
        answer = subprocess.run(
            ["git", *arguments], cwd=folder, capture_output=True, check=True, text=True
        )
    except (OSError, subprocess.CalledProcessError):
        return None
    return answer.stdout


def main() -> int:
    faults = [
        f"{subject}\n    {what}"
        for subject in subjects(Path(__file__).resolve().parent, SINCE)
        if (what := fault(subject))
    ]
    print("\n".join(faults), end="\n" if faults else "")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
