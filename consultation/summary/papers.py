"""The papers of a snapshot, for whoever keeps them without making them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from consultation.summary.paging import Pages


@dataclass(frozen=True)
class Package:
    """Public files by name with manifest.json; closed ones by name, all of them under lukket/. Never mixed (R46).

    `places` says where each response and position is printed.
    """

    files: Mapping[str, bytes]
    closed: Mapping[str, bytes]
    places: Pages = field(default_factory=Pages)
