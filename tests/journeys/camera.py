"""Takes the picture of a state as it stands, in the variants people meet, and lets axe look at each."""

import json
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from playwright.async_api import Frame, Page

from tests.process import ROOT

PICTURES = ROOT / "var" / "pictures"
SETTLED = """async () => {
    await document.fonts.ready;
    await Promise.all(document.getAnimations().map(one => one.finished.catch(() => 0)));
    await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
}"""

COLOURS = ["color-contrast", "link-in-text-block"]  # axe's rules about them
AXE = """([scope, place, coloured, colours]) => {
    const elements = document.documentElement.outerHTML;
    const seen = window.seenByAxe?.place === place && window.seenByAxe.elements === elements;
    window.seenByAxe = {place, elements};
    const narrow = seen ? {runOnly: colours}
        : coloured ? {} : {rules: Object.fromEntries(colours.map(one => [one, {enabled: false}]))};
    return axe.run(scope ?? document, {iframes: false, resultTypes: ['violations'], ...narrow});
}"""


@dataclass(frozen=True)
class Variant:
    """How a state is looked at. A language needs another page; the rest is changed under it."""

    name: str
    language: str
    scheme: str
    phone: bool


VARIANTS = [
    Variant("light", "en", "light", phone=False),
    Variant("dark", "en", "dark", phone=False),
    Variant("phone", "en", "light", phone=True),
    Variant("ar", "ar", "light", phone=False),
    Variant("ar-phone-dark", "ar", "dark", phone=True),
]


@cache
def _axe() -> str:
    return (ROOT / "node_modules/axe-core/axe.min.js").read_text(encoding="utf-8")


@dataclass
class Camera:
    """`app` names the folder; `desktop` and `phone` are sizes of the window, `wanted` the names of the states that are
    to be pictured."""

    app: str
    language: str
    desktop: tuple[int, int]
    phone: tuple[int, int]
    wanted: frozenset[str]
    taken: set[tuple[str, str]] = field(default_factory=set)  # (state, variant)
    violations: list[str] = field(default_factory=list)

    async def take(self, state: str, page: Page, *looked_at: Frame | None, scope: str | None = None) -> None:
        """Picture the page in all variants of this camera's language; axe looks at `looked_at` (the page's own frame
        when nothing is named), there at what the selector `scope` names."""
        assert state in self.wanted, f"{state} is not in the list of states"
        for variant in [one for one in VARIANTS if one.language == self.language]:
            width, height = self.phone if variant.phone else self.desktop
            await page.set_viewport_size({"width": width, "height": height})
            await page.emulate_media(color_scheme=variant.scheme, reduced_motion="reduce")  # type: ignore[arg-type]
            frames = [one for one in looked_at if one] or [page.main_frame]
            for frame in dict.fromkeys([page.main_frame, *frames]):
                await frame.evaluate(SETTLED)
            folder = PICTURES / self.app / variant.name
            folder.mkdir(parents=True, exist_ok=True)
            await page.screenshot(path=folder / f"{state}.png")
            for frame in frames:
                await self._look(state, variant, frame, scope)
            self.taken.add((state, variant.name))
        width, height = self.desktop
        await page.set_viewport_size({"width": width, "height": height})
        await page.emulate_media(color_scheme="light", reduced_motion="reduce")

    async def _look(self, state: str, variant: Variant, frame: Frame, scope: str | None) -> None:
        """With all of axe's rules, less those that can find nothing new: what is no matter of colours where only the
        scheme changed under the same elements, and colours in another language than the one that has all schemes."""
        if not await frame.evaluate("() => 'axe' in window"):
            await frame.evaluate(_axe())
        coloured = variant.language == "en" or variant.phone
        place = [scope, f"{state} {variant.phone}", coloured, COLOURS]
        found: dict[str, Any] = await frame.evaluate(AXE, place)
        where = f"{state} ({variant.name})"
        for violation in found["violations"]:
            for node in violation["nodes"]:
                html = " ".join(node["html"].split())[:160]
                data = json.dumps([check.get("message") for check in node["any"] + node["all"]])[:240]
                self.violations.append(f"{where}: {violation['id']}: {html}: {data}")

    def missing(self) -> set[tuple[str, str]]:
        """What should have been pictured in this language and was not."""
        variants = [one.name for one in VARIANTS if one.language == self.language]
        return {(state, variant) for state in self.wanted for variant in variants} - self.taken
