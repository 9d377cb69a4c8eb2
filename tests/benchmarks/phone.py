"""The first load in Chromium on a throttled phone: an empty cache, Lighthouse's 4G, a quarter of the CPU."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

from client import HOST
from playwright.sync_api import Browser, sync_playwright
from product import Running
from report import Row

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
KILOBIT = 1000 / 8
FOUR_G = {"offline": False, "latency": 150, "downloadThroughput": 1638 * KILOBIT, "uploadThroughput": 750 * KILOBIT}
# LCP in ms, layout shift, and of each long task what is beyond 50 ms: the blocking time.
WATCH = """
  window.seen = {lcp: 0, cls: 0, tbt: 0};
  const watch = (type, note) =>
    new PerformanceObserver(list => list.getEntries().forEach(note)).observe({type, buffered: true});
  watch("largest-contentful-paint", entry => { seen.lcp = entry.startTime; });
  watch("layout-shift", entry => { if (!entry.hadRecentInput) seen.cls += entry.value; });
  watch("longtask", entry => { seen.tbt += Math.max(0, entry.duration - 50); });
"""


def first_loads(product: Running) -> Iterator[Row]:
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, BROWSERS)), "")
    if not path:
        yield Row("first load on a phone", errors=1, note="no Chromium on this machine")
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        for name in ("home", "lesson", "quiz"):
            yield first_load(browser, product, name)
        browser.close()


def first_load(browser: Browser, product: Running, name: str) -> Row:
    context = browser.new_context(viewport={"width": 390, "height": 844}, device_scale_factor=3, has_touch=True)
    url = f"http://{HOST}:{product.port}"
    context.add_cookies([{"name": "sessionid", "value": product.plan["learners"][0], "url": url}])
    context.add_init_script(WATCH)
    page = context.new_page()
    devtools = context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Network.emulateNetworkConditions", FOUR_G)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    kinds: dict[str, str] = {}
    sizes: dict[str, float] = {}
    elsewhere: list[str] = []

    def note(event: dict) -> None:
        kinds[event["requestId"]] = event["type"]
        if not event["request"]["url"].startswith((url, "data:")):
            elsewhere.append(event["request"]["url"])

    devtools.on("Network.requestWillBeSent", note)
    devtools.on("Network.loadingFinished", lambda event: sizes.update({event["requestId"]: event["encodedDataLength"]}))
    page.goto(url + product.plan["pages"][name], wait_until="load")
    page.wait_for_timeout(1500)  # the last paint and long tasks come after the load
    seen = page.evaluate("seen")
    context.close()
    before_images = sum(size for key, size in sizes.items() if kinds[key] != "Image")
    note_of = (
        f"{len(sizes)} requests, {sum(sizes.values()) / 1000:.0f} kB, {before_images / 1000:.0f} kB without images, "
        f"LCP {seen['lcp']:.0f} ms, TBT {seen['tbt']:.0f} ms, CLS {seen['cls']:.3f}"
    )
    label = f"first load on a phone: {name}"
    return Row(label, p50_ms=round(seen["lcp"], 1), bytes=int(sum(sizes.values())), errors=len(elsewhere), note=note_of)
