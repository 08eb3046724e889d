"""Compiles the catalogues without gettext, or (`--check`) says what is wrong with them."""

import shutil
from argparse import ArgumentParser
from collections.abc import Iterator
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from sez_portal import languages
from sez_portal.common.management.commands.extract_messages import extracted, plural_count
from sez_portal.common.translation_rules import faults_of


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
            for fault in faults(code, catalogue, template)
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


def faults(code: str, catalogue: polib.POFile, template: polib.POFile | None) -> Iterator[str]:
    """What would break a page, or leave a string out of the translators' sight."""
    plurals = plural_count(catalogue)
    if not plurals:
        yield "no Plural-Forms in the header"
        return
    for entry in catalogue.translated_entries():
        yield from _entry_faults(code, entry, plurals)
    if languages.share_of(catalogue) >= settings.LANGUAGE_SHARE:
        yield from _lacking(catalogue)
    if template is not None:
        messages = {(e.msgctxt, e.msgid) for e in catalogue if not e.obsolete}
        lost = [e.msgid for e in template if (e.msgctxt, e.msgid) not in messages]
        if lost:
            yield f"{len(lost)} strings are not in the catalogue, run `make messages`: {lost[0]!r}"


def _lacking(catalogue: polib.POFile) -> Iterator[str]:
    """Once a language is shown, a new string comes with its translation."""
    lacking = [e.msgid for e in catalogue if not e.obsolete and not e.translated()]
    if lacking:
        yield f"{len(lacking)} strings are not translated, or fuzzy: {lacking[0]!r}"


def _entry_faults(code: str, entry: polib.POEntry, plurals: int) -> Iterator[str]:
    """A form may keep the placeholders of the singular or of the plural, and no others."""
    forms = entry.msgstr_plural.values() if entry.msgid_plural else [entry.msgstr]
    if entry.msgid_plural and len(forms) != plurals:
        yield f"{len(forms)} plural forms instead of {plurals}: {entry.msgid!r}"
    sources = [text for text in (entry.msgid, entry.msgid_plural) if text]
    for form in forms:
        for fault in faults_of(code, sources, form):
            yield f"{fault}: {entry.msgid!r} and {form!r}"
