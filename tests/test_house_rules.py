"""Rules of the house that no linter knows: sizes of files, and what a strict CSP would block."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("sez_portal", "countries", "zones", "investors", "templates", "static", "tests")
LONGEST = {".py": 350, ".html": 120}
WIDEST = 120
STYLE_ATTRIBUTE = re.compile(r"<[^>]*\sstyle\s*=", re.I)
# JSON-LD is data; a script with `src` has no body.
INLINE_SCRIPT = re.compile(
    r"<script\b(?![^>]*(\bsrc\s*=|type=[\"']application/(ld\+)?json[\"']))[^>]*>", re.I
)
UNFINISHED = re.compile(r"\b(TO" r"DO|FIX" r"ME)\b")
# An element at the start of a text, or what makes a text safe by hand.
HTML_IN_PYTHON = re.compile(r"""["'](</?(?:[a-z]+[1-6]?)[\s>]|</?[a-z]+["'])|\bformat_html\(""")
# A day asked when a module is read: wrong for all that runs after the next midnight.
DAY_OF_THE_IMPORT = re.compile(r"^\w+\s*=.*\b(?:today|localdate|now|localtime)\(\)", re.M)
OF_OTHERS = {"migrations", "vendor", "__pycache__"}


def _sources(*suffixes: str) -> list[Path]:
    return sorted(
        path.relative_to(ROOT)
        for folder in FOLDERS
        for path in (ROOT / folder).rglob("*")
        if path.suffix in suffixes and not OF_OTHERS & set(path.parts)
    )


TEMPLATES = _sources(".html")


@pytest.mark.parametrize("path", _sources(*LONGEST), ids=str)
def test_file_is_short(path: Path) -> None:
    lines = len((ROOT / path).read_text("utf-8").splitlines())
    assert lines <= LONGEST[path.suffix], f"{lines} lines: split it where its subject splits"


@pytest.mark.parametrize(
    "path",
    [path for path in _sources(".html", ".txt", ".css") if path.parts[0] != "tests"],
    ids=str,
)
def test_line_fits_a_screen(path: Path) -> None:
    lines = (ROOT / path).read_text("utf-8").splitlines()
    wide = [number for number, line in enumerate(lines, 1) if len(line) > WIDEST]
    assert not wide, f"lines {wide}: break between attributes, or in a trimmed blocktranslate"


@pytest.mark.parametrize("path", _sources(".py", ".html", ".css", ".js", ".txt"), ids=str)
def test_nothing_is_left_unfinished(path: Path) -> None:
    assert not UNFINISHED.search((ROOT / path).read_text("utf-8"))


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_template_needs_no_inline_style_or_script(path: Path) -> None:
    text = (ROOT / path).read_text("utf-8")
    assert not STYLE_ATTRIBUTE.search(text), "the CSP blocks style attributes"
    assert not INLINE_SCRIPT.search(text), "the CSP blocks inline scripts"


@pytest.mark.parametrize(
    "path",
    [path for path in _sources(".py") if not {"tests", "templatetags"} & set(path.parts)],
    ids=str,
)
def test_html_stands_in_templates(path: Path) -> None:
    found = HTML_IN_PYTHON.search((ROOT / path).read_text("utf-8"))
    assert not found, f"{found[0]}: write a template (docs/decisions/0015)"


@pytest.mark.parametrize("path", _sources(".py"), ids=str)
def test_the_day_is_asked_when_it_is_needed(path: Path) -> None:
    assert not DAY_OF_THE_IMPORT.search((ROOT / path).read_text("utf-8"))


FIXED = re.compile(r"(?:line-height:\s*|font:[^;{]*/)1\.[2-6]\d*[ ;]")


@pytest.mark.parametrize("path", _sources(".css"), ids=str)
def test_line_heights_follow_the_script(path: Path) -> None:
    """Marks of Khmer, Lao, Burmese and Thai touch those of the next line where a height is fixed:
    it is `--lh`, `--lh-tight`, or reckoned from them (css/tokens.css)."""
    assert not FIXED.findall((ROOT / path).read_text("utf-8"))


def test_the_faces_of_a_script_are_light() -> None:
    """What a page in this language loads beside that of English."""
    for script, most in {"khmer": 30, "lao": 30, "thai": 30, "myanmar": 40}.items():
        files = list((ROOT / "static" / "fonts").glob(f"noto-sans-{script}*.woff2"))
        assert 0 < sum(file.stat().st_size for file in files) < most * 1000, script


# Marks between the items of a list as English has them: 、 in Chinese, ၊ in Burmese.
LIST_BY_HAND = re.compile(
    r"""["'][,;] ["']\.join\(|join:"[,;] "|not forloop\.last %\}[,;]"""
    r"""|(?:\}\}|%\}), (?:\{\{|\{% (?!t))"""
)
SENTENCE = re.compile(r"\{% blocktrans.*?endblocktrans", re.S)
# What is read by a machine, or in English alone: headers, keys, files of the seed, releases, logs.
FOR_MACHINES = {
    *("sez_portal/common/management/commands/compile_catalogues.py", "sez_portal/site/releases.py"),
    *("sez_portal/records/page_cache.py", "sez_portal/site/middleware.py"),
    *("sez_portal/site/api/door.py", "sez_portal/site/api/formats.py"),
    *("sez_portal/records/seeding.py", "sez_portal/records/services/apply.py"),
    *("sez_portal/records/admin/access.py", "sez_portal/common/string_sheet.py"),
    *("sez_portal/records/field_types/basic.py", "sez_portal/records/field_types/lines.py"),
    *("sez_portal/records/workbooks/writing.py", "zones/schema_org.py"),
}


@pytest.mark.parametrize(
    "path",
    [path for path in _sources(".py", ".html") if path.parts[0] != "tests"],
    ids=str,
)
def test_lists_have_the_marks_of_the_language(path: Path) -> None:
    """`listed` and `in_parts` of common/lists.py; in templates `as_list`, `comma`, `next_comma`."""
    text = SENTENCE.sub("", (ROOT / path).read_text("utf-8"))
    assert path.as_posix() in FOR_MACHINES or not LIST_BY_HAND.findall(text)


TAGS_AND_ATTRIBUTES = re.compile(r"""\{%.*?%\}|=\s*"[^"]*\"""", re.S)  # 100% is a width
UNIT_BY_HAND = re.compile(r"(?:\}\}|\d|>) *(?:km|ha|%|US\$)\s*<")


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_units_are_in_the_language_of_the_reader(path: Path) -> None:
    """`{% unit "km" %}` of common/units.py, or a whole sentence that is translated."""
    text = SENTENCE.sub("", (ROOT / path).read_text("utf-8"))
    assert not UNIT_BY_HAND.findall(TAGS_AND_ATTRIBUTES.sub("", text))


SCROLLS = re.compile(r"""<div(?:\{%.*?%\}|[^>])*class="scroll\b(?:\{%.*?%\}|[^>])*>""")


@pytest.mark.parametrize("path", TEMPLATES, ids=str)
def test_what_scrolls_sideways_is_reached_by_the_keyboard(path: Path) -> None:
    """It may be wider than the screen in one language only: it always has a name and a place."""
    found = SCROLLS.findall((ROOT / path).read_text("utf-8"))
    assert not [tag for tag in found if "tabindex" not in tag or "aria-label" not in tag]
