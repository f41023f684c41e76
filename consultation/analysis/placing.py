"""Changes that were agreed on, put in place in a section as it is stored: its Markdown, or the HTML of a file. Pure."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from consultation.analysis.amending import Edit
from consultation.lib.comparison import is_same_wording
from consultation.lib.html import from_markdown, to_text

_TAG = re.compile(r"(<[^>]*>)")
_WORD = re.compile(r"\S+")
_MARKS = "[*_]*"
"""Of emphasis in Markdown."""


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
    """Whether these words stand in a plain text, be they plain or Markdown; of none nothing can be seen."""
    whole = " ".join(text.split())
    return bool(words.strip()) and any(" ".join(one.split()) in whole for one in (words, to_text(from_markdown(words))))


def differing(before: str, after: str) -> tuple[str, str]:
    """The paragraphs that only the one text has, and those that only the other has."""
    old, new = (re.split(r"\n+", text.strip()) for text in (before, after))
    gone = [part for part in old if not any(is_same_wording(part, other) for other in new)]
    come = [part for part in new if not any(is_same_wording(part, other) for other in old)]
    return "\n".join(gone), "\n".join(come)


def _in_source(source: str, edit: Edit) -> str | None:
    """Only the words that differ give way, so that the emphasis of the others stays; None where marks of emphasis
    stand among those that go."""
    old, new = ([match.span() for match in _WORD.finditer(text)] for text in (edit.before, edit.after))
    found = list(_words(edit.before, _MARKS).finditer(source)) if old else []
    if len(found) != 1:
        return None
    same = [edit.before[slice(*one)] == edit.after[slice(*other)] for one, other in zip(old, new, strict=False)]
    ahead = same.index(False) if False in same else len(same)
    start = found[0].start(ahead + 1) if ahead < len(old) else found[0].end()
    going = edit.before[old[ahead][0] :].rstrip() if ahead < len(old) else ""
    coming = edit.after[new[ahead][0] :].rstrip() if ahead < len(new) else ""
    if not going:
        return source[:start] + edit.after[new[ahead - 1][1] :].rstrip() + source[found[0].end() :]
    if not is_same_wording(source[start : found[0].end()], going):
        return None
    return source[:start] + coming + source[found[0].end() :]


def _in_html(html: str, edit: Edit) -> str | None:
    """Within one piece of text, so that no tag is touched; several lines would need tags of their own."""
    if not edit.before.strip() or "\n" in edit.after.strip():
        return None
    words, parts = _words(escape(edit.before, quote=False)), _TAG.split(html)
    found = [(at, match) for at in range(0, len(parts), 2) for match in words.finditer(parts[at])]
    if len(found) != 1:
        return None
    at, match = found[0]
    parts[at] = parts[at][: match.start()] + escape(edit.after.strip(), quote=False) + parts[at][match.end() :]
    return "".join(parts)


def _words(text: str, marks: str = "") -> re.Pattern[str]:
    """The words in this order, each a group, with any blanks between; `marks` may stand between any two letters."""
    return re.compile(rf"{marks}\s+{marks}".join(f"({marks.join(map(re.escape, word))})" for word in text.split()))
