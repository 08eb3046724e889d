"""The measurements as a page: docs/performance.md."""

import datetime
import os
import platform
import re
import sqlite3
import subprocess
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from tests.bench.load import CONNECTIONS, ROUNDS, Round
from tests.postgres import postgres_binaries

BARE = "Bare view"
PAGES = {
    "Directory": "/zones/",
    "Three filters and facets": (
        "/zones/?country=VN&status=operational&sector=electronics_electrical"
    ),
    "Text search": "/zones/?q=da+nang",
    "Search page": "/search/?q=da+nang",
    "Suggestions": "/search/suggestions/?q=da+na",
    "Zone page": "/zones/la-savan-seno/",
    "Map feed": "/zones/map.json",
    "Match": "/tools/match/",
}
KEPT = {  # the same with the page cache, which is off for all others
    "Directory, kept": PAGES["Directory"],
    "Zone page, kept": PAGES["Zone page"],
}
OWN = {"Zone page, kept, signed in": PAGES["Zone page"]}
AGAIN = {"Zone page, not changed since": PAGES["Zone page"]}  # a 304
CHANGING = {"Zone page, changes elsewhere": "/zones/kh-phnom-penh-sez/"}  # two a second
DESK = {  # asked for by a moderator who is signed in
    "Queue of 2,000": "/desk/queue/",
    "Review of 40 fields": "/desk/submissions/10000000/",
}
AIMS = {
    "Directory": 25,
    "Three filters and facets": 30,
    "Text search": 30,
    "Zone page": 45,
    "Match": 40,
    "Directory, kept": 1.8,  # 0.55 of the bare view's requests a second
    "Zone page, kept": 1.8,
    "Zone page, kept, signed in": 6,
    "Zone page, not changed since": 1.2,
    "Zone page, changes elsewhere": 3,
}
GROWTH = 2  # a page of the largest size may cost this many times its figure of the size aimed at
AIMED_AT = ("PostgreSQL", 5000)
LARGEST = 50_000
STEADY = 1.25  # the bare view may differ by this between sizes and databases


@dataclass
class Measured:
    """One page at one size on one database."""

    database: str
    zones: int
    page: str
    round: Round
    queries: int
    multiple: float  # of the mean time of the bare view, measured beside it


def page(results: list[Measured], *, seconds: float, missing: list[str]) -> str:
    sizes = ", ".join(f"{size:,}" for size in sorted({result.zones for result in results}))
    left_out = "".join(f"\n**Left out: {what}.**\n" for what in missing)
    return f"""# Performance
Written by `make bench` (`tests/bench/`) on {datetime.datetime.now(datetime.UTC):%Y-%m-%d}; \
run it again rather than edit this page.
{left_out}
Sizes run: {sizes} zones. Databases: {", ".join(dict.fromkeys(r.database for r in results))}.

{machine()}

## Aims
At {AIMED_AT[1]:,} zones on {AIMED_AT[0]}, as a multiple of the mean time of the bare view:

{aims(results)}

From {AIMED_AT[1]:,} to {LARGEST:,} zones the figures of pages may grow {GROWTH} times:

{growth(results)}

## Measured
{table(results)}
{disturbance(results)}
{how(seconds)}
"""


def disturbance(results: list[Measured]) -> str:
    """A warning when the bare view, which no database touches, was not always as fast."""
    rates = [result.round.per_second for result in results if result.page == BARE]
    if max(rates) < STEADY * min(rates):
        return ""
    return (
        f"\n**The machine was not quiet:** the bare view, always the same, answered between "
        f"{min(rates):,.0f} and {max(rates):,.0f} requests a second. Compare rows only with care.\n"
    )


def how(seconds: float) -> str:
    every = PAGES | KEPT | OWN | AGAIN | CHANGING | DESK
    paths = "\n".join(f"- {name}: `{path}`" for name, path in every.items())
    return f"""## How
- Zones beyond the 380 real ones are made up (fixed seed), with 6 pieces of evidence and the \
nearest gateways each, beside real zones.
- gunicorn, 2 sync workers, as on a server (DEBUG off) less HTTPS; PostgreSQL runs with \
`fsync=off`; none of these pages writes.
- {CONNECTIONS} connections ask without pause and without `Accept-Encoding`, a new connection for \
each request; {ROUNDS} rounds of {seconds:g} s a page, all pages in turn in each round. Each \
figure is the median of the rounds. Pages were asked for before the rounds, so caches are warm.
- The bare view is a Django that answers a constant 30 KB without middleware or database \
(`tests/bench/bare.py`), measured in the same rounds. “× bare” divides the mean times of both.
- Client, server and database share one machine. The client's own work weighs most on the fastest \
page, the bare view, so the multiples are rather too small than too large.
- Queries are counted with the test client on the second request; the desk's are a moderator's.
- The page cache (`sez_portal/records/page_cache.py`) is off, but for the pages that say \
“kept”, “not changed since” (the browser has its tag) and “changes elsewhere” (two accepted \
changes a second to zones of another country).

{paths}"""


def machine() -> str:
    lines = [
        f"- Machine: {_cpu()}, {os.cpu_count()} CPUs, {_memory():.0f} GB; "
        f"{platform.system()} {platform.release()} {platform.machine()}",
        f"- Python {platform.python_version()}, Django {version('Django')}, "
        f"gunicorn {version('gunicorn')}, SQLite {sqlite3.sqlite_version}, "
        f"{_postgres() or 'no PostgreSQL'}",
    ]
    return "\n".join(lines)


def table(results: list[Measured]) -> str:
    lines = [
        "| database | zones | page | requests/s | p50 ms | p99 ms | bytes | queries | × bare |",
        "|---|--:|---|--:|--:|--:|--:|--:|--:|",
    ]
    for result in results:
        per_second, _mean, p50, p99, size = result.round
        lines.append(
            f"| {result.database} | {result.zones:,} | {result.page} | {per_second:,.1f} | "
            f"{p50:,.1f} | {p99:,.1f} | {size:,} | {result.queries} | {result.multiple:.1f} |"
        )
    return "\n".join(lines)


def aims(results: list[Measured]) -> str:
    found = {r.page: r.multiple for r in results if (r.database, r.zones) == AIMED_AT}
    lines = ["| page | at most | measured | |", "|---|--:|--:|---|"]
    for name, most in AIMS.items():
        if name in found:
            verdict = "met" if found[name] <= most else "**not met**"
            lines.append(f"| {name} | {most} | {found[name]:.1f} | {verdict} |")
        else:
            lines.append(f"| {name} | {most} | | not measured |")
    return "\n".join(lines)


def growth(results: list[Measured]) -> str:
    """The pages that cost more than they may at the largest size, or that none does."""
    database, size = AIMED_AT
    small = {r.page: r.multiple for r in results if (r.database, r.zones) == (database, size)}
    large = {r.page: r.multiple for r in results if (r.database, r.zones) == (database, LARGEST)}
    if not large:
        return "Not measured."
    times = {name: large[name] / small[name] for name in small if name in large}
    lines = [f"- {name}: {found:.1f} times" for name, found in times.items() if found > GROWTH]
    return "\n".join(lines) or "None grows more."


def _cpu() -> str:
    path = Path("/proc/cpuinfo")
    text = path.read_text("utf-8") if path.exists() else ""
    name = re.search(r"^model name\s*: (.+)$", text, re.M)
    return name[1] if name else platform.processor() or "processor without a name"


def _memory() -> float:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9


def _postgres() -> str:
    if (binaries := postgres_binaries()) is None:
        return ""
    command = [binaries / "postgres", "--version"]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    found = re.search(r"\d[\d.]*", said)
    return f"PostgreSQL {found[0]}" if found else "PostgreSQL"
