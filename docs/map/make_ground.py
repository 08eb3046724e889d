"""Draw `sez_portal/maps/ground.png`, the ground of the share pictures, from `static/map/plate.svg`,
and `mark.png`, the portal's mark, from `static/favicon.svg`. Needs Chromium; see README.md."""

from io import BytesIO
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

ROOT = Path(__file__).parents[2]
MAPS = ROOT / "sez_portal" / "maps"
WIDTH, HEIGHT = 1600, 1920  # of the plate; a unit becomes a pixel
MARK = 46
COLOURS = """
    --sea: #dfe9e7; --land: #fffdf8; --beyond: #edeae1; --border: #868f89;
    --stream: #a9c9c8; --mekong: #3b8c90; --corridor: #b0590b;
"""


def shot(page, svg: str, width: int, height: int) -> Image.Image:
    page.set_viewport_size({"width": width, "height": height})
    page.set_content(
        f"<style>body {{ margin: 0 }} svg {{ display: block; {COLOURS} }}</style>{svg}"
    )
    return Image.open(BytesIO(page.screenshot(omit_background=True)))


def main() -> None:
    plate = (ROOT / "static" / "map" / "plate.svg").read_text("utf-8")
    plate = plate.replace(
        "<svg ", f'<svg width="{WIDTH}" height="{HEIGHT}" style="background:#dfe9e7" '
    )
    mark = (ROOT / "static" / "favicon.svg").read_text("utf-8")
    mark = mark.replace("<svg ", f'<svg width="{MARK}" height="{MARK}" ')
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path="/usr/bin/chromium", args=["--no-sandbox"]
        )
        page = browser.new_page()
        ground = shot(page, plate, WIDTH, HEIGHT).convert("RGB").quantize(48)
        ground.save(MAPS / "ground.png", optimize=True)
        shot(page, mark, MARK, MARK).save(MAPS / "mark.png", optimize=True)
        browser.close()


if __name__ == "__main__":
    main()
