"""Checking a receipt: whether what we hold is what its code was made of, and what the log says of it (L2, L3)."""

import hmac
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import chain
from consultation.chain import Line
from consultation.lib.tokens import check_code
from consultation.models import Checkpoint, Response, ResponseVersion
from consultation.responses import queries, rules
from consultation.responses.content import Proof
from consultation.responses.receipts import Checked

RECEIVED = ("response.received", "response.registered")
"""The entries of the log that tell that a response has come."""


@dataclass(frozen=True)
class Evidence:
    """What the log holds of a response: its own line, and the newest sound check of the whole log before it came.

    Both stay as they are, so that a receipt is the same whenever it is fetched.
    """

    line: Line | None
    checkpoint: Checkpoint | None

    @property
    def code(self) -> str:
        return check_code(self.line.hash) if self.line else ""


def evidence_of(session: Session, response: Response) -> Evidence:
    """The line of a response in its authority's log, and the check before it."""
    line = chain.find_line(session, response.authority_id, RECEIVED, f"response:{response.id}")
    return Evidence(line, chain.sound_checkpoint(session, response.authority_id, response.registered_at))


def checked_before(session: Session, response: Response) -> Checked | None:
    """The same check as receipts print it; None before the first."""
    row = chain.sound_checkpoint(session, response.authority_id, response.registered_at)
    return Checked(row.seq, check_code(row.hash), row.at) if row else None


def line_fits(evidence: Evidence, code: str) -> bool:
    """Whether the code of the line that a receipt prints is the one of the line in the log now."""
    return hmac.compare_digest(_plain(evidence.code), _plain(code))


def find_by_code(session: Session, label: str, code: str) -> Response | None:
    """The response with this number whose receipt has this code; None for an unknown number and for a wrong code."""
    number = rules.read_label(rules.typed_label(label))
    if number is None:
        return None
    wanted = _plain(code)
    rows = session.scalars(select(Response).where(Response.series == number[0], Response.seq == number[1]))
    return next((row for row in rows if hmac.compare_digest(_plain(check_code(row.commitment)), wanted)), None)


def is_unchanged(session: Session, response: Response) -> bool:
    """Whether number, time, words and files as they are stored give the commitment that was given with the receipt."""
    first = select(ResponseVersion).where(ResponseVersion.response_id == response.id, ResponseVersion.number == 1)
    version = session.scalars(first).one()
    places = queries.places_of(session, response.consultation_id)
    proof = Proof(response.nonce, queries.number_of(response), response.received_at)
    made = proof.commitment(queries.sender_of(version), queries.content_of(session, version), places)
    return hmac.compare_digest(made, response.commitment)


def count_signs(code: str) -> int:
    """How many signs of a code somebody has typed; a whole one has 16."""
    return len(_plain(code))


def _plain(code: str) -> str:
    """A code as it may be typed: any case, with or without dashes and blanks."""
    return "".join(char for char in code.upper() if char.isascii() and char.isalnum())
