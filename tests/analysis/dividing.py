"""Short ways to responses, sentences and positions for the tests of analysis."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from consultation.analysis import positions, queries, themes
from consultation.analysis.spans import Span
from consultation.consultations.queries import list_drafts, list_sections
from consultation.models import Consultation, Draft, Position, Response, SectionText
from consultation.responses.content import AnswerContent, Content
from consultation.vocabulary import Outcome
from tests import factories
from tests.factories import NOW

ACTOR = "staff:1"
TEXT = "Kære byråd. Seks uger er for kort tid. Vi vil have tolv. Tak."


def respond(session: Session, consultation: Consultation, *texts: str, name: str = "Karen Prøvesen") -> Response:
    """A response; several texts answer the whole, then draft 1, then its section "hvem"."""
    places = factories.places(session, consultation)
    about = [places[None, ""], places[1, ""], places[1, "hvem"]]
    answers = [AnswerContent(text, None, "", *place) for text, place in zip(texts or (TEXT,), about, strict=False)]
    sent = factories.submission(content=Content(tuple(answers)), sender=factories.sender(name=name))
    return factories.response(session, consultation, sent)


def spans(session: Session, response: Response, *which: int) -> list[Span]:
    """The spans of these sentences, counted from 0; all without any."""
    found = [Span(one.answer.id, one.start, one.end) for one in queries.sentences_of(session, response)]
    return [found[at] for at in which] if which else found


def first_section(session: Session, consultation: Consultation) -> tuple[Draft, SectionText]:
    """The first draft, and the section that it begins with."""
    text = list_drafts(session, consultation.id)[0]
    return text.draft, list_sections(session, text.version.id)[0]


def position(
    session: Session,
    consultation: Consultation,
    title: str = "Ønske om længere forløb",
    draft_id: int | None = None,
    section_id: int | None = None,
    recommended: Outcome | None = None,
) -> Position:
    theme = themes.add_theme(session, ACTOR, NOW, consultation, "Generelt")
    return positions.save_position(
        session,
        ACTOR,
        NOW,
        consultation,
        None,
        title=title,
        theme=theme,
        draft_id=draft_id,
        section_id=section_id,
        recommended=recommended,
    )


def still_open(session: Session, response: Response) -> Sequence[str]:
    return [one.text for one in queries.sentences_of(session, response) if one.is_open]
