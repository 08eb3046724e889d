"""Rules of the portal, each with a way to break it and the smallest test that then turns red.

`python -m tests.mutants` breaks them one at a time in a copy of the checkout and says which
break no test noticed. A new rule that somebody could get wrong belongs here with its test.
"""

from typing import NamedTuple


class Mutant(NamedTuple):
    """One rule broken: its text, which stands once in the file, and what stands there instead."""

    file: str
    rule: str
    broken: str
    tests: str  # arguments of pytest, below tests/
