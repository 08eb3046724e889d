"""Brings every translatable string of the code and templates into the seven catalogues.

Needs gettext's xgettext; compiling, which every machine does, does not."""

import os
import re
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import polib
from django.conf import locale
from django.core.management.base import BaseCommand
from django.utils.translation import to_locale

from sez_portal import languages

PLURALS = re.compile(r"nplurals=(\d+)")
ROOT = languages.LOCALE.parent
DJANGO = Path(locale.__file__).parent
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
            catalogue.merge(template)
            fit_plurals(catalogue)
            catalogue.save(path)
            done = len(catalogue.translated_entries())
            self.stdout.write(f"{code}: {len(template)} strings, {done} translated")
