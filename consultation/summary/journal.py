"""One response as the case system keeps it: a paper, the metadata, the files as they came, and their checksums (R49).

Pure: the same response is the same bytes, whoever takes it and whenever.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from consultation.responses.rules import Sender
from consultation.summary.canonical import dump, instant
from consultation.summary.manifest import MANIFEST, listed
from consultation.summary.words import LATE_PREFIX
from consultation.vocabulary import By, Channel, DecisionKind, Precision, Reason, Stance, Status

METADATA, PAPER, FILES = "metadata.json", "svar.pdf", "bilag/"
_FORMAT = 1


@dataclass(frozen=True)
class File:
    """A file as it came. `left_out` is why its content is not there: "virus" or "erased", else ""."""

    name: str
    size: int
    sha256: str
    alt: str = ""
    left_out: str = ""


@dataclass(frozen=True)
class Part:
    """One answer, in words: what it is about, and all that it says."""

    place: str
    quote: str
    stance: Stance | None
    chosen: tuple[str, ...]
    text: str
    proposed: str
    wording: str


@dataclass(frozen=True)
class Version:
    """The response as it came (1), or as its sender corrected it."""

    number: int
    at: datetime
    by: By
    sender: Sender
    parts: tuple[Part, ...]
    files: tuple[File, ...]


@dataclass(frozen=True)
class Decided:
    at: datetime
    kind: DecisionKind
    reason: Reason | None
    by: str


@dataclass(frozen=True)
class Admitted:
    """What was decided of one that came late."""

    at: datetime
    admitted: bool
    reason: str
    by: str


@dataclass(frozen=True)
class Entry:
    """Everything the case system is told of one response. `theme` is what it is about, in few words; `registered_by`
    is who typed it in, "" for what came by the portal."""

    authority: str
    slug: str
    title: str
    case_number: str
    number: str
    channel: Channel
    received_at: datetime
    precision: Precision
    received_source: str
    registered_at: datetime
    registered_by: str
    late: bool
    no_remarks: bool
    status: Status
    theme: tuple[str, ...]
    commitment: str
    versions: tuple[Version, ...]
    decisions: tuple[Decided, ...] = ()
    admission: Admitted | None = None
    withdrawn_at: datetime | None = None
    withdrawn_by: By | None = None
    erased_at: datetime | None = None

    @property
    def newest(self) -> Version:
        return self.versions[-1]

    @property
    def last_at(self) -> datetime:
        """The newest thing that happened to it: the only date of its paper."""
        acts = [*(one.at for one in self.versions), *(one.at for one in self.decisions)]
        ends = (self.admission.at if self.admission else None, self.withdrawn_at, self.erased_at)
        return max(self.registered_at, *acts, *(at for at in ends if at is not None))


def folder_of(number: str) -> str:
    """ "svar-0048/", "svar-sen-0003/": folders stand in the order of numbers, those that came late after the others."""
    late, digits = number.startswith(LATE_PREFIX), number.removeprefix(LATE_PREFIX)
    return f"svar-{'sen-' if late else ''}{int(digits):05}/"


def file_path(version: Version, place: int) -> str:
    """Where a file lies; `place` is its place in the version, from 1. No name of a sender's leads elsewhere."""
    name = version.files[place - 1].name.replace("/", "-").replace("\\", "-").strip(". ")
    return f"{FILES}{version.number}-{place}-{name or 'fil'}"


def manifest(entry: Entry, files: Mapping[str, bytes]) -> bytes:
    """The checksum of each file, and one of the whole: of the lines "<sha256>  <name>", in the order of names."""
    rows = listed(files)
    return dump(
        {
            "format": _FORMAT,
            "consultation": entry.slug,
            "case_number": entry.case_number,
            "response": entry.number,
            "files": rows,
            "sha256": whole(rows),
        }
    )


def whole(rows: list[dict[str, object]]) -> str:
    """SHA-256 over name and checksum of every file; `sha256sum` prints the same lines."""
    return sha256("".join(f"{row['sha256']}  {row['name']}\n" for row in rows).encode()).hexdigest()


def list_of_all(slug: str, folders: Mapping[str, str]) -> bytes:
    """The manifest beside the folders: each with the checksum of its own manifest."""
    rows: list[dict[str, object]] = [
        {"name": f"{folder}{MANIFEST}", "sha256": digest} for folder, digest in sorted(folders.items())
    ]
    return dump({"format": _FORMAT, "consultation": slug, "responses": rows, "sha256": whole(rows)})


# Metadata


def metadata(entry: Entry) -> bytes:
    """For the case system's import: stable names, instants in UTC, a day alone where no more is known."""
    return dump(
        {
            "format": _FORMAT,
            "authority": entry.authority,
            "consultation": {"slug": entry.slug, "title": entry.title, "case_number": entry.case_number},
            "number": entry.number,
            "received_at": instant(entry.received_at),
            "received_precision": entry.precision.value,
            "received_source": entry.received_source,
            "registered_at": instant(entry.registered_at),
            "registered_by": entry.registered_by,
            "channel": entry.channel.value,
            "late": entry.late,
            "admission": _admission(entry.admission),
            "no_remarks": entry.no_remarks,
            "status": entry.status.value,
            "theme": list(entry.theme),
            "commitment": entry.commitment,
            "decisions": [_decided(one) for one in entry.decisions],
            "withdrawn_at": _moment(entry.withdrawn_at),
            "withdrawn_by": entry.withdrawn_by.value if entry.withdrawn_by else None,
            "erased_at": _moment(entry.erased_at),
            "versions": [_version(version) for version in entry.versions],
        }
    )


def _moment(at: datetime | None) -> str | None:
    return instant(at) if at else None


def _admission(one: Admitted | None) -> dict[str, object] | None:
    return (
        None if one is None else {"at": instant(one.at), "admitted": one.admitted, "reason": one.reason, "by": one.by}
    )


def _decided(one: Decided) -> dict[str, object]:
    reason = one.reason.value if one.reason else None
    return {"at": instant(one.at), "kind": one.kind.value, "reason": reason, "by": one.by}


def _version(version: Version) -> dict[str, object]:
    sender = version.sender
    return {
        "number": version.number,
        "at": instant(version.at),
        "by": version.by.value,
        "sender": {
            "capacity": sender.capacity.value,
            "name": sender.name,
            "organisation": sender.organisation,
            "cvr": sender.cvr,
            "email": sender.email,
            "phone": sender.phone,
            "postcode": sender.postcode,
            "address": sender.address,
            "on_behalf_of": sender.on_behalf_of,
            "helper_name": sender.helper_name,
            "under_18": sender.under_18,
            "protected": sender.protected,
        },
        "answers": [
            {
                "about": part.place,
                "quote": part.quote,
                "stance": part.stance.value if part.stance else None,
                "chosen": list(part.chosen),
                "text": part.text,
                "proposed_text": part.proposed,
            }
            for part in version.parts
        ],
        "files": [
            {
                "name": file.name,
                "path": "" if file.left_out else file_path(version, place),
                "size": file.size,
                "sha256": file.sha256,
                "description": file.alt,
                "left_out": file.left_out,
            }
            for place, file in enumerate(version.files, start=1)
        ],
    }
