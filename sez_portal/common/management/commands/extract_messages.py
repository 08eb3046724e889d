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
from django.core.management.base import BaseCommand

from sez_portal import languages

PLURALS = re.compile(r"nplurals=(\d+)")
ROOT = languages.LOCALE.parent
SOURCES = ("sez_portal", "countries", "zones", "investors", "templates")


def extracted() -> polib.POFile:
    """All strings that the sources mark for translation, as one template.

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


class Command(BaseCommand):
    help = "Update locale/*/LC_MESSAGES/django.po from the code and the templates."

    def handle(self, **options: Any) -> None:
        template = extracted()
        for code, _ in languages.LANGUAGES:
            path = languages.catalogue(code)
            catalogue = polib.pofile(path, wrapwidth=98)
            catalogue.merge(template)
            fit_plurals(catalogue)
            catalogue.save(path)
            done = len(catalogue.translated_entries())
            self.stdout.write(f"{code}: {len(template)} strings, {done} translated")
