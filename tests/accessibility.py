"""axe on a page, as it is now."""

from pathlib import Path

AXE = (Path(__file__).parent / "journeys" / "vendor" / "axe-4.14.1.min.js").read_text()

# A colour on its way from light to dark has a contrast that nobody will see.
STILL = """() => Promise.allSettled(document.getAnimations()
  .filter(each => each.playState === "running" && each.effect.getComputedTiming().endTime < Infinity)
  .map(each => each.finished))"""


def examine(page, within="html"):
    """Fails with a list of what is not accessible.

    `within` is a selector, for screens around which Wagtail puts its own.
    """
    page.evaluate(AXE)
    page.evaluate(STILL)
    found = page.evaluate("within => axe.run(within)", within)["violations"]
    assert not found, f"{page.url}\n" + "\n".join(map(describe, found))


def describe(violation):
    places = [node["failureSummary"].replace("\n", " ") + "  " + node["html"][:200] for node in violation["nodes"][:3]]
    return "\n    ".join([f"{violation['id']}: {violation['help']} ({len(violation['nodes'])})", *places])
