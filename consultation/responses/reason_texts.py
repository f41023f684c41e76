"""Why responses are not shown, in an authority's own words: reads, and the next version of a text."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import audit
from consultation.errors import Invalid
from consultation.models import AuthorityText
from consultation.responses.reasons import REASONS
from consultation.vocabulary import Language, Reason

KIND = "reason"
LONGEST = 500


def texts_of(session: Session, authority_id: int) -> dict[tuple[Language, Reason], str]:
    """What authors are told for each reason; the words that everybody begins with where the authority has none."""
    found = {(language, reason): words for language, texts in REASONS.items() for reason, words in texts.items()}
    rows = session.scalars(
        select(AuthorityText)
        .where(AuthorityText.authority_id == authority_id, AuthorityText.kind == KIND)
        .order_by(AuthorityText.version)
    )
    return found | {(row.language, Reason(row.code)): row.body for row in rows}


def text_of(session: Session, authority_id: int, language: Language, reason: Reason | None) -> str:
    """What an author is told; "" without a reason."""
    return texts_of(session, authority_id)[language, reason] if reason else ""


def save(
    session: Session, actor: str, now: datetime, authority_id: int, texts: Mapping[tuple[Language, Reason], str]
) -> int:
    """The next version of each text that is another now; returns how many.

    Invalid names the empty ones, as "da.person".
    """
    gone = [key for key, words in texts.items() if not words.strip()]
    empty = {f"{language.value}.{reason.value}": "missing" for language, reason in gone}
    if empty:
        raise Invalid("a reason without words", errors=empty)
    known, changed = texts_of(session, authority_id), 0
    for (language, reason), words in texts.items():
        if known[language, reason] != words.strip():
            _add(session, actor, now, authority_id, language, reason, words.strip())
            changed += 1
    return changed


def _add(
    session: Session, actor: str, now: datetime, authority_id: int, language: Language, reason: Reason, words: str
) -> None:
    same = select(AuthorityText.version).where(
        AuthorityText.authority_id == authority_id,
        AuthorityText.kind == KIND,
        AuthorityText.code == reason.value,
        AuthorityText.language == language,
    )
    newest = session.scalar(same.order_by(AuthorityText.version.desc()).limit(1)) or 0
    row = AuthorityText(
        authority_id=authority_id,
        kind=KIND,
        code=reason.value,
        language=language,
        version=newest + 1,
        body=words,
        at=now,
    )
    session.add(row)
    session.flush()
    audit.note(session, row, actor, now, "text.saved", kind=KIND)
