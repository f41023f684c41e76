"""A person who hears pages: what the browser gives to a screen reader, from its own accessibility tree (U16)."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any, NamedTuple

from playwright.sync_api import CDPSession, Locator, Page

from tests.journeys.walking import KeyWalker

USED = frozenset({"textbox", "radio", "checkbox", "button", "link", "combobox", "radiogroup"})
"""What is told by its name: without one it is only "button"."""
PLACES = ("banner", "main", "contentinfo")


class Told(NamedTuple):
    """One thing as it is read out; `state` has what else is known, by Chromium's names."""

    role: str
    name: str
    description: str
    state: dict[str, Any]


class Ear:
    """Listens to one page."""

    def __init__(self, page: Page) -> None:
        self._page = page
        self._wire: CDPSession = page.context.new_cdp_session(page)

    def everything(self) -> Iterator[Told]:
        self._page.wait_for_load_state("load")
        for node in self._wire.send("Accessibility.getFullAXTree")["nodes"]:
            if not node["ignored"]:
                role, name, description = (
                    str(node.get(part, {}).get("value", "")).strip() for part in ("role", "name", "description")
                )
                state = {one["name"]: one["value"].get("value") for one in node.get("properties", [])}
                yield Told(role, name, description, state)

    def focused(self) -> Told:
        """The innermost thing that has the focus."""
        return [one for one in self.everything() if one.state.get("focused")][-1]

    def missing(self) -> list[str]:
        """What somebody who only listens would not learn from this page."""
        told = list(self.everything())
        levels = [int(one.state["level"]) for one in told if one.role == "heading"]
        found = [f"{one.role} without a name" for one in told if one.role in USED and not one.name]
        found += [f"no {place}" for place in PLACES if place not in {one.role for one in told}]
        found += [f"{levels.count(1)} headings of the first level"] * (levels.count(1) != 1)
        return found + [f"heading {after} below {before}" for before, after in pairwise(levels) if after > before + 1]


class EarWalker(KeyWalker):
    """Uses nothing that was not read out when it was reached; `heard` is what was."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.ear = Ear(self.page)
        self.heard: list[str] = []

    def reach(self, thing: Locator) -> None:
        super().reach(thing)
        told = self.ear.focused()
        self.heard.append(f"{told.role}: {told.name}")

    def look(self, name: str) -> None:
        super().look(name)
        for fault in self.ear.missing():
            self._fault(name, fault)
