"""The list of rules that are broken on purpose (tests/mutants) follows the code."""

import ast
from pathlib import Path

import pytest

from tests.mutants import Mutant
from tests.mutants.every import LISTS, MUTANTS

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize("mutant", [one for _room, one in MUTANTS], ids=lambda one: one.rule[:50])
def test_each_rule_stands_once_in_its_file(mutant: Mutant):
    code = (ROOT / mutant.file).read_text(encoding="utf-8")
    assert code.count(mutant.rule) == 1, f"{mutant.file} was changed: say the rule anew"
    broken = code.replace(mutant.rule, mutant.broken)
    assert ast.dump(ast.parse(broken)) != ast.dump(ast.parse(code))


@pytest.mark.parametrize("mutant", [one for _room, one in MUTANTS], ids=lambda one: one.rule[:50])
def test_each_names_tests_that_are_there(mutant: Mutant):
    file, _colons, name = mutant.tests.split()[0].partition("::")
    code = (ROOT / "tests" / file).read_text(encoding="utf-8")
    assert f"def {name.partition('[')[0]}(" in code or not name


def test_there_are_rules_of_every_kind():
    assert len(MUTANTS) >= 40
    assert all(len(ones) >= 5 for ones in LISTS.values())
