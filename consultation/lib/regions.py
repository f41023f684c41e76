"""Tables of sanitised HTML in regions that scroll by themselves, each with a name of its own. Pure."""

import re
from html import escape

from consultation.lib.html import to_text

_TABLE = re.compile(r"<table>(.*?)</table>", re.DOTALL)
_CAPTION = re.compile(r"<caption>(.*?)</caption>", re.DOTALL)


def in_regions(html: str, name: str, word: str) -> str:
    """Each table in a region called `word`: its caption, or else `name` and its place among the tables here."""
    count = 0

    def region(found: re.Match[str]) -> str:
        nonlocal count
        count += 1
        caption = _CAPTION.search(found[1])
        called = " ".join(to_text(caption[1]).split()) if caption else f"{name} {count}" if count > 1 else name
        label = escape(f"{word}: {called}")
        return (
            f'<div class="table--responsive-scroll" tabindex="0" role="region" aria-label="{label}">'
            f'<table class="table table--compact">{found[1]}</table></div>'
        )

    return _TABLE.sub(region, html)
