"""A sitemap (sitemaps.org 0.9): every page in each language, and where it is in the other. Pure."""

from collections.abc import Mapping, Sequence
from itertools import islice
from xml.etree import ElementTree as ET

MOST = 50_000
"""Addresses that a sitemap may have."""
_SITEMAP, _XHTML = "http://www.sitemaps.org/schemas/sitemap/0.9", "http://www.w3.org/1999/xhtml"


def sitemap(pages: Sequence[Mapping[str, str]]) -> bytes:
    """`pages`: language -> whole address. What is too much is left out at the end."""
    root = ET.Element("urlset", {"xmlns": _SITEMAP, "xmlns:xhtml": _XHTML})
    for address, page in islice(((one, each) for each in pages for one in each.values()), MOST):
        url = ET.SubElement(root, "url")
        ET.SubElement(url, "loc").text = address
        for code, other in page.items():
            ET.SubElement(url, "xhtml:link", {"rel": "alternate", "hreflang": code, "href": other})
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written
