"""XML without declarations of any kind: no DTD, no entity, nothing fetched from elsewhere (I5)."""

from typing import Protocol
from xml.sax import SAXException
from xml.sax.handler import ContentHandler, feature_namespaces
from xml.sax.xmlreader import AttributesNSImpl

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser

from consultation.reader.found import FaultError
from consultation.vocabulary import FileFault, TextPart

Name = tuple[str | None, str]
_FEWEST_DIGITS = 6
"""Of a number that may say something of a person."""


class Source(Protocol):
    """What a parser reads from."""

    def read(self, size: int = -1, /) -> bytes: ...
    def close(self) -> None: ...


class Part(ContentHandler):
    """One XML file of a document, told in the order in which it stands. Names are (namespace, local name)."""

    def startElementNS(self, name: Name, _qname: str | None, attrs: AttributesNSImpl) -> None:  # noqa: N802 - SAX's name
        values: dict[Name, str] = {key: str(attrs.getValue(key)) for key in attrs.getNames()}
        self.begin(name[0] or "", name[1], {key[1]: value for key, value in values.items()})

    def endElementNS(self, name: Name, _qname: str | None) -> None:  # noqa: N802 - SAX's name
        self.end(name[0] or "", name[1])

    def begin(self, space: str, name: str, values: dict[str, str]) -> None:
        """An element begins; `values` are its attributes by local name."""

    def end(self, space: str, name: str) -> None:
        """An element ends."""


class Properties(Part):
    """What a file says of itself: author, company, title, own fields; every word of it is taken."""

    _SAID = frozenset({"author", "name", "userId", "value"})

    def __init__(self) -> None:
        super().__init__()
        self._said: list[str] = []
        self._letters: list[str] = []

    def words(self) -> tuple[TextPart, str]:
        return TextPart.METADATA, "\n".join(dict.fromkeys(one for one in self._said if not _is_count(one)))

    def begin(self, _space: str, _name: str, values: dict[str, str]) -> None:
        self._take()
        self._said += [value for name, value in values.items() if name in self._SAID and value.strip()]

    def characters(self, content: str) -> None:
        self._letters.append(content)

    def end(self, _space: str, _name: str) -> None:
        self._take()

    def _take(self) -> None:
        if said := " ".join("".join(self._letters).split()):
            self._said.append(said)
        self._letters = []


def walk(source: Source, part: Part) -> None:
    """Reads all of it. FaultError where it declares something, or is no XML."""
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setFeature(feature_namespaces, True)
    parser.setContentHandler(part)
    try:
        parser.parse(source)
    except DefusedXmlException as error:
        raise FaultError(FileFault.TRICK) from error
    except (SAXException, UnicodeError, LookupError) as error:
        raise FaultError(FileFault.BROKEN) from error


def _is_count(words: str) -> bool:
    """So many pages, so many minutes."""
    return words.isdecimal() and len(words) < _FEWEST_DIGITS
