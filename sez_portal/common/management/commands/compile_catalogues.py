"""Compiles the catalogues without gettext, or (`--check`) says what is wrong with them."""

import re
import shutil
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

import polib
from django.core.management.base import BaseCommand, CommandError

from sez_portal import languages
from sez_portal.common.management.commands.extract_messages import extracted, plural_count

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")


class Command(BaseCommand):
    help = "Compile locale/*/LC_MESSAGES/django.po to .mo where the .po is newer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="compile nothing, find faults")

    def handle(self, *, check: bool, **options: Any) -> None:
        codes = [code for code, _ in languages.LANGUAGES]
        if check:
            self._check(codes)
        else:
            self.stdout.write(f"catalogues: {sum(map(compiled, codes))} compiled of {len(codes)}")

    def _check(self, codes: list[str]) -> None:
        template = None
        if shutil.which("xgettext"):
            template = extracted()
        else:
            self.stderr.write("xgettext is missing: not checked whether every string is extracted")
        catalogues = {code: polib.pofile(languages.catalogue(code)) for code in codes}
        all_faults = [
            f"{code}: {fault}"
            for code, catalogue in catalogues.items()
            for fault in faults(catalogue, template)
        ]
        if all_faults:
            raise CommandError("\n".join(all_faults))
        shares = ", ".join(f"{code} {c.percent_translated()} %" for code, c in catalogues.items())
        self.stdout.write(f"catalogues agree with the code; translated: {shares}")


def compiled(code: str) -> bool:
    """Compile one catalogue; False when the compiled one is up to date."""
    source = languages.catalogue(code)
    target = source.with_suffix(".mo")
    if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
        return False
    polib.pofile(source).save_as_mofile(target)
    return True


def faults(catalogue: polib.POFile, template: polib.POFile | None) -> Iterator[str]:
    """What would break a page, or leave a string out of the translators' sight."""
    plurals = plural_count(catalogue)
    if not plurals:
        yield "no Plural-Forms in the header"
        return
    for entry in catalogue.translated_entries():
        yield from _entry_faults(entry, plurals)
    if template is not None:
        messages = {(e.msgctxt, e.msgid) for e in catalogue if not e.obsolete}
        lost = [e.msgid for e in template if (e.msgctxt, e.msgid) not in messages]
        if lost:
            yield f"{len(lost)} strings are not in the catalogue, run `make messages`: {lost[0]!r}"


def _entry_faults(entry: polib.POEntry, plurals: int) -> Iterator[str]:
    """A form may keep the placeholders of the singular or of the plural, and no others."""
    forms = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    if entry.msgid_plural and len(forms) != plurals:
        yield f"{len(forms)} plural forms instead of {plurals}: {entry.msgid!r}"
    allowed = [_placeholders(text) for text in (entry.msgid, entry.msgid_plural) if text]
    for form in forms:
        if _placeholders(form) not in allowed:
            yield f"placeholders differ: {entry.msgid!r} and {form!r}"


def _placeholders(text: str) -> list[str]:
    return sorted(PLACEHOLDER.findall(text))
