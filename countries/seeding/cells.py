"""What the loaders of seed tables share: names of columns, sources, places, pieces of evidence."""

import re
from dataclasses import replace

from sez_portal.common.fields import columns_of
from sez_portal.common.geo import is_in_country
from sez_portal.records.evidence.citation import Cited, Piece
from sez_portal.records.record import Record
from sez_portal.records.seeding import Row, SeedTable

COMPILED = "2026-11"  # when the tables were compiled, as their README says


def same_names(*names: str, **others: str) -> dict[str, str]:
    """Fields that have their own name as column, and some that do not (field=column)."""
    return {**{name: name for name in names}, **others}


def check_place(table: SeedTable, line: int, row: Row) -> None:
    """Note a missing coordinate and a point outside its country."""
    for column in ("lat", "lon"):
        if not row[column].strip():
            table.fault(line, column, "the coordinate is missing")
    try:
        point = float(row["lon"]), float(row["lat"])
    except ValueError:
        return  # already named as no number
    if not is_in_country(point, row["country_iso2"]):
        table.fault(line, "lat, lon", f"{point[1]}, {point[0]} lies outside {row['country_iso2']}")


def cited_in(url: str, title: str, *, publisher: str = "", published: str = "") -> Cited:
    """A source as the tables give it; a bracketed remark says that its address is not sure."""
    title, bracket, _remark = title.partition(" [address")
    return Cited(url, title.strip(), publisher, published, is_linked=not bracket)


def year_in(title: str) -> str:
    """The year that closes the brackets at the end of a title: "… (Rajah & Tann, Q3 2018)"."""
    match = re.search(r"\([^()]*?\b((?:19|20)\d\d)\)\s*$", title)
    return match[1] if match else ""


def one_source(of: Record, values: dict[str, object], row: Row) -> dict[str, list[Piece]]:
    """Return the same source, or two, as evidence for every figure of a row."""
    cited = [
        cited_in(
            row[f"{prefix}_url"], row[f"{prefix}_title"], published=year_in(row[f"{prefix}_title"])
        )
        for prefix in ("source", "more_source")
        if prefix == "source" or row.get(f"{prefix}_url")
    ]
    return evidence_for(of, values, dict.fromkeys(of.by_key, cited), {})


def noted(
    evidence: dict[str, list[Piece]], pages: dict[str, list[tuple[Cited | None, str]]]
) -> dict[str, list[Piece]]:
    """The evidence, where further pages speak of a field with these in place of the row's own."""
    for name, cited_notes in pages.items():
        if name not in evidence:
            continue  # not known
        cited = tuple(dict.fromkeys(source for source, _note in cited_notes if source))
        newest = max((source.published for source in cited), default="")
        note = " ".join(dict.fromkeys(note for _source, note in cited_notes if note))
        evidence[name] = [
            replace(piece, sources=cited or piece.sources, note=note, speaks_of=newest)
            for piece in evidence[name]
        ]
    return evidence


def evidence_for(
    of: Record,
    values: dict[str, object],
    sources: dict[str, list[Cited]],
    dated: dict[str, str],
) -> dict[str, list[Piece]]:
    """One piece of evidence for each known value: it speaks of `dated`, or of its newest source."""
    evidence = {}
    names = set(columns_of("name"))
    for key, value in values.items():
        if value == of[key].kind.empty or (key in names and key not in sources):
            continue
        cited = tuple(sources.get(key, ()))
        newest = max((source.published for source in cited), default="")
        speaks_of = dated.get(key) or newest
        evidence[key] = [Piece(value=value, speaks_of=speaks_of, compiled=COMPILED, sources=cited)]
    return evidence


def short(name: str) -> str:
    """The name without the remark in brackets, Latin or Chinese, that follows it."""
    return re.split(r"\s*[(（]", name)[0]


def slug_of(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
