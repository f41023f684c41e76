"""References to laws as data: one on each line, never a paragraph in the code (domain.md 2.2)."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from consultation.lib.text import fold

_ADDRESS = re.compile(r"https://[^\s|]+")


@dataclass(frozen=True)
class LegalRef:
    """ "Serviceloven", "§ 85, stk. 1", and where the law can be read ("" where nobody wrote it)."""

    law: str
    paragraph: str = ""
    url: str = ""

    @property
    def words(self) -> str:
        return f"{self.law} {self.paragraph}".strip()


def references(text: str, laws: Mapping[str, str] | None = None) -> tuple[LegalRef, ...]:
    """The references, one on each line: "Serviceloven § 85 | https://...". Without an address of its own, a law has
    that of `laws`, whose keys are names as `fold` gives them. An address that is not https is none."""
    return tuple(_reference(line, laws or {}) for line in text.splitlines() if line.strip(" |\t"))


def bad_lines(text: str) -> tuple[int, ...]:
    """The numbers of lines whose address is none that a page may lead to, counted from 1."""
    return tuple(
        number
        for number, line in enumerate(text.splitlines(), 1)
        if "|" in line and not _ADDRESS.fullmatch(line.partition("|")[2].strip())
    )


def _reference(line: str, laws: Mapping[str, str]) -> LegalRef:
    words, _bar, address = (part.strip() for part in line.partition("|"))
    law, paragraph = words, ""
    if found := re.search(r"\s*,?\s*(?=§)", words):
        law, paragraph = words[: found.start()], words[found.end() :]
    url = address if _ADDRESS.fullmatch(address) else laws.get(fold(law), "")
    return LegalRef(law, paragraph, url if _ADDRESS.fullmatch(url) else "")
