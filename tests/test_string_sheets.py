"""A catalogue goes out as a workbook and comes back: what differs is shown and checked."""

import polib
import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from sez_portal import languages


@pytest.fixture
def lao(tmp_path, monkeypatch):
    monkeypatch.setattr(languages, "LOCALE", tmp_path)
    monkeypatch.chdir(tmp_path)
    made = polib.POFile()
    made.metadata["Plural-Forms"] = "nplurals=1; plural=0;"
    plural = {"msgid_plural": "%(n)s zones", "msgstr_plural": {0: "%(n)s ເຂດ"}}
    made.extend(
        [
            polib.POEntry(msgid="Zone", msgstr="ເຂດ", occurrences=[("templates/a.html", "")]),
            polib.POEntry(msgid="+ %(n)s more", msgstr="+ ອີກ %(n)s"),
            polib.POEntry(msgid="%(n)s zone", **plural),
            polib.POEntry(msgid="Open", msgctxt="verb", msgstr="ເປີດ", flags=["fuzzy"]),
            polib.POEntry(msgid="Close", comment="Translators: a window."),
        ]
    )
    path = languages.catalogue("lo")
    path.parent.mkdir(parents=True)
    made.save(str(path))
    return path


def exported(changes: dict[str, str]) -> None:
    """Export, then write these translations behind their English texts."""
    call_command("export_strings", "xlsx", "lo")
    book = load_workbook("strings-lo.xlsx")
    for row in book["lo"].iter_rows(min_row=2):
        if row[3].value in changes:
            row[5].value, row[6].value = changes[row[3].value], ""
    book.save("strings-lo.xlsx")


def test_a_sheet_that_was_not_touched_changes_nothing(lao, capsys):
    exported({})
    before = lao.read_text("utf-8")
    call_command("import_strings", "strings-lo.xlsx", "--write")
    assert "0 strings differ" in capsys.readouterr().out
    assert lao.read_text("utf-8") == before


def test_what_differs_is_shown_and_written_only_when_asked(lao, capsys):
    exported({"Zone": "ເຂດ ເສດຖະກິດ", "%(n)s zone": "ເຂດ %(n)s ແຫ່ງ", "Close": "ປິດ", "Open": "ເປີດ"})
    before = lao.read_text("utf-8")
    call_command("import_strings", "strings-lo.xlsx")
    told = capsys.readouterr().out
    assert "- ເຂດ\n+ ເຂດ ເສດຖະກິດ" in told
    assert "4 strings differ, nothing written" in told
    assert lao.read_text("utf-8") == before
    call_command("import_strings", "strings-lo.xlsx", "--write", "--by", "A reader of Lao")
    now = polib.pofile(str(lao))
    assert now.find("Zone").msgstr == "ເຂດ ເສດຖະກິດ"
    assert now.find("%(n)s zone").msgstr_plural == {0: "ເຂດ %(n)s ແຫ່ງ"}
    assert now.find("Close").translated()
    assert not now.find("Open", msgctxt="verb").fuzzy
    assert now.metadata["Last-Translator"] == "A reader of Lao"


def test_a_sheet_with_a_fault_is_refused_whole(lao):
    exported({"Zone": "ເຂດ ເສດຖະກິດ", "%(n)s zone": "ເຂດ"})
    before = lao.read_text("utf-8")
    with pytest.raises(CommandError, match="placeholders differ"):
        call_command("import_strings", "strings-lo.xlsx", "--write")
    assert lao.read_text("utf-8") == before


def test_another_file_is_refused(lao, tmp_path):
    (tmp_path / "no.xlsx").write_text("no workbook")
    with pytest.raises(CommandError):
        call_command("import_strings", "no.xlsx")
