"""Writes the catalogue of a language as a workbook, for whoever reads it without git."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from sez_portal import languages
from sez_portal.common import string_sheet
from sez_portal.common.workbooks import contents


class Command(BaseCommand):
    help = "Write all strings of a language as XLSX; `import_strings` takes them back."

    def add_arguments(self, parser: ArgumentParser) -> None:
        codes = [code for code, _ in languages.LANGUAGES if code != languages.ENGLISH]
        parser.add_argument("format", choices=["xlsx"])
        parser.add_argument("language", choices=codes)
        parser.add_argument("--to", type=Path, help="the file; by default strings-LANGUAGE.xlsx")

    def handle(self, *, language: str, to: Path | None, **options: Any) -> None:
        to = to or Path(f"strings-{language}.xlsx")
        to.write_bytes(contents(string_sheet.sheet_of(language)))
        self.stdout.write(f"{to}: correct the column “{string_sheet.TRANSLATION}” alone")
