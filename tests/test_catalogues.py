"""The catalogues: how strings are collected, what is wrong with them, which languages are shown."""

import ast

import polib
import pytest
from django.core.management import call_command

from sez_portal import languages
from sez_portal.common.management.commands import compile_catalogues, extract_messages
from sez_portal.common.translation_rules import faults_of

EXTRACTED = polib.POFile()
EXTRACTED.append(polib.POEntry(msgid="Zone"))
EXTRACTED.append(polib.POEntry(msgid="%(n)s zone", msgid_plural="%(n)s zones", msgstr_plural={}))


@pytest.mark.parametrize(("code", "folder", "forms"), [("ms", "ms", 1), ("pt-br", "pt_BR", 2)])
def test_a_language_without_a_catalogue_gets_one(tmp_path, monkeypatch, code, folder, forms):
    monkeypatch.setattr(languages, "LOCALE", tmp_path)
    monkeypatch.setattr(languages, "LANGUAGES", [(code, "A new one")])
    monkeypatch.setattr(extract_messages, "extracted", lambda: EXTRACTED)
    call_command("extract_messages")
    made = polib.pofile(str(tmp_path / folder / "LC_MESSAGES" / "django.po"))
    assert [entry.msgid for entry in made] == ["Zone", "%(n)s zone"]
    assert len(made[1].msgstr_plural) == forms
    assert made.metadata["Language"] == folder


def catalogue(*entries: polib.POEntry, forms: int = 1) -> polib.POFile:
    made = polib.POFile()
    made.metadata["Plural-Forms"] = f"nplurals={forms}; plural=0;"
    made.extend(entries)
    return made


def told(msgid: str, msgstr: str = "", **more) -> polib.POEntry:
    return polib.POEntry(msgid=msgid, msgstr=msgstr, **more)


@pytest.mark.parametrize(
    ("now", "kept"),
    [
        (told("Keep the key"), "ຮັກສາ"),
        (told("Keep it", msgctxt="verb"), "ຮັກສາ"),
        (told("Keep %(it)s"), ""),  # other places of values
        (told("Something else"), ""),
        (told("Keep it all", msgid_plural="Keep them all"), ""),
    ],
)
def test_a_string_that_was_reworded_keeps_its_translation_as_fuzzy(now, kept):
    lao = catalogue(told("Keep it", "ຮັກສາ"), told("Stays", "ຢູ່"))
    extract_messages.merge(lao, catalogue(now, told("Stays")))
    entry = lao.find(now.msgid, msgctxt=now.msgctxt or False)
    assert (entry.msgstr, entry.fuzzy) == (kept, bool(kept))
    assert lao.find("Stays").translated()
    assert not entry.translated()


def test_an_old_string_without_a_translation_is_not_made_fuzzy():
    lao = catalogue(told("Keep it", "ຮັກສາ"), told("Keep it up"))
    extract_messages.merge(lao, catalogue(told("Keep it up")))
    assert not lao.find("Keep it up").fuzzy


PUBLIC, DESK = [("templates/zones/zone.html", "")], [("templates/desk/home.html", "")]


def offered(tmp_path, monkeypatch, lacking: list[str]) -> bool:
    """Whether Lao is offered where of 100 strings, half of them the desk's, some are lacking."""
    kinds = {"public": PUBLIC, "desk": DESK}
    strings = [(f"{kind} {n}", files) for kind, files in kinds.items() for n in range(50)]
    monkeypatch.setattr(languages, "LOCALE", tmp_path)
    for code in ("en", "lo"):
        made = catalogue(
            *(
                told(text, "" if text in lacking else "ລາວ", occurrences=files)
                for text, files in strings
            )
        )
        path = languages.catalogue(code)
        path.parent.mkdir(parents=True)
        made.save(str(path))
        made.save_as_mofile(str(path.with_suffix(".mo")))
    return "lo" in languages.complete_languages.__wrapped__()


@pytest.mark.parametrize(
    ("lacking", "is_offered"),
    [
        ([], True),
        (["desk 1", "desk 2"], True),
        (["desk 1", "desk 2", "desk 3"], False),  # 97 %
        (["public 1"], False),
    ],
)
def test_a_language_is_offered_when_no_public_page_lacks_a_string(
    tmp_path, monkeypatch, lacking, is_offered
):
    assert offered(tmp_path, monkeypatch, lacking) == is_offered


def test_what_is_fuzzy_is_not_shown(tmp_path):
    made = catalogue(told("Zone", "ເຂດ"), told("Zones", "ເຂດ", flags=["fuzzy"]))
    made.save_as_mofile(str(tmp_path / "lo.mo"))
    assert [entry.msgid for entry in polib.mofile(str(tmp_path / "lo.mo"))] == ["Zone"]
    assert languages.share_of(made) == 50


def test_a_full_catalogue_stays_full():
    full = [told(f"string {n}", "ເຂດ") for n in range(99)]
    check = compile_catalogues.faults
    assert list(check("lo", catalogue(*full[:40], told("new")), None)) == []
    assert "1 strings are not translated" in " ".join(
        check("lo", catalogue(*full, told("n")), None)
    )


@pytest.mark.parametrize(
    ("code", "english", "translation", "fault"),
    [
        ("lo", "Zone", "ເຂດ", ""),
        ("lo", "%(count)s zones", "%(n)s ເຂດ", "placeholders differ"),
        ("lo", "<b>One</b> zone", "<b>ເຂດ", "tags differ"),
        ("lo", "Zone", "ເຂດ ", "blanks at the ends differ"),
        ("vi", "Zone", "Khu ho\u0301a", "characters are not in NFC"),
        ("th", "Zone", "ເຂດ", "letters of another script"),
        ("km", "zone of trade", "zone", "no letter of the language"),
        ("my", "Zone", "\u1031\u1007\u102f\u1014\u103a", "given up, or Zawgyi"),
        ("th", "Show", "เเสดง", "given up, or Zawgyi"),
        ("lo", "It is so.", "ມັນເປັນ", "ends without its stop"),
        ("zh-hans", "It is so.", "如此。", ""),
        ("th", "It is so.", "เป็นเช่นนั้น", ""),
        ("km", "Zone:", "តំបន់", "ends without its colon"),
        ("vi", "Zone", "Khu.", "a stop that the English has not"),
        ("lo", "Natural Earth, GeoNames", "Natural Earth, GeoNames", ""),
    ],
)
def test_the_rules_of_a_translation(code, english, translation, fault):
    found = " ".join(faults_of(code, [english], translation))
    assert fault in found
    assert bool(fault) == bool(found)


CALLS = {  # how many strings each takes
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), 1),
    **dict.fromkeys(("ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy"), 2),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), 3),
}


@pytest.mark.parametrize("folder", [*extract_messages.SOURCES[:-1]])
def test_every_string_is_marked_so_that_it_is_extracted(folder):
    """By the names that the extraction knows, with the text itself: no alias, no f-string."""
    for path in sorted((extract_messages.ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "django.utils.translation":
                aliases = {one.asname for one in node.names if one.name in CALLS} - {None, "_"}
                assert not aliases, f"{path}: {aliases} is not extracted"
            if isinstance(node, ast.Call) and (count := CALLS.get(_name(node.func))):
                plain = [isinstance(one, ast.Constant) for one in node.args[:count]]
                assert all(plain), f"{path}:{node.lineno}: no plain text"


def _name(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""
