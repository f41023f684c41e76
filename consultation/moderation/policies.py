"""An authority's rules for responses: every version there was, when each was in force, and writing the next."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation import audit
from consultation.errors import Conflict, NotFound
from consultation.models import Authority, AuthorityText
from consultation.moderation.policy_texts import DEFAULT
from consultation.vocabulary import Language

KIND = "policy"


@dataclass(frozen=True)
class Version:
    """`number` 0 is the text that everybody begins with. In force from `since` until `until`; None is open."""

    number: int
    bodies: Mapping[Language, str]
    since: datetime | None
    until: datetime | None = None

    def said(self, language: Language) -> tuple[str, Language]:
        """The text for a page, and the language that it is in."""
        known = language if language in self.bodies else Language.DANISH
        return self.bodies[known], known


def list_versions(session: Session, authority_id: int) -> list[Version]:
    """The newest first; never empty."""
    rows = session.scalars(
        select(AuthorityText)
        .where(AuthorityText.authority_id == authority_id, AuthorityText.kind == KIND, AuthorityText.code == "")
        .order_by(AuthorityText.version, AuthorityText.id)
    ).all()
    bodies: dict[int, dict[Language, str]] = {0: dict(DEFAULT)}
    begun: dict[int, datetime | None] = {0: None}
    for row in rows:
        bodies.setdefault(row.version, {})[row.language] = row.body
        begun.setdefault(row.version, row.at)
    numbers = sorted(bodies)
    ends = [begun[number] for number in numbers[1:]]
    found = [Version(one, bodies[one], begun[one], end) for one, end in zip(numbers, [*ends, None], strict=True)]
    kept = [one for one in found if Language.DANISH in one.bodies]
    return kept[::-1]


def get_version(session: Session, authority_id: int, number: int | None = None) -> Version:
    """The one in force, or that with this number; NotFound."""
    versions = list_versions(session, authority_id)
    found = versions[0] if number is None else next((one for one in versions if one.number == number), None)
    if found is None:
        raise NotFound("no such version of the rules")
    return found


def save(
    session: Session, actor: str, now: datetime, authority_id: int, bodies: Mapping[Language, str], base: int
) -> Version:
    """The next version, in force from now on; the same again writes nothing. Conflict: somebody saved another (C2)."""
    session.get_one(Authority, authority_id, with_for_update={"key_share": True})
    newest = get_version(session, authority_id)
    if newest.number != base:
        raise Conflict("the rules were changed meanwhile", cause="policy")
    if dict(newest.bodies) == dict(bodies):
        return newest
    for language, body in bodies.items():
        row = AuthorityText(
            authority_id=authority_id, kind=KIND, language=language, version=newest.number + 1, body=body, at=now
        )
        session.add(row)
        session.flush()
        audit.note(session, row, actor, now, "text.saved", kind=KIND)
    return get_version(session, authority_id)
