"""The accent colour of an authority as a small style sheet; inline style is forbidden by the CSP."""

import re
from hashlib import sha256

from flask import Response, abort, request

from consultation.web.i18n import root

DEFAULT = "#454545"
_COLOUR = re.compile(r"[0-9a-f]{6}")


def _luminance(colour: str) -> float:
    channels = [int(colour[i : i + 2], 16) / 255 for i in (0, 2, 4)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]  # noqa: PLR2004 - WCAG 2.2, relative luminance
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two colours written rrggbb, 1.0 to 21.0."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def ink_on(colour: str) -> str:
    """Black or white, whichever reads better on the colour."""
    return "ffffff" if contrast(colour, "ffffff") >= contrast(colour, "1a1a1a") else "1a1a1a"


def theme_url(accent: str) -> str:
    """The style sheet of an accent such as "#1d6b4f"; the default colour needs none and gives ""."""
    colour = accent.removeprefix("#").lower()
    if f"#{colour}" == DEFAULT or not _COLOUR.fullmatch(colour):
        return ""
    return f"{root()}/tema.css?farve={colour}"


def theme() -> Response:
    """GET /tema.css?farve=1d6b4f. The address holds all it says, so it may be kept for ever."""
    colour = request.args.get("farve", "")
    if not _COLOUR.fullmatch(colour):
        abort(404)
    css = f":root {{ --accent:#{colour}; --accent-ink:#{ink_on(colour)}; }}\n"
    response = Response(css, mimetype="text/css")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.set_etag(sha256(css.encode()).hexdigest()[:16])
    return response
