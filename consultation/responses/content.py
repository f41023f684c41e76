"""What a response says, as plain values: the same shape for the public pages, for staff and for imports. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from consultation.lib import tokens
from consultation.lib.comparison import is_same_wording
from consultation.responses.rules import Sender, Together
from consultation.vocabulary import Channel, Language, LoginMode, Precision, Stance

PlaceKey = tuple[int | None, int | None]
"""(draft_version.id, section.id); (None, None) is the whole consultation."""
WHOLE: PlaceKey = (None, None)


@dataclass(frozen=True)
class Place:
    """What an answer is about, as people read it. The default is the whole consultation.

    `wording` is the draft's own text of a section; `locked_reason` says why it is not up for an answer, "" where it is.
    """

    draft_number: int | None = None
    draft_title: str = ""
    version_number: int | None = None
    anchor: str = ""
    printed_number: str = ""
    heading: str = ""
    wording: str = ""
    locked_reason: str = ""

    def proposes(self, words: str) -> bool:
        """Whether these are other words for the section: its own, unchanged, are no proposal."""
        return bool(words.strip()) and not is_same_wording(self.wording, words)


def newest_version(places: Mapping[PlaceKey, Place], version_id: int | None) -> int | None:
    """The newest version that is out of the draft that this one is of; None where it is no draft's."""
    draft = places[version_id, None].draft_number
    versions = [key[0] for key, place in places.items() if place.draft_number == draft and key[1] is None]
    return versions[-1] if draft is not None else None


@dataclass(frozen=True)
class AnswerContent:
    """Words about one place. Texts are cleaned by `lib.text.clean`: NFC, LF."""

    text: str = ""
    stance: Stance | None = None
    proposed_text: str = ""
    version_id: int | None = None
    section_id: int | None = None

    @property
    def place(self) -> PlaceKey:
        return self.version_id, self.section_id

    @property
    def is_empty(self) -> bool:
        """A stance alone says something; blanks do not."""
        return not (self.text.strip() or self.proposed_text.strip() or self.stance)


@dataclass(frozen=True)
class FileContent:
    """A stored file; `sha256` is for the receipt's commitment and is shown nowhere (reliability.md, trap 1)."""

    blob_id: int
    name: str
    size: int
    sha256: str
    alt: str = ""


@dataclass(frozen=True)
class Content:
    """Everything a sender says in one response, apart from who they are."""

    answers: tuple[AnswerContent, ...] = ()
    files: tuple[FileContent, ...] = ()
    no_remarks: bool = False
    hide_requested: bool = False
    follow: bool = False

    @property
    def is_empty(self) -> bool:
        """Nothing that could be received: a stance without a word is not yet a response (interface.md 3.5)."""
        words = any(answer.text.strip() or answer.proposed_text.strip() for answer in self.answers)
        return not (words or self.files or self.no_remarks)

    def without_unchanged(self, places: Mapping[PlaceKey, Place]) -> "Content":
        """The same without proposals that repeat the draft: of who pressed the button and changed nothing, say."""
        kept = (
            answer
            if places.get(answer.place, Place()).proposes(answer.proposed_text)
            else replace(answer, proposed_text="")
            for answer in self.answers
        )
        return replace(self, answers=tuple(kept))


@dataclass(frozen=True)
class Submission:
    """One response as it came in. The same `form_key` is the same response for ever (C3).

    `received_at` is when all of it was here (T6), as exactly as `precision` says; `source` is how staff know.
    `together` are the organisations that answer with the sender, whose own name says them all.
    `actor` is "sender", or "staff:<id>" where staff registered it. `receipt`: whether one is owed. `login_mode` is how
    the sender was asked to show who they are (R13), `identity` the seal of whom an identity provider has named.
    `suspicion` is what `suspicion.written` gives.
    """

    sender: Sender
    content: Content
    form_key: str
    received_at: datetime
    channel: Channel = Channel.PORTAL
    precision: Precision = Precision.SECOND
    source: str = ""
    actor: str = "sender"
    language: Language = Language.DANISH
    heard_party_id: int | None = None
    external_ref: str | None = None
    receipt: bool = True
    together: tuple[Together, ...] = ()
    login_mode: LoginMode = LoginMode.OPEN
    identity: str = ""
    suspicion: str = ""


@dataclass(frozen=True)
class Proof:
    """What a receipt proves (L3): that this number and time were given to these words and files."""

    nonce: str
    number: str
    received_at: datetime

    def text(self, sender: Sender, content: Content, places: Mapping[PlaceKey, Place]) -> str:
        """What the commitment covers: JSON with sorted keys, every letter as itself."""
        told = {
            "capacity": sender.capacity.value,
            "name": sender.name,
            "organisation": sender.organisation,
            "no_remarks": content.no_remarks,
            "answers": [_told(answer, places[answer.place]) for answer in content.answers],
            "files": [
                {"name": file.name, "size": file.size, "proof": self._seal(file.sha256)} for file in content.files
            ],
        }
        return json.dumps(told, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    def commitment(self, sender: Sender, content: Content, places: Mapping[PlaceKey, Place]) -> str:
        """64 hexadecimal digits; tells nothing to who does not hold the nonce (P2)."""
        return self._seal(self.text(sender, content, places))

    def _seal(self, text: str) -> str:
        """A file is sealed by the SHA-256 of its bytes in hexadecimal digits."""
        return tokens.commitment(self.nonce, self.number, exact(self.received_at), text)


def exact(instant: datetime) -> str:
    """An instant as receipts write it: "2019-10-20T21:59:59.123456Z"."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def _told(answer: AnswerContent, place: Place) -> dict[str, object]:
    return {
        "draft": place.draft_number,
        "version": place.version_number,
        "section": place.anchor or None,
        "stance": answer.stance.value if answer.stance else None,
        "text": answer.text,
        "proposed_text": answer.proposed_text,
    }
