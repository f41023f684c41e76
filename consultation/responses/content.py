"""What a response says, as plain values: the same shape for the public pages, for staff and for imports. Pure."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import NamedTuple

from consultation.consultations.asked import Asked
from consultation.lib import tokens
from consultation.lib.comparison import is_same_wording
from consultation.responses.quoting import stands
from consultation.responses.rules import Sender, Together
from consultation.responses.suspicion import Traces
from consultation.vocabulary import Channel, Language, LoginMode, Precision, Stance


class PlaceKey(NamedTuple):
    """draft_version.id, section.id and question.id; without any, it is the whole consultation."""

    version_id: int | None = None
    section_id: int | None = None
    question_id: int | None = None

    @property
    def is_page(self) -> bool:
        """The whole, or a draft: what a page to write on is about."""
        return self.section_id is None and self.question_id is None


WHOLE = PlaceKey()


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
    asked: Asked | None = None

    def has_quote(self, words: str, start: int | None) -> bool:
        """Whether these words stand there in the draft; no words at all are right everywhere."""
        return stands(self.wording if self.anchor else "", words, start)

    def proposes(self, words: str) -> bool:
        """Whether these are other words for the section: its own, unchanged, are no proposal."""
        return bool(words.strip()) and not is_same_wording(self.wording, words)


def newest_version(places: Mapping[PlaceKey, Place], version_id: int | None) -> int | None:
    """The newest version that is out of the draft that this one is of; None where it is no draft's."""
    draft = places[PlaceKey(version_id)].draft_number
    versions = [key.version_id for key, place in places.items() if place.draft_number == draft and key.is_page]
    return versions[-1] if draft is not None else None


@dataclass(frozen=True)
class AnswerContent:
    """Words about one place, or what was chosen there. Texts are cleaned by `lib.text.clean`: NFC, LF.

    `quote` are words of the place's own wording, from its code point `quote_start` on: what the answer is about there.
    """

    text: str = ""
    stance: Stance | None = None
    proposed_text: str = ""
    version_id: int | None = None
    section_id: int | None = None
    question_id: int | None = None
    choices: tuple[int, ...] = ()
    quote: str = ""
    quote_start: int | None = None

    @property
    def place(self) -> PlaceKey:
        return PlaceKey(self.version_id, self.section_id, self.question_id)

    @property
    def is_empty(self) -> bool:
        """A stance alone says something; blanks do not."""
        return not (self.says_something or self.stance)

    @property
    def says_something(self) -> bool:
        """Words, or an answer to a question: what a response can be sent with."""
        return bool(self.text.strip() or self.proposed_text.strip() or self.choices)


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
        said = any(answer.says_something for answer in self.answers)
        return not (said or self.files or self.no_remarks)

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
    `traces` are None where nobody is suspected: what staff register, and who has a link of their own.
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
    traces: Traces | None = None


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
    told: dict[str, object] = {
        "draft": place.draft_number,
        "version": place.version_number,
        "section": place.anchor or None,
        "stance": answer.stance.value if answer.stance else None,
        "text": answer.text,
        "proposed_text": answer.proposed_text,
    }
    if place.asked is not None:
        chosen = [option.da for option in place.asked.chosen(answer.choices)]
        told |= {"question": place.asked.words.da, "choices": chosen}
    if answer.quote:  # not else: receipts given before there were quotes verify for ever
        told["quote"] = answer.quote
    return told
