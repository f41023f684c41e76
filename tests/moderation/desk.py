"""A response on the desk: what every test of moderation begins with."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from consultation.models import Consultation, Decision, Rendition, RenditionPart, Response
from consultation.moderation import operations, queries
from consultation.moderation.queries import Material
from consultation.responses import queries as responses
from consultation.vocabulary import DecisionKind, Reason, Role
from tests import factories

T = TypeVar("T")
Act = Callable[[Session], object]
CPR = "010231-4123"
"""Nobody's: born in 2031."""
PHONE = "87 65 43 21"


def received(session: Session, owner: Consultation, text: str = "Seks uger er for kort tid.", **given: Any) -> Response:
    """A response that has come in and been looked through."""
    response = factories.response(session, owner, factories.submission(text, **given))
    operations.scan_response(session, factories.NOW, response.id)
    return response


def moderator(session: Session, owner: Consultation, name: str = "") -> str:
    """The actor of a moderator of the consultation's authority."""
    return f"staff:{factories.staff(session, owner.authority, Role.MODERATOR, name).id}"


def material(session: Session, response: Response) -> Material:
    return queries.material_of(session, response)


def decide(
    session: Session, actor: str, response: Response, kind: DecisionKind, reason: Reason | None = None, **given: Any
) -> Decision:
    """A decision by somebody who has seen everything as it stands."""
    seen = material(session, response)
    values: dict[str, Any] = {"now": factories.NOW, "seen": True} | given
    made = operations.decide(
        session,
        actor,
        response_id=response.id,
        expected_seq=seen.decision_seq,
        version_number=seen.standing.version.number,
        kind=kind,
        reason=reason,
        **values,
    )
    assert made is not None
    return made


def shown(session: Session, response: Response) -> Rendition | None:
    """The rendition that is not hidden."""
    return session.scalars(
        select(Rendition).where(Rendition.key == response.key, Rendition.hidden_at.is_(None))
    ).one_or_none()


def public_words(session: Session) -> str:
    """Every word in the public read model of all responses, hidden renditions too."""
    renditions = session.scalars(select(Rendition.shown_name)).all()
    parts = session.execute(select(RenditionPart.text, RenditionPart.proposed_text)).all()
    return "\n".join([*renditions, *(word for part in parts for word in part)])


def public_words_of(session: Session, response: Response) -> str:
    """Every word in the public read model of one response, hidden renditions too."""
    parts = session.execute(
        select(RenditionPart.text, RenditionPart.proposed_text)
        .join(Rendition, Rendition.id == RenditionPart.rendition_id)
        .where(Rendition.key == response.key)
    )
    return "\n".join(word for part in parts for word in part)


def status(session: Session, response: Response) -> str:
    return responses.standing_of(session, response).status.value


def race(engine: Engine, *acts: Callable[[Session], T]) -> list[T | Exception]:
    """Each act in a transaction of its own, all started at once; what each gave or raised."""
    barrier = threading.Barrier(len(acts))

    def run(act: Callable[[Session], T]) -> T | Exception:
        with Session(engine, expire_on_commit=False) as session:
            barrier.wait()
            try:
                result = act(session)
                session.commit()
            except Exception as error:  # noqa: BLE001 - the test looks at what lost
                return error
            return result

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))
