"""Two moderators at once, many times (C1, C4): one decision always, and never a word in public that was marked."""

from collections.abc import Iterator

from sqlalchemy import Engine, func, select
from sqlalchemy.orm import Session

from consultation.database import make_engine
from consultation.errors import Conflict
from consultation.models import Audit, Response
from consultation.moderation import marking, operations
from consultation.vocabulary import DecisionKind, FindingKind, Reason
from tests import factories
from tests.bench.databases import KINDS, database
from tests.bench.results import Row
from tests.bench.scale import Scale
from tests.factories import NOW
from tests.moderation import desk

RACES = 200
SECRET = "Hemmelig"
"""The word that one marks while the other publishes."""


def measure(_scale: Scale) -> Iterator[Row]:
    for kind in KINDS:
        with database(kind) as where:
            engine = make_engine(where.url)
            try:
                yield _row("two decide at once: one wins, the other is told", kind, _decided_once(engine))
                yield _row("one publishes, one redacts: no marked word is public", kind, _kept_silent(engine))
            finally:
                engine.dispose()


def _row(work: str, kind: str, held: int) -> Row:
    return Row(f"{work} ({RACES} races)", kind, held, None, "races", f"{RACES}", held == RACES)


def _decided_once(engine: Engine) -> int:
    actors, raced = _begin(engine, "beslutter", "Seks uger er for kort tid.")

    def act(actor: str, response: Response, kind: DecisionKind, reason: Reason | None = None) -> desk.Act:
        return lambda session: operations.decide(session, actor, NOW, response.id, 0, 1, kind, reason, seen=True)

    held = 0
    for response in raced:
        publishes = act(actors[0], response, DecisionKind.PUBLISH)
        withholds = act(actors[1], response, DecisionKind.WITHHOLD, Reason.ABUSE)
        told = [isinstance(one, Conflict) for one in desk.race(engine, publishes, withholds)]
        held += sorted(told) == [False, True] and _decisions(engine, response) == 1
    return held


def _decisions(engine: Engine, response: Response) -> int:
    """Of the response, as the log counts them."""
    made = select(func.count()).select_from(Audit).where(Audit.event == "decision.made")
    with Session(engine) as session:
        return session.scalar(made.where(Audit.subject == f"response:{response.id}")) or 0


def _kept_silent(engine: Engine) -> int:
    [actor, _other], raced = _begin(engine, "overstreger", f"Min nabo {SECRET} drikker.")
    held = 0
    for response in raced:

        def publish(session: Session, response_id: int = response.id) -> object:
            return operations.publish_response(session, actor, NOW, response_id)

        def mark(session: Session, response_id: int = response.id) -> object:
            return marking.mark_words(session, actor, NOW, response_id, SECRET, FindingKind.PERSON_NAME)

        marked = desk.race(engine, publish, mark)[1]
        held += isinstance(marked, Conflict) or not _is_public(engine, response)
    return held


def _is_public(engine: Engine, response: Response) -> bool:
    with Session(engine) as session:
        return SECRET in desk.public_words_of(session, response)


def _begin(engine: Engine, slug: str, text: str) -> tuple[list[str], list[Response]]:
    """Two moderators, and as many responses as races."""
    with Session(engine, expire_on_commit=False) as session:
        consultation = factories.consultation(session, factories.authority(session, slug), slug)
        actors = [desk.moderator(session, consultation, name) for name in ("Maja Modprøve", "Mads Modprøve")]
        raced = [desk.received(session, consultation, text) for _ in range(RACES)]
        session.commit()
    return actors, raced
