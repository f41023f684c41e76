"""What was deleted with tracked changes: the text says where, and the words lie apart."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from consultation.lib.wordfile.odt.words import words_of

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element


class Deletions:
    """Each is told once: where the text has its mark, or at the end."""

    def __init__(self, body: "Element") -> None:
        self._left: dict[str, Element] = {}
        for at, region in enumerate(body.iter("text_changed-region")):
            deletion = region.find("text_deletion")
            if deletion is not None:
                self._left[region.get("xml_id") or region.get("text_id") or str(at)] = deletion

    def at(self, mark: "Element") -> str | None:
        """The words that were deleted where the mark stands; None where nothing was that people could see."""
        deletion = self._left.pop(mark.get("text_change-id", ""), None)
        return None if deletion is None else _told(deletion)

    def rest(self) -> Iterator[str]:
        for deletion in self._left.values():
            words = _told(deletion)
            if words is not None:
                yield words
        self._left.clear()


def _told(deletion: "Element") -> str | None:
    words = words_of(deletion)
    drawn = any(one.tag.startswith("draw_") for one in deletion.iter())
    return words if words or drawn else None
