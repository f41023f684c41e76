"""Changes that were agreed on, put in place in a section as it is stored: its Markdown, or the HTML of a file. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from consultation.analysis.amending import Edit
from consultation.lib.comparison import is_same_wording

_TAG = re.compile(r"(<[^>]*>)")


@dataclass(frozen=True)
class Placed:
    """The section with the changes made; `left` are those that a person must place."""

    source: str
    html: str
    left: tuple[Edit, ...]


def place(source: str, html: str, edits: Sequence[Edit]) -> Placed:
    """One change after another: each where its old words stand once, whatever the line breaks between them."""
    left = []
    for edit in edits:
        made = _in_source(source, edit) if source.strip() else _in_html(html, edit)
        if made is None:
            left.append(edit)
        elif source.strip():
            source = made
        else:
            html = made
    return Placed(source, html, tuple(left))


def stands(text: str, words: str) -> bool:
    """Whether these words stand in a text; of none nothing can be seen."""
    return bool(words.strip()) and " ".join(words.split()) in " ".join(text.split())


def differing(before: str, after: str) -> tuple[str, str]:
    """The paragraphs that only the one text has, and those that only the other has."""
    old, new = (re.split(r"\n+", text.strip()) for text in (before, after))
    gone = [part for part in old if not any(is_same_wording(part, other) for other in new)]
    come = [part for part in new if not any(is_same_wording(part, other) for other in old)]
    return "\n".join(gone), "\n".join(come)


def _in_source(source: str, edit: Edit) -> str | None:
    found = list(_words(edit.before).finditer(source)) if edit.before.strip() else []
    return _spliced(source, found[0], edit.after) if len(found) == 1 else None


def _in_html(html: str, edit: Edit) -> str | None:
    """Within one piece of text, so that no tag is touched; several lines would need tags of their own."""
    if not edit.before.strip() or "\n" in edit.after.strip():
        return None
    words, parts = _words(escape(edit.before, quote=False)), _TAG.split(html)
    found = [(at, match) for at in range(0, len(parts), 2) for match in words.finditer(parts[at])]
    if len(found) != 1:
        return None
    at, match = found[0]
    parts[at] = _spliced(parts[at], match, escape(edit.after, quote=False))
    return "".join(parts)


def _words(text: str) -> re.Pattern[str]:
    return re.compile(r"\s+".join(re.escape(word) for word in text.split()))


def _spliced(text: str, match: re.Match[str], words: str) -> str:
    return text[: match.start()] + words.strip() + text[match.end() :]
