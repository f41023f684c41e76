"""A person at a browser whose every page is looked at: axe, overflow, console, and a picture for other people."""

import hashlib
import os
import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

from playwright.sync_api import ConsoleMessage, Locator, Page, Response, ViewportSize, expect

from tests.kept import Sound

ROOT = Path(__file__).parents[2]
PICTURES = ROOT / "screenshots" if os.environ.get("PICTURES") else None
"""Where `make pictures` wants each page at both widths; they cost a fifth of the time, so not each run takes them."""
WIDE, NARROW = ViewportSize(width=1280, height=900), ViewportSize(width=320, height=640)
PHONE = ViewportSize(width=390, height=844)
_AXE = (ROOT / "node_modules" / "axe-core" / "axe.min.js").read_text("utf-8")
_WORLD = "looking"
_GIVE_AXE = f"globalThis.readAxe = () => {{{_AXE}}};"
"""Only a function, so that a page that nobody looks at does not read it."""
_RUN_AXE = """(globalThis.axe || readAxe(), axe.run(document, {
    resultTypes: ["violations"], preload: false, iframes: false, selectors: false, elementRef: false,
    rules: {"target-size": {enabled: true}},
}).then((found) => found.violations.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(" | ")}`)))"""
_OVERFLOW = """() => {
    const root = document.documentElement;
    if (root.scrollWidth <= root.clientWidth) { return []; }
    const wide = [...document.body.querySelectorAll("*")].filter((one) =>
        one.getBoundingClientRect().right > root.clientWidth + 1 && !one.closest("[role=region][tabindex]"));
    const culprits = wide.slice(0, 3).map((one) => one.outerHTML.slice(0, 120));
    return [`${root.scrollWidth} px wide, by ${culprits.join(" | ")}`];
}"""
_CUT = """() => [...document.body.querySelectorAll("*")].filter((one) => {
    const style = getComputedStyle(one);
    return style.overflowX === "hidden" && one.scrollWidth > one.clientWidth + 1 && one.clientWidth > 1
        && one.textContent.trim();
}).map((one) => `cut text: ${one.outerHTML.slice(0, 160)}`)"""
_FAR_FIELDS = """() => [...document.querySelectorAll("[role=region][tabindex]")].flatMap((region) =>
    [...region.querySelectorAll("select, textarea, input")].filter((one) => one.getBoundingClientRect().width > 1
        && one.getBoundingClientRect().right > region.getBoundingClientRect().right + 1)
).map((one) => `a field to be scrolled to sideways: ${one.outerHTML.slice(0, 120)}`)"""
"""A table may scroll in its region to be read; what is filled in stands in view (WCAG 1.4.10)."""
_FITS = f"() => [...({_OVERFLOW})(), ...({_CUT})(), ...({_FAR_FIELDS})()]"
_SHOWS_FOCUS = """(one) => {
    const label = one.labels && one.labels[0];
    const looks = [getComputedStyle(one), ...(label ? [getComputedStyle(label, "::before")] : [])];
    return looks.some((look) => (look.outlineStyle !== "none" && parseFloat(look.outlineWidth) >= 1)
        || look.boxShadow !== "none");
}"""
_MOST_TABS, _MOST_CHOICES = 150, 12
_SCRIPT = re.compile(r"<script\b.*?</script>", re.DOTALL)
_OWN = re.compile(
    r"\w+://127\.0\.0\.1:\d+|(?<=/)(?:[\w-]{20,}|[a-z2-7]{16}(?=[\"/?#]))|(?<=value=\")[\w.+:%-]{16,}(?=\")"
    r"|(?<![\w-])[2-9A-Z]{1,4}(?:-[2-9A-Z]{0,4}){3}(?![\w-])|data-[\w-]+=\"[^\"]*\""
)
"""Port, secret links, keys in addresses, tokens of forms, codes of receipts (with or without their figures), and what
only scripts read."""
_FIGURE = re.compile(r"\d(?=[^<>]*<)")
"""In words, not in tags; how many there are decides what fits."""
_SHOWN = """() => [document.doctype ? new XMLSerializer().serializeToString(document.doctype) : "",
    document.documentElement.outerHTML.replace(' class="has-js"', ""), document.documentElement.scrollHeight,
    document.body.innerText.replaceAll(/\\d+/g, ""), document.title, document.activeElement.tagName,
    location.hash].concat(
    [...document.querySelectorAll("input,textarea,select,details")].map((one) =>
        `${one.checked}${Boolean(one.value)}${one.open}${one.disabled}`)).join()"""
"""The page as it is now, what of it is seen, and what is in its fields; that there is a script shows in these alone."""
_LONGEST_FAULT = 700


class Glass:
    """axe for one page, in a world beside its own scripts: the browser is given it once and keeps it compiled."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._wire = page.context.new_cdp_session(page)
        self._wire.send("Page.enable")
        self._frame = self._wire.send("Page.getFrameTree")["frameTree"]["frame"]["id"]
        self._wire.send("Page.addScriptToEvaluateOnNewDocument", {"source": _GIVE_AXE, "worldName": _WORLD})

    def violations(self, size: ViewportSize) -> Iterator[str]:
        """One line per broken rule at this width."""
        if self._page.viewport_size != size:
            self._page.set_viewport_size(size)
        world = self._wire.send("Page.createIsolatedWorld", {"frameId": self._frame, "worldName": _WORLD})
        asked = {"expression": _RUN_AXE, "contextId": world["executionContextId"]}
        answer = self._wire.send("Runtime.evaluate", {**asked, "awaitPromise": True, "returnByValue": True})
        assert "exceptionDetails" not in answer, answer
        yield from (f"axe {found}" for found in answer["result"]["value"])


class Inspector:
    """Remembers what was sound; where a page's own browser has no script, axe is run on a copy in one that has.

    What axe has found nothing wrong with is the same the next time: stories meet the same pages again and again.
    """

    def __init__(self, desk: Page, sound: Sound) -> None:
        """`sound` knows a page with the same in its fields, at both widths."""
        self._desk, self._glass, self.sound = desk, Glass(desk), sound

    def copy(self, page: Page) -> Glass:
        """Without its scripts, which have not run there either."""
        home = urljoin(page.url, "/robots.txt")
        if self._desk.url != home:
            self._desk.goto(home)
        self._desk.set_content(_SCRIPT.sub("", page.content()))
        return self._glass


def _seen(page: Page) -> str:
    """What there is to look at, without what differs from one story to the next."""
    shown = _SCRIPT.sub("", page.evaluate(_SHOWN))
    return hashlib.sha256(_FIGURE.sub("0", _OWN.sub("", shown)).encode()).hexdigest()


class Walker:
    """`page` is Playwright's; `faults` is what was wrong on the pages looked at so far.

    `size` is the window's; `audited`: `look` runs all its checks at both widths, else only whether the page fits, after
    what `also` finds, a function in JavaScript that gives faults.
    """

    also = ""

    def __init__(
        self,
        page: Page,
        inspector: Inspector,
        story: str,
        *,
        script: bool,
        size: ViewportSize = WIDE,
        audited: bool = True,
    ) -> None:
        self.page, self.story, self.script, self.size = page, story, script, size
        self.faults: list[str] = []
        self._inspector = inspector
        self._audited = audited
        self._glass = Glass(page) if audited and script else None
        self._looked = 0
        self._expected = ""
        page.set_viewport_size(size)
        page.set_default_timeout(15_000)
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self._fault("script", str(error)))

    # Acts

    def go(self, address: str) -> Response | None:
        return self.page.goto(address)

    def sign_in(self, name: str) -> None:
        """By the button that a local run has for each demo account."""
        self.go("/intern/log-ind")
        self.press(re.compile(f": {name}$"))
        self.page.wait_for_url("**/intern")

    def press(self, words: str | re.Pattern[str]) -> None:
        """The first button with these words, all of them where they are a string; waits for the page it leads to."""
        with self.page.expect_navigation():
            self.activate(self.page.get_by_role("button", name=words, exact=True).first)

    def follow(self, words: str | re.Pattern[str]) -> None:
        """The first link, likewise."""
        with self.page.expect_navigation():
            self.activate(self.page.get_by_role("link", name=words, exact=True).first)

    def open(self, words: str | re.Pattern[str]) -> None:
        """Unfolds a <details> by its summary."""
        self.activate(self.page.locator("summary", has_text=words).first)

    def key(self, key: str) -> None:
        self.page.keyboard.press(key)

    def write(self, label: str, words: str) -> None:
        self.fill(self.field(label), words)

    def write_in(self, place: str, words: str) -> None:
        """Into the first field that this selector finds, where the label is long."""
        self.fill(self.page.locator(place).first, words)

    def write_date(self, name: str, day: int, month: int, year: int) -> None:
        """The three fields of a date; `name` is the field's own."""
        for part, number in (("day", day), ("month", month), ("year", year)):
            self.page.locator(f"#{name}-{part}").fill(str(number))

    def choose(self, label: str) -> None:
        """A radio button or a check box, by its words."""
        self.check(self.field(label))

    def pick(self, choice: Locator, words: str) -> None:
        """One of a list that unfolds, by its words."""
        choice.select_option(words)

    def activate(self, thing: Locator) -> None:
        thing.click()

    def fill(self, field: Locator, words: str) -> None:
        field.fill(words)

    def check(self, choice: Locator) -> None:
        choice.check()

    def field(self, label: str) -> Locator:
        """The field whose label is these words, whether or not it says that it is optional."""
        return self.page.get_by_label(re.compile(rf"^\s*{re.escape(label)}( \((frivilligt|optional)\))?\s*$"))

    # What is seen

    def sees(self, words: str | re.Pattern[str]) -> None:
        expect(self.page.locator("body")).to_contain_text(words)

    def never_sees(self, words: str | re.Pattern[str]) -> None:
        expect(self.page.locator("body")).not_to_contain_text(words)

    def reads_heading(self, words: str | re.Pattern[str]) -> None:
        expect(self.page.locator("h1")).to_have_text(words)

    def fits_first_screen(self, thing: Locator, size: ViewportSize) -> bool:
        """Whether all of it is seen without scrolling (U02)."""
        self.page.set_viewport_size(size)
        box = thing.bounding_box()
        self.page.set_viewport_size(self.size)
        return box is not None and box["y"] + box["height"] <= size["height"]

    @contextmanager
    def expecting(self, status: int) -> Iterator[None]:
        """The browser's own line about this status is no fault while the block runs."""
        with self.expecting_to_hear(f"status of {status}"):
            yield

    @contextmanager
    def expecting_to_hear(self, words: str) -> Iterator[None]:
        """A line with these words in the browser's console is no fault while the block runs."""
        self._expected = words
        yield
        self._expected = ""

    def lose_network(self) -> None:
        """From now on nothing reaches the server; what the browser says of that is no fault."""
        self._expected = "ERR_INTERNET_DISCONNECTED"
        self.page.context.set_offline(True)

    def look(self, name: str) -> None:
        """Everything that is demanded of every page (U17-U19, U29); a picture at both widths where one is wanted."""
        self._looked += 1
        page = f"{self._looked:02} {name}"
        self.page.wait_for_load_state("load")
        if not self._audited:
            self._fits(page)
            return
        seen, before = _seen(self.page), len(self.faults)
        known = seen in self._inspector.sound
        if known and PICTURES is None:
            return
        glass = None if known else self._glass or self._inspector.copy(self.page)
        for size in (NARROW, WIDE):
            self.page.set_viewport_size(size)
            self._fits(page)
            if PICTURES is not None:
                picture = f"{self.story}-{self._looked:02}-{name}-{size['width']}.png"
                self.page.screenshot(path=PICTURES / picture, full_page=True)
            if glass is not None:
                self._fault_all(page, glass.violations(size))
        self.page.set_viewport_size(self.size)
        if len(self.faults) == before:
            self._inspector.sound.add(seen)

    def _fits(self, page: str) -> None:
        """Nothing is cut, and nothing needs scrolling sideways, at the window's width (U18)."""
        self._fault_all(page, self.page.evaluate(self.also) if self.also else ())
        self._fault_all(page, self.page.evaluate(_FITS))

    def _fault_all(self, page: str, faults: Iterable[str]) -> None:
        for found in faults:
            self._fault(page, f"{(self.page.viewport_size or self.size)['width']} px: {found}")

    def _hear(self, message: ConsoleMessage) -> None:
        expected = self._expected and self._expected in message.text
        if message.type in {"error", "warning"} and not expected:
            self._fault("console", message.text)

    def _fault(self, where: str, words: Any) -> None:
        self.faults.append(f"{self.story} {where} ({self.page.url}): {str(words)[:_LONGEST_FAULT]}")


class KeyWalker(Walker):
    """Somebody without a mouse: whatever is used is first reached by Tab, and its focus must be seen (U16).

    `pressed` is how many keys have been pressed so far, each of those that are held together by itself.
    """

    pressed = 0

    def key(self, key: str) -> None:
        self.pressed += key.count("+") + 1
        super().key(key)

    def pick(self, choice: Locator, words: str) -> None:
        """The arrows go through the list, folded as it is."""
        self.reach(choice)
        for _ in range(_MOST_CHOICES):
            if choice.evaluate("(one) => one.selectedOptions[0].label") == words:
                return
            self.key("ArrowDown")
        raise AssertionError(f"“{words}” is not reached by the arrows in {choice}")

    def activate(self, thing: Locator) -> None:
        self.reach(thing)
        self.key("Enter")

    def fill(self, field: Locator, words: str) -> None:
        self.reach(field)
        self.key("Control+A")
        self.page.keyboard.insert_text(words)

    def check(self, choice: Locator) -> None:
        """Tab leads into a group of radio buttons, the arrows lead on within it."""
        name = choice.get_attribute("name")
        alone = choice.get_attribute("type") == "checkbox"
        self.reach(choice if alone else self.page.locator(f"input[name='{name}']").first)
        self.key("Space")
        for _ in range(_MOST_CHOICES):
            if choice.is_checked():
                return
            self.key("ArrowDown")
        raise AssertionError(f"{choice} is not reached by the arrows")

    def reach(self, thing: Locator) -> None:
        wanted = thing.element_handle()  # found once: it is asked at every Tab
        for _ in range(_MOST_TABS):
            if wanted.evaluate("(one) => one === document.activeElement"):
                if not wanted.evaluate(_SHOWS_FOCUS):
                    self._fault("focus", f"is not seen on {thing}")
                return
            self.key("Tab")
        raise AssertionError(f"{thing} is not reached by {_MOST_TABS} tabs")
