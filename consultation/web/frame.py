"""What the header and the footer of a page say about the authority; kept in memory, so that a 503 can still say it."""

from dataclasses import dataclass
from typing import Protocol

from flask import g, has_request_context, request

from consultation.web.theme import theme_url

_MOST_HOSTS = 200
_seen: dict[str, dict[str, "Frame"]] = {}


class AuthorityRow(Protocol):
    """The columns of an authority that a page shows."""

    name: str
    accent: str
    department: str
    address: str
    email: str
    phone: str
    accessibility_url: str
    base_url: str | None


@dataclass(frozen=True)
class Frame:
    """Plain values, alive after the session is closed. address may have several lines."""

    name: str
    department: str = ""
    address: str = ""
    email: str = ""
    phone: str = ""
    accessibility_url: str = ""
    accent: str = ""


def use_authority(row: AuthorityRow) -> Frame:
    """This page belongs to the authority; templates see it as `authority`."""
    frame = Frame(row.name, row.department, row.address, row.email, row.phone, row.accessibility_url, row.accent)
    g.frame, g.base_url = frame, row.base_url
    if request.host in _seen or len(_seen) < _MOST_HOSTS:
        _seen.setdefault(request.host, {})[frame.name] = frame
    return frame


def current_frame() -> Frame | None:
    """The authority of this page."""
    frame: Frame | None = g.get("frame") if has_request_context() else None
    return frame


def note_way_back(address: str) -> None:
    """Where what this person has written is kept; said if the page fails, for which nothing more is asked."""
    g.way_back = address


def way_back() -> str:
    """The path that was noted, or ""."""
    return str(g.get("way_back", "")) if has_request_context() else ""


def recall_frame() -> None:
    """For a page that cannot ask the database: the authority of this host, where it has only one."""
    known = _seen.get(request.host, {})
    if current_frame() is None and len(known) == 1:
        g.frame = next(iter(known.values()))


def frame_values() -> dict[str, object]:
    """The part of a template's context that needs no database."""
    frame = current_frame()
    return {"authority": frame, "theme_css": theme_url(frame.accent) if frame else ""}
