"""Rules of the house that no linter knows: sizes of files, and what a strict CSP would block."""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

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


def _texts(*suffixes: str, but: str = "") -> Iterator[tuple[str, str]]:
    """The path and the text of each file; not those with `but` among their folders."""
    for path in (ROOT / folder for folder in FOLDERS):
        for file in sorted(path.rglob("*")):
            parts = file.relative_to(ROOT).parts
            if file.suffix in suffixes and not {*OF_OTHERS, but} & set(parts):
                yield "/".join(parts), file.read_text("utf-8")


def _found(rule: re.Pattern[str], texts: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The files that hold what the rule finds, with the first of it."""
    return {path: found[0] for path, text in texts if (found := rule.search(text))}


def test_file_is_short() -> None:
    lines = {path: len(text.splitlines()) for path, text in _texts(*LONGEST)}
    assert len(lines) > 1000
    long = {path: count for path, count in lines.items() if count > LONGEST[Path(path).suffix]}
    assert not long, f"{long}: split each where its subject splits"


def test_line_fits_a_screen() -> None:
    wide = [
        f"{path}:{number}"
        for path, text in _texts(".html", ".txt", ".css", but="tests")
        for number, line in enumerate(text.splitlines(), 1)
        if len(line) > WIDEST
    ]
    assert not wide, f"{wide}: break between attributes, or in a trimmed blocktranslate"


def test_nothing_is_left_unfinished() -> None:
    assert not _found(UNFINISHED, _texts(".py", ".html", ".css", ".js", ".txt"))


def test_template_needs_no_inline_style_or_script() -> None:
    assert not _found(STYLE_ATTRIBUTE, _texts(".html")), "the CSP blocks style attributes"
    assert not _found(INLINE_SCRIPT, _texts(".html")), "the CSP blocks inline scripts"


def test_html_stands_in_templates() -> None:
    code = [one for one in _texts(".py", but="tests") if "templatetags" not in one[0].split("/")]
    assert not _found(HTML_IN_PYTHON, code), "write a template (docs/decisions/0015)"


def test_the_day_is_asked_when_it_is_needed() -> None:
    assert not _found(DAY_OF_THE_IMPORT, _texts(".py"))


FIXED = re.compile(r"(?:line-height:\s*|font:[^;{]*/)1\.[2-6]\d*[ ;]")


def test_line_heights_follow_the_script() -> None:
    """Marks of Khmer, Lao, Burmese and Thai touch those of the next line where a height is fixed:
    it is `--lh`, `--lh-tight`, or reckoned from them (css/tokens.css)."""
    assert not _found(FIXED, _texts(".css"))


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


def test_lists_have_the_marks_of_the_language() -> None:
    """`listed` and `in_parts` of common/lists.py; in templates `as_list`, `comma`, `next_comma`."""
    texts = [
        (path, SENTENCE.sub("", text))
        for path, text in _texts(".py", ".html", but="tests")
        if path not in FOR_MACHINES
    ]
    assert not _found(LIST_BY_HAND, texts)


TAGS_AND_ATTRIBUTES = re.compile(r"""\{%.*?%\}|=\s*"[^"]*\"""", re.S)  # 100% is a width
UNIT_BY_HAND = re.compile(r"(?:\}\}|\d|>) *(?:km|ha|%|US\$)\s*<")


def test_units_are_in_the_language_of_the_reader() -> None:
    """`{% unit "km" %}` of common/units.py, or a whole sentence that is translated."""
    texts = [
        (path, TAGS_AND_ATTRIBUTES.sub("", SENTENCE.sub("", text)))
        for path, text in _texts(".html")
    ]
    assert not _found(UNIT_BY_HAND, texts)


SCROLLS = re.compile(r"""<div(?:\{%.*?%\}|[^>])*class="scroll\b(?:\{%.*?%\}|[^>])*>""")


def test_what_scrolls_sideways_is_reached_by_the_keyboard() -> None:
    """It may be wider than the screen in one language only: it always has a name and a place."""
    tags = [(path, tag) for path, text in _texts(".html") for tag in SCROLLS.findall(text)]
    assert tags
    assert not [one for one in tags if "tabindex" not in one[1] or "aria-label" not in one[1]]
