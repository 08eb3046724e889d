"""How soon the map is drawn on a phone, how much it weighs, and how a move of it costs.

    python -m tests.bench.map http://127.0.0.1:8000 [/zones/?view=map]

A phone's profile in Chromium: 390 pixels wide, the processor four times slower. The clock counts
where the machine is quiet. Beside it stands what the main thread itself worked at full speed,
times four: other work on the machine does not lengthen it.
"""

import json
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import CDPSession, Page, sync_playwright

from tests.browser import FLAGS, chromium

SLOWER = 4
RUNS = 3
MARK = "map drawn"
TRACED = [
    "toplevel",
    "devtools.timeline",
    "disabled-by-default-devtools.timeline",
    "blink.user_timing",
]


def main() -> None:
    site, address = sys.argv[1], (*sys.argv[2:], "/zones/?view=map")[0]
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=chromium(), args=FLAGS)
        visits = [_visit(chrome, site + address) for _run in range(RUNS)]
        chrome.close()
    for name in visits[0]:
        values = [visit[name] for visit in visits]
        print(f"{name:42} {median(values):8.0f}   ({min(values):.0f} to {max(values):.0f})")


def _visit(chrome: Any, url: str) -> dict[str, float]:
    """A first visit by the clock, slowed, and one at full speed that is traced."""
    page, session = _phone(chrome)
    sizes: list[float] = []
    session.on("Network.loadingFinished", lambda event: sizes.append(event["encodedDataLength"]))
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
    page.goto(url, wait_until="networkidle")
    found = {
        "first drawing, the server's (ms)": _entry(page, "first-contentful-paint"),
        "the interactive map is drawn (ms)": _entry(page, MARK),
        "the same, work of the main thread (ms)": _worked(chrome, url) * SLOWER,
        "weight of all that is loaded (KB)": sum(sizes) / 1024,
        "one move nearer (ms)": _move(page),
    }
    page.context.close()
    return found


def _phone(chrome: Any) -> tuple[Page, CDPSession]:
    context = chrome.new_context(
        viewport={"width": 390, "height": 844}, device_scale_factor=2, has_touch=True
    )
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    return page, session


def _worked(chrome: Any, url: str) -> float:
    page, _session = _phone(chrome)
    with tempfile.TemporaryDirectory() as folder:
        trace = Path(folder) / "trace.json"
        chrome.start_tracing(page=page, path=str(trace), categories=TRACED)
        page.goto(url, wait_until="networkidle")
        chrome.stop_tracing()
        page.context.close()
        return _busy(json.loads(trace.read_text("utf-8"))["traceEvents"])


def _entry(page: Page, name: str) -> float:
    read = (
        "name => { const e = performance.getEntriesByName(name)[0]; return e ? e.startTime : -1; }"
    )
    return float(page.evaluate(read, name))


def _move(page: Page) -> float:
    """The script's time of one step nearer, with the ground and all signs drawn anew."""
    press = """() => { const start = performance.now();
    document.querySelector('.zoom .nearer').click(); return performance.now() - start; }"""
    return float(page.evaluate(press))


def _busy(events: Iterable[dict[str, Any]]) -> float:
    """Thread time, in ms, of the main thread of the page until the mark."""
    events = list(events)
    marks = [event for event in events if event.get("name") == MARK]
    if not marks:
        return -1
    thread, end = (marks[0]["pid"], marks[0]["tid"]), marks[0]["ts"]
    tasks = (
        event.get("tdur", 0)
        for event in events
        if (event["pid"], event["tid"]) == thread
        and event["name"] == "ThreadControllerImpl::RunTask"  # outer ones: not RunTask within
        and event["ts"] < end
    )
    return sum(tasks) / 1000


if __name__ == "__main__":
    main()
