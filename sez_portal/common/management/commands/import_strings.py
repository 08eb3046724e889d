"""Takes back a workbook of `export_strings`: shows what it changes, then writes it if asked to."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import polib
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from sez_portal import languages
from sez_portal.common import string_sheet


class Command(BaseCommand):
    help = "Show what a workbook of strings changes in the catalogue; --write takes it in."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--write", action="store_true", help="change the catalogue")
        parser.add_argument("--by", default="", help="who has read it, kept in the catalogue")

    def handle(self, *, file: Path, write: bool, by: str, **options: Any) -> None:
        try:
            code, found = string_sheet.read(file)
        except (OSError, ValueError, KeyError, BadZipFile) as error:
            raise CommandError(str(error)) from error
        path = languages.catalogue(code)
        catalogue = polib.pofile(str(path), wrapwidth=98)
        changed = string_sheet.changes(catalogue, found)
        for change in changed:
            self.stdout.write(f"  {change.entry.msgid!r}\n- {change.before}\n+ {change.after}")
        if wrong := list(string_sheet.faults(code, changed)):
            raise CommandError("\n".join(["Nothing was written:", *wrong]))
        lost = found.keys() - {string_sheet.key_of(entry) for entry in catalogue}
        if lost:
            self.stderr.write(f"{len(lost)} rows are of strings that are no longer asked for")
        if write and changed:
            string_sheet.take_in(changed)
            catalogue.metadata["PO-Revision-Date"] = f"{timezone.localtime():%Y-%m-%d %H:%M%z}"
            if by:
                catalogue.metadata["Last-Translator"] = by
            catalogue.save()
        done = "written" if write else "nothing written: --write takes them in"
        self.stdout.write(f"{code}: {len(changed)} strings differ, {done}")
