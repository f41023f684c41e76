"""The parts of an OpenDocument text as they are told by a parser."""

from consultation.reader.markup import Part
from consultation.reader.word import Said
from consultation.vocabulary import FileNote, TextPart

_ORDER = (TextPart.BODY, TextPart.HEADER, TextPart.NOTE, TextPart.COMMENT, TextPart.DELETED, TextPart.HIDDEN)
_PLACES = {
    "header": TextPart.HEADER,
    "header-left": TextPart.HEADER,
    "header-first": TextPart.HEADER,
    "footer": TextPart.HEADER,
    "footer-left": TextPart.HEADER,
    "footer-first": TextPart.HEADER,
    "note": TextPart.NOTE,
    "annotation": TextPart.COMMENT,
    "deletion": TextPart.DELETED,
    "hidden-text": TextPart.HIDDEN,
    "hidden-paragraph": TextPart.HIDDEN,
}
_BLANKS = {"tab": "\t", "line-break": "\n", "s": " "}
_SCRIPTS = frozenset({"script", "event-listener"})


class Manifest(Part):
    """Whether the file is locked with a password."""

    def __init__(self) -> None:
        super().__init__()
        self.locked = False

    def begin(self, _space: str, name: str, _values: dict[str, str]) -> None:
        self.locked = self.locked or name == "encryption-data"


class OdtText(Part):
    """The words of content and page styles, by how they show."""

    def __init__(self) -> None:
        super().__init__()
        self.active = self.has_document = False
        self.notes: set[FileNote] = set()
        self._said: dict[TextPart, list[str]] = {part: [] for part in _ORDER}
        self._places: list[TextPart] = [TextPart.BODY]
        self._opened: list[TextPart | None] = []
        self._paragraphs = 0
        self._style = ""
        self._hidden_styles: set[str] = set()

    def words(self) -> list[Said]:
        """What shows first, then what does not."""
        return [(part, "".join(self._said[part])) for part in _ORDER]

    def begin(self, space: str, name: str, values: dict[str, str]) -> None:
        place = _PLACES.get(name)
        if ":text:" in space or ":office:" in space or ":style:" in space:
            self._begin_known(space, name, values)
            if values.get("style-name", "") in self._hidden_styles:
                place = place or TextPart.HIDDEN
        else:
            place = None
        self._opened.append(place)
        if place is not None:
            self._places.append(place)
        if name == "hidden-text":
            self._say(values.get("string-value", ""))

    def _begin_known(self, space: str, name: str, values: dict[str, str]) -> None:
        if name in {"p", "h"}:
            self._paragraphs += 1
        elif name in _BLANKS and self._paragraphs:
            self._say(_BLANKS[name] * min(int(values.get("c", "1") or 1), 100) if name == "s" else _BLANKS[name])
        elif name == "text" and ":office:" in space:
            self.has_document = True
        elif name == "style":
            self._style = values.get("name", "")
        elif name == "text-properties" and _is_unseen(values):
            self._hidden_styles.add(self._style)
        elif name in _SCRIPTS:
            self.active = True
        elif name in {"tracked-changes", "changed-region"}:
            self.notes.add(FileNote.TRACKED)

    def characters(self, content: str) -> None:
        if self._paragraphs:
            self._say(content)

    def end(self, space: str, name: str) -> None:
        if name in {"p", "h"} and ":text:" in space:
            self._paragraphs -= 1
            self._say("\n")
        if self._opened.pop() is not None:
            self._say("\n")
            self._places.pop()

    def _say(self, words: str) -> None:
        self._said[self._places[-1]].append(words)


def _is_unseen(values: dict[str, str]) -> bool:
    """Hidden, or of the colour of what is behind it."""
    colour = values.get("color", "#000000").lower()
    ground = values.get("background-color", "#ffffff").lower()
    return values.get("display") == "none" or colour == (ground if ground.startswith("#") else "#ffffff")
