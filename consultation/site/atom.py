"""Feeds as XML (RFC 4287). Pure: what stands in them is text, never markup, and only letters that XML has (O5)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, tostring

MEDIA_TYPE = "application/atom+xml"
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed was changed in which nothing has happened: the format asks for an instant, and there is none."""
_NAMESPACE = "http://www.w3.org/2005/Atom"
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True)
class Entry:
    """`id` is the same for ever; `at` is when it happened. `language` is that of the text, "" for the feed's own."""

    id: str
    at: datetime
    title: str
    text: str
    url: str
    language: str = ""


@dataclass(frozen=True)
class Feed:
    """`url` is its own address, `page` the page that it follows; entries newest first."""

    id: str
    title: str
    author: str
    url: str
    page: str
    language: str
    entries: Sequence[Entry]


def write(feed: Feed) -> bytes:
    """The whole document, in UTF-8. It is as new as its newest entry, however late it is asked for."""
    root = Element("feed", {"xmlns": _NAMESPACE, "xml:lang": feed.language})
    _text(root, "id", feed.id)
    _text(root, "title", feed.title)
    _text(root, "updated", _instant(max((one.at for one in feed.entries), default=NEVER)))
    _text(SubElement(root, "author"), "name", feed.author)
    _link(root, "self", feed.url, MEDIA_TYPE)
    _link(root, "alternate", feed.page, "text/html")
    for one in feed.entries:
        _entry(SubElement(root, "entry"), one)
    return bytes(tostring(root, encoding="utf-8", xml_declaration=True))


def _entry(element: Element, entry: Entry) -> None:
    _text(element, "id", entry.id)
    _text(element, "title", entry.title)
    _text(element, "published", _instant(entry.at))
    _text(element, "updated", _instant(entry.at))
    _link(element, "alternate", entry.url, "text/html")
    summary = _text(element, "summary", entry.text)
    if entry.language:
        summary.set("xml:lang", entry.language)


def _text(parent: Element, name: str, words: str) -> Element:
    element = SubElement(parent, name)
    element.text = _NOT_XML.sub("", words)
    return element


def _link(parent: Element, rel: str, url: str, media_type: str) -> None:
    SubElement(parent, "link", {"rel": rel, "type": media_type, "href": url})


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
