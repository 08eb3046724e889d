"""The floor names nothing that stands above it: apps tell it what it must know of their records."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

FLOOR = Path(__file__).parents[1] / "sez_portal" / "records"
MODULES = sorted(path for path in FLOOR.rglob("*.py") if "migrations" not in path.parts)
ABOVE = re.compile(r"(^|_)(zones?|investors?|gateways?|incentives?|enquir(y|ies))(_|$)")


def named(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """The names that a module uses, and its texts that are a name: "zone", "zones_zone"."""
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        match node:
            case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
                yield line, name
            case ast.keyword(arg=str(name)):
                yield line, name
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield line, name
            case ast.Constant(value=str(text)) if text.isidentifier() or "/" in text:
                yield from ((line, part) for part in re.split(r"\W", text))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(FLOOR)))
def test_a_module_of_the_floor_names_no_record_above_it(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    found = {f"{line}: {name}" for line, name in named(tree) if ABOVE.search(name.lower())}
    assert not found


def test_no_record_is_fetched_by_its_name() -> None:
    asked = re.compile(r"""\bget\(["']\w+["']\)\.model|\brecord\.get\(["']|= get\(["']""")
    named_so = [str(path) for path in MODULES if asked.search(path.read_text(encoding="utf-8"))]
    assert named_so == []
