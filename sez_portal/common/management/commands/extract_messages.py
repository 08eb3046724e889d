"""Brings every translatable string of the code and templates into the seven catalogues.

Needs gettext's xgettext; compiling, which every machine does, does not."""

import os
import re
import subprocess
import sys
from difflib import SequenceMatcher
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polib
from django.conf import locale
from django.core.management.base import BaseCommand
from django.utils.translation import to_locale

from sez_portal import languages
from sez_portal.common.translation_rules import placeholders

PLURALS = re.compile(r"nplurals=(\d+)")
ROOT = languages.LOCALE.parent
DJANGO = Path(locale.__file__).parent
ALIKE = 0.6  # of two English texts, from which on one counts as the other reworded
SOURCES = ("sez_portal", "countries", "zones", "investors", "templates")


def extracted() -> polib.POFile:
    """Return all strings that the sources mark for translation, as one template.

    `makemessages` runs in a folder of links, where it can neither change our
    catalogues nor wander into `.venv`."""
    with TemporaryDirectory() as folder:
        here = Path(folder)
        (here / "locale").mkdir()
        for name in SOURCES:
            (here / name).symlink_to(ROOT / name)
        options = ["--locale=en", "--extension=py,html,txt", "--add-location=file"]
        subprocess.run(
            [sys.executable, "-m", "django", "makemessages", "--symlinks", "--keep-pot", *options],
            cwd=here,
            env={k: v for k, v in os.environ.items() if k != "DJANGO_SETTINGS_MODULE"},
            stdout=subprocess.DEVNULL,
            check=True,
        )
        return polib.pofile(here / "locale" / "django.pot")


def plural_count(catalogue: polib.POFile) -> int:
    """How many plural forms the language has; 0 when the header does not say."""
    match = PLURALS.search(catalogue.metadata.get("Plural-Forms", ""))
    return int(match[1]) if match else 0


def fit_plurals(catalogue: polib.POFile) -> None:
    """A merged entry has the template's two forms; most of our languages have one."""
    forms = range(plural_count(catalogue))
    for entry in catalogue:
        if entry.msgid_plural:
            entry.msgstr_plural = {form: entry.msgstr_plural.get(form, "") for form in forms}


def merge(catalogue: polib.POFile, template: polib.POFile) -> None:
    """Take in what the sources say today. A string that was reworded keeps its translation,
    marked as fuzzy: it is not shown, and whoever translates anew begins with it."""
    before = {(entry.msgctxt, entry.msgid) for entry in catalogue if not entry.obsolete}
    catalogue.merge(template)
    fit_plurals(catalogue)
    former = [entry for entry in catalogue.obsolete_entries() if _says(entry)]
    for entry in catalogue:
        is_new = not entry.obsolete and (entry.msgctxt, entry.msgid) not in before
        if is_new and not _says(entry) and (old := _most_alike(entry, former)):
            entry.msgstr = old.msgstr
            entry.msgstr_plural = dict(old.msgstr_plural)
            entry.previous_msgid, entry.previous_msgctxt = old.msgid, old.msgctxt
            entry.flags.append("fuzzy")


def _says(entry: polib.POEntry) -> bool:
    return bool(entry.msgstr or any(entry.msgstr_plural.values()))


def _most_alike(entry: polib.POEntry, former: list[polib.POEntry]) -> polib.POEntry | None:
    """The translated string that this one was before it was reworded, if one is like it."""
    best, most = None, ALIKE
    wanted = placeholders(entry.msgid)
    for old in former:
        if bool(old.msgid_plural) != bool(entry.msgid_plural) or placeholders(old.msgid) != wanted:
            continue
        matcher = SequenceMatcher(None, old.msgid, entry.msgid, autojunk=False)
        if matcher.real_quick_ratio() < most or matcher.quick_ratio() < most:
            continue
        if (ratio := matcher.ratio()) >= most:
            best, most = old, ratio
    return best


def catalogue_of(code: str) -> polib.POFile:
    """The language's catalogue; of a language that was added just now an empty one."""
    path = languages.catalogue(code)
    if path.exists():
        return polib.pofile(str(path), wrapwidth=98)
    path.parent.mkdir(parents=True)
    of_django = DJANGO / to_locale(code) / "LC_MESSAGES" / "django.po"
    known = polib.pofile(str(of_django)).metadata if of_django.exists() else {}
    catalogue = polib.POFile(wrapwidth=98)
    catalogue.metadata = {
        "Project-Id-Version": "sez_portal",
        "Language": to_locale(code),
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": known.get("Plural-Forms", "nplurals=2; plural=(n != 1);"),
    }
    return catalogue


class Command(BaseCommand):
    help = "Update locale/*/LC_MESSAGES/django.po from the code and the templates."

    def handle(self, **options: Any) -> None:
        template = extracted()
        for code, _ in languages.LANGUAGES:
            path = languages.catalogue(code)
            catalogue = catalogue_of(code)
            merge(catalogue, template)
            catalogue.save(path)
            done = len(catalogue.translated_entries())
            self.stdout.write(f"{code}: {len(template)} strings, {done} translated")
