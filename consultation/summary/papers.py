"""The papers of a snapshot, for whoever keeps them without making them."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Package:
    """Public files by name with manifest.json; closed ones by name, all of them under lukket/. Never mixed (R46).

    `places` is file name -> anchor -> page, as the papers were laid out.
    """

    files: Mapping[str, bytes]
    closed: Mapping[str, bytes]
    places: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
