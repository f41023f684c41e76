"""The parts of a Word file as they are told by a parser: what shows, and what is deleted, hidden or said beside it."""

from consultation.reader.markup import Part
from consultation.vocabulary import FileNote, TextPart

Said = tuple[TextPart, str]
_WORD = "wordprocessingml"
_ROOTS = {
    "document": TextPart.BODY,
    "hdr": TextPart.HEADER,
    "ftr": TextPart.HEADER,
    "footnotes": TextPart.NOTE,
    "endnotes": TextPart.NOTE,
    "comments": TextPart.COMMENT,
    "glossaryDocument": TextPart.HIDDEN,
}
_ORDER = (TextPart.BODY, TextPart.HEADER, TextPart.NOTE, TextPart.COMMENT, TextPart.DELETED, TextPart.HIDDEN)
_BLANKS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
_HIGHLIGHTS = {"BLACK": "000000", "WHITE": "FFFFFF", "DARKGRAY": "808080", "LIGHTGRAY": "C0C0C0"}
_READABLE = 5
"""Half points of the smallest letter that anybody reads."""
_NEAR = 40
_OFF = frozenset({"0", "false", "off"})
_HARMLESS = ("/hyperlink",)


class ContentTypes(Part):
    """What the file says it is made of."""

    def __init__(self) -> None:
        super().__init__()
        self.active = self.is_document = False

    def begin(self, _space: str, _name: str, values: dict[str, str]) -> None:
        kind = values.get("ContentType", "").lower()
        self.active = self.active or "macroenabled" in kind or "vbaproject" in kind or "activex" in kind
        self.is_document = self.is_document or kind.endswith("wordprocessingml.document.main+xml")


class Relations(Part):
    """What the file fetches from elsewhere when it is opened; a link that a person presses is none of it."""

    def __init__(self) -> None:
        super().__init__()
        self.fetches = False

    def begin(self, _space: str, _name: str, values: dict[str, str]) -> None:
        outside = values.get("TargetMode", "").lower() == "external"
        self.fetches = self.fetches or (outside and not values.get("Type", "").endswith(_HARMLESS))


class WordStyles(Part):
    """The names of styles that hide their words, those that build on another one included."""

    def __init__(self) -> None:
        super().__init__()
        self.hidden: set[str] = set()
        self._style = ""

    def begin(self, _space: str, name: str, values: dict[str, str]) -> None:
        if name == "style":
            self._style = values.get("styleId", "")
        elif (name == "basedOn" and values.get("val", "") in self.hidden) or (name == "vanish" and _is_on(values)):
            self.hidden.add(self._style)


class Look:
    """The colours and the size of a run: white on white, black on black and two points high are not seen (P5)."""

    def __init__(self) -> None:
        self._colour, self._ground, self._size = "000000", "FFFFFF", _READABLE

    def note(self, name: str, values: dict[str, str]) -> None:
        value = values.get("fill" if name == "shd" else "val", "").upper()
        if name == "sz":
            self._size = int(value) if value.isdecimal() else self._size
        elif name == "color":
            self._colour = "000000" if value == "AUTO" else value
        elif value not in {"AUTO", "", "NONE"}:
            self._ground = _HIGHLIGHTS.get(value, value)

    @property
    def is_unseen(self) -> bool:
        return _is_near(self._colour, self._ground) or self._size < _READABLE


class WordText(Part):
    """The words of every part, by how they show."""

    def __init__(self, hidden_styles: set[str]) -> None:
        super().__init__()
        self.active = self.has_document = False
        self.notes: set[FileNote] = set()
        self._hidden_styles = hidden_styles
        self._said: dict[TextPart, list[str]] = {part: [] for part in _ORDER}
        self._depths: dict[str, int] = {}
        self._part = TextPart.BODY
        self._hidden_run = self._hidden_paragraph = False
        self._look = Look()
        self._authors: set[str] = set()
        self._letters: list[str] | None = None
        self._code: list[str] = []

    def words(self) -> list[Said]:
        """What shows first, then what does not; last who has written changes and comments."""
        said = [(part, "".join(self._said[part])) for part in _ORDER]
        return [*said, (TextPart.METADATA, "\n".join(sorted(self._authors)))]

    def startDocument(self) -> None:  # noqa: N802 - SAX's name
        self._depths = {}
        self._part = TextPart.BODY

    def begin(self, space: str, name: str, values: dict[str, str]) -> None:
        if not any(self._depths.values()) and _WORD in space and name in _ROOTS:
            self._part = _ROOTS[name]
            self.has_document = self.has_document or name == "document"
        self._depths[name] = self._depths.get(name, 0) + 1
        if name in {"t", "delText", "instrText"}:
            self._letters = []
        elif _WORD in space:
            self._begin_word(name, values)

    def _begin_word(self, name: str, values: dict[str, str]) -> None:
        if name == "p":
            self._hidden_paragraph = False
        elif name == "r":
            self._hidden_run, self._look = False, Look()
        elif name in {"color", "shd", "highlight", "sz"} and self._inside("r"):
            self._look.note(name, values)
        elif name in {"rStyle", "pStyle"} and values.get("val", "") in self._hidden_styles:
            self._hide(run=name == "rStyle")
        elif name == "vanish" and _is_on(values) and not self._inside("pPr"):
            self._hide(run=True)
        elif name in {"ins", "del", "moveFrom"}:
            self.notes.add(FileNote.TRACKED)
            self._authors |= {values["author"]} if values.get("author") else set()
        elif name == "comment" and values.get("author"):
            self._said[TextPart.COMMENT].append(f"{values['author']}: ")

    def _hide(self, *, run: bool) -> None:
        self._hidden_run = self._hidden_run or run
        self._hidden_paragraph = self._hidden_paragraph or not run

    def characters(self, content: str) -> None:
        if self._letters is not None:
            self._letters.append(content)

    def end(self, space: str, name: str) -> None:
        self._depths[name] -= 1
        if name in {"t", "delText"} and self._letters is not None:
            self._say("".join(self._letters), deleted=name == "delText")
        elif name == "instrText" and self._letters is not None:
            self._code = [*self._code[-3:], "".join(self._letters)]
            self.active = self.active or "".join(self._code).lstrip().upper().startswith("DDE")
        elif name == "fldChar":
            self._code = []
        elif name == "p":
            self._end_paragraph()
        elif name in _BLANKS and _WORD in space and not self._inside("pPr"):
            self._say(_BLANKS[name])
        if name in {"t", "delText", "instrText"}:
            self._letters = None

    def _say(self, words: str, *, deleted: bool = False) -> None:
        if self._inside("Fallback"):  # the same drawing once more, for older programs
            return
        part = self._part
        if deleted or self._inside("del") or self._inside("moveFrom"):
            part = TextPart.DELETED
        elif self._hidden_run or self._hidden_paragraph or self._look.is_unseen:
            part = TextPart.HIDDEN
        self._said[part].append(words)

    def _end_paragraph(self) -> None:
        for said in self._said.values():
            if said and not said[-1].endswith("\n"):
                said.append("\n")

    def _inside(self, name: str) -> bool:
        return self._depths.get(name, 0) > 0


def _is_on(values: dict[str, str]) -> bool:
    return values.get("val", "1").lower() not in _OFF


def _is_near(one: str, other: str) -> bool:
    """Two colours "RRGGBB" that an eye does not tell apart."""
    try:
        pairs = [(int(one[at : at + 2], 16), int(other[at : at + 2], 16)) for at in (0, 2, 4)]
    except ValueError:
        return False
    return all(abs(first - second) < _NEAR for first, second in pairs)
