"""What a package is made of, and the two lists that say so: the public one knows nothing of the closed files (R46)."""

from collections.abc import Mapping
from hashlib import sha256
from importlib.metadata import version

from consultation.summary.canonical import dump, instant
from consultation.summary.inputs import Inputs

MANIFEST = "manifest.json"
CLOSED_FOLDER = "lukket/"
CLOSED_MANIFEST = f"{CLOSED_FOLDER}manifest.json"
CLOSED_PAPER = f"{CLOSED_FOLDER}fulde-svar.pdf"
CLOSED_DATA = f"{CLOSED_FOLDER}fulde-svar.json"

REPORT = ("hoeringsnotat.docx", "hoeringsnotat.pdf", "hoeringsnotat.html")
PUBLIC = (
    *REPORT,
    "sagsfremstilling.docx",
    "hoeringsbrev.pdf",
    "samlede-hoeringssvar.pdf",
    "hoerte-parter.pdf",
    "modtaget-efter-fristen.pdf",
    "aendringsnotat.docx",
    "overblik.xlsx",
    "data.json",
)
"""Every public file but the manifest, always all of them."""

FORMAT = 1
MAKERS = ("python-docx", "typst", "xlsxwriter")
"""Bytes are the same for the same snapshot and the same versions of these (R45)."""


def snapshot_data(inputs: Inputs) -> dict[str, object]:
    """What the manifest says of the snapshot; papers that tell of it read this."""
    snapshot = inputs.snapshot
    return {"id": snapshot.id, "made_at": instant(snapshot.made_at), "provisional": snapshot.provisional}


def public_manifest(inputs: Inputs, counts: Mapping[str, object], files: Mapping[str, bytes]) -> bytes:
    """manifest.json."""
    return dump(
        {
            "consultation": inputs.consultation.slug,
            "snapshot": snapshot_data(inputs),
            "versions": {"format": str(FORMAT), **{name: version(name) for name in MAKERS}},
            "counts": counts,
            "files": listed(files),
        }
    )


def closed_manifest(inputs: Inputs, files: Mapping[str, bytes]) -> bytes:
    """lukket/manifest.json, with names inside the folder."""
    inside = {name.removeprefix(CLOSED_FOLDER): data for name, data in files.items()}
    return dump({"snapshot": {"id": inputs.snapshot.id}, "files": listed(inside)})


def listed(files: Mapping[str, bytes]) -> list[dict[str, object]]:
    """Name, size and SHA-256 of each file, in the order of names."""
    return [
        {"name": name, "size": len(data), "sha256": sha256(data).hexdigest()} for name, data in sorted(files.items())
    ]
