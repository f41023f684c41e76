"""Whole addresses, on the base of the authority whose they are, never on a header (A5)."""

import re
from typing import Any

from flask import url_for

from consultation.models import Authority, Consultation
from consultation.site.pages import absolute, authority_here, base_of

_OWN_PATH = re.compile(r'(<(?:a|img)\b[^>]*?\b(?:href|src)=")(?=/)')


def to(row: Consultation, endpoint: str, **values: Any) -> str:
    """An address below a consultation."""
    return absolute(row, url_for(endpoint, slug=row.slug, **values))


def base() -> str:
    """What the paths of openapi.json stand below."""
    return here("api.openapi_json").removesuffix("/openapi.json")


def here(endpoint: str, **values: Any) -> str:
    """An address on the base of this host's authority, or of those that share the host."""
    return of_authority(authority_here(), endpoint, **values)


def of_authority(owner: Authority | None, endpoint: str, **values: Any) -> str:
    """An address on an authority's own base."""
    return base_of(owner) + url_for(endpoint, **values)


def with_addresses(row: Consultation, sanitised: str) -> str:
    """Sanitised HTML whose links to this site and pictures hold elsewhere too; in text, "<" is always written &lt;."""
    return _OWN_PATH.sub(rf"\g<1>{base_of(row.authority)}", sanitised)
