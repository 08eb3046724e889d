"""The command that collects the strings to translate."""

import polib
import pytest
from django.core.management import call_command

from sez_portal import languages
from sez_portal.common.management.commands import extract_messages

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
