"""Breaks the rules one at a time and says which break no test noticed.

    python -m tests.mutants                 # all; minutes
    python -m tests.mutants --only 12 30-35 # these, by their number
    python -m tests.mutants --only cost     # those of this list or file

It works on a copy of the checkout, with the seeded database of the unbroken code.
"""

import argparse
import os
import shlex
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.mutants import Mutant
from tests.mutants.every import MUTANTS

ROOT = Path(__file__).resolve().parents[2]
PYTEST = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--tb=no"]
FOR_ALL = "KEPT_DATABASE"  # tests/seeded.py
FAILED, PASSED = 1, 0  # what pytest returns; anything else says nothing about the rule
ENVIRONMENT = {
    "DEBUG": "0",
    "HTTPS": "0",
    "SECRET_KEY": "for-tests-only",
    "ALLOWED_HOSTS": "localhost",
    "LOG_LEVEL": "ERROR",
}


def main() -> int:
    reader = argparse.ArgumentParser(prog="python -m tests.mutants")
    reader.add_argument("--only", nargs="+", default=[], metavar="NUMBER|WORD")
    reader.add_argument("--skip-whole", action="store_true", help="the unbroken code is not run")
    told = reader.parse_args()
    chosen = [(n, room, one) for n, (room, one) in enumerate(MUTANTS, 1)]
    if told.only:
        chosen = [entry for entry in chosen if _is_asked_for(told.only, *entry)]
    with tempfile.TemporaryDirectory(prefix="sez-mutants-") as folder:
        copy = Path(folder) / "portal"
        environment = _prepared(copy)
        if not told.skip_whole and (code := _whole(copy, environment, chosen)) != PASSED:
            print("The tests named are not green on the unbroken code: mend those first.")
            return code
        left = [n for n, room, one in chosen if not _is_killed(copy, environment, n, room, one)]
    print(f"\n{len(chosen) - len(left)} of {len(chosen)} broken rules turned a test red.")
    if left:
        print("Nobody noticed:", *left)
    return int(bool(left))


def _is_asked_for(only: list[str], number: int, room: str, mutant: Mutant) -> bool:
    for word in only:
        first, _dash, last = word.partition("-")
        if first.isdigit() and int(first) <= number <= int(last or first):
            return True
        if not first.isdigit() and word in f"{room} {mutant.file}":
            return True
    return False


def _prepared(copy: Path) -> dict[str, str]:
    """Make the copy; returns the environment of its tests, with a database of the unbroken code."""
    listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True).stdout.decode()
    for name in filter(None, names.split("\0")):
        if (ROOT / name).is_file():
            (copy / name).parent.mkdir(parents=True, exist_ok=True)
            (copy / name).write_bytes((ROOT / name).read_bytes())
    for catalogue in ROOT.glob("locale/*/LC_MESSAGES/*.mo"):
        (copy / catalogue.relative_to(ROOT)).write_bytes(catalogue.read_bytes())
    environment = os.environ | ENVIRONMENT
    environment |= {"STATIC_ROOT": f"{copy}-static", "MEDIA_ROOT": f"{copy}-media"}
    environment.pop("DATABASE_URL", None)
    collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity=0"]
    subprocess.run(collect, cwd=copy, env=environment, check=True)
    if os.environ.get(FOR_ALL):
        return environment
    ask = "from tests.seeded import kept_as; print(kept_as())"
    ask = f"import django; django.setup(); {ask}"
    named = environment | {"DJANGO_SETTINGS_MODULE": "sez_portal.settings"}
    asked = [sys.executable, "-c", ask]
    kept = subprocess.run(asked, cwd=ROOT, env=named, capture_output=True, check=True, text=True)
    return environment | {FOR_ALL: kept.stdout.strip()}


def _whole(copy: Path, environment: dict[str, str], chosen: list) -> int:
    """Run all tests named once on the unbroken code; it also makes the database."""
    for tests in dict.fromkeys(one.tests for _n, _room, one in chosen):
        code = _run(copy, environment, tests)
        if code != PASSED:
            print(f"pytest returned {code}: {tests}")
            return code or FAILED
    return PASSED


def _run(copy: Path, environment: dict[str, str], tests: str) -> int:
    words = [
        f"tests/{word}" if word.startswith("test_") and ".py" in word else word
        for word in shlex.split(tests)
    ]
    told = subprocess.run(
        [*PYTEST, "-x", *words], cwd=copy, env=environment, capture_output=True, check=False
    )
    return told.returncode


def _is_killed(
    copy: Path, environment: dict[str, str], number: int, room: str, mutant: Mutant
) -> bool:
    """Break the rule, run its tests, mend it, and tell what became of it."""
    path = copy / mutant.file
    whole = path.read_text(encoding="utf-8")
    path.write_text(whole.replace(mutant.rule, mutant.broken, 1), encoding="utf-8")
    start = time.monotonic()
    code = _run(copy, environment, mutant.tests)
    path.write_text(whole, encoding="utf-8")
    became = {FAILED: "killed", PASSED: "SURVIVED"}.get(code, f"pytest returned {code}")
    line = mutant.rule.strip().splitlines()[0]
    seconds = time.monotonic() - start
    print(f"{number:>3}  {became:<9} {seconds:5.1f} s  {mutant.file}  {line}", flush=True)
    return code == FAILED


if __name__ == "__main__":
    sys.exit(main())
