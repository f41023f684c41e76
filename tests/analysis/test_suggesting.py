"""The job that suggests themes: from what is tagged here and may be read; numbers alone are kept (analysis.md)."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from consultation.analysis import lessons, points, positions, suggesting, themes
from consultation.consultations.queries import list_drafts, list_sections
from consultation.models import Consultation, Job, Position, Response, Suggestion
from consultation.moderation import operations as moderation
from consultation.vocabulary import Reason
from tests import factories
from tests.analysis.dividing import ACTOR, respond, spans
from tests.factories import NOW

SETTINGS = factories.settings()
BUS = ("Bussen kører ikke om aftenen.", "Chaufføren i bussen vil ikke tage kørestolen.", "Bussen er for sen.")
WAIT = ("Vi ventede et år på svar.", "Svaret kom efter lang venten.", "Der er ni måneders ventetid på svar.")


def titled(session: Session, consultation: Consultation, title: str) -> Position:
    theme = themes.add_theme(session, ACTOR, NOW, consultation, title)
    return positions.save_position(session, ACTOR, NOW, consultation, None, title=f"Ønske om {title}", theme=theme)


def tag(session: Session, consultation: Consultation, position: Position, text: str) -> Response:
    row = respond(session, consultation, text)
    moderation.publish_response(session, "system", NOW, row.id)
    points.make_point(session, ACTOR, NOW, row, spans(session, row), position)
    return row


def taught(session: Session, consultation: Consultation, times: int = 2) -> tuple[Position, Position]:
    """Six points a time, half of them on buses and half on waiting."""
    bus, wait = titled(session, consultation, "Kørsel"), titled(session, consultation, "Frister")
    for number in range(times):
        for text in BUS:
            tag(session, consultation, bus, f"{text} Nummer {number}.")
        for text in WAIT:
            tag(session, consultation, wait, f"{text} Nummer {number}.")
    return bus, wait


def suggest(session: Session, consultation: Consultation) -> None:
    session.commit()
    prepared = suggesting.learn(session, SETTINGS, consultation_id=consultation.id)
    session.rollback()
    suggesting.keep(session, SETTINGS, NOW, consultation_id=consultation.id, prepared=prepared)
    session.commit()


def bodies(session: Session) -> dict[int | None, str]:
    return {row.response_id: row.body for row in session.scalars(select(Suggestion))}


def publish(session: Session, consultation: Consultation, text: str) -> Response:
    row = respond(session, consultation, text)
    moderation.publish_response(session, "system", NOW, row.id)
    return row


def test_each_open_sentence_gets_themes_and_the_points_behind_them(
    session: Session, consultation: Consultation
) -> None:
    bus, wait = taught(session, consultation)
    row = publish(session, consultation, "Bussen kommer aldrig. Svaret lader vente på sig.")
    suggest(session, consultation)
    found = json.loads(bodies(session)[row.id])
    first, second = spans(session, row)
    assert [one[:3] for one in found] == [[one.answer_id, one.start, one.end] for one in (first, second)]
    assert [one[3][0][0] for one in found] == [bus.theme_id, wait.theme_id]
    assert found[0][3][0][1] > 50
    assert 1 <= len(found[0][3][0][2]) <= 3


def test_nothing_but_numbers_is_kept(session: Session, consultation: Consultation) -> None:
    taught(session, consultation)
    publish(session, consultation, "Bussen kommer aldrig.")
    suggest(session, consultation)
    (body,) = bodies(session).values()
    assert set(body) <= set("0123456789[], ")


def test_R30_what_is_not_shown_teaches_nothing_and_gets_nothing(session: Session, consultation: Consultation) -> None:
    bus, _wait = taught(session, consultation)
    hidden = tag(session, consultation, bus, "Bussen lugter af kanariefugl.")
    unread = respond(session, consultation, "Bussen kommer aldrig.")
    moderation.withhold(session, NOW, hidden, Reason.OFF_TOPIC)
    session.commit()
    lesson = lessons.lesson_of(session, consultation.id)
    assert lesson is not None
    assert not any("kanariefugl" in text for _theme, text in lesson.tagged)
    assert unread.id not in lesson.bodies


@pytest.mark.parametrize(("times", "themes_used"), [(1, 2), (2, 1)])
def test_too_little_to_learn_from_suggests_nothing_and_takes_away_what_was_there(
    session: Session, consultation: Consultation, times: int, themes_used: int
) -> None:
    bus, wait = taught(session, consultation, times)
    row = publish(session, consultation, "Bussen kommer aldrig.")
    session.add(Suggestion(authority_id=row.authority_id, response_id=row.id, body="[]", made_at=NOW))
    if themes_used == 1:
        wait.theme_id = bus.theme_id
    suggest(session, consultation)
    assert bodies(session) == {}


def test_it_is_owed_once_for_all_that_happens_within_a_minute(session: Session, consultation: Consultation) -> None:
    for seconds in (0, 20, 59, 60):
        suggesting.owe(session, NOW + timedelta(seconds=seconds), consultation.id)
    owed = session.scalars(select(Job.due_at).where(Job.name == suggesting.SUGGEST).order_by(Job.id)).all()
    assert owed == [NOW + timedelta(seconds=70), NOW + timedelta(seconds=130)]


def test_points_and_positions_owe_it(session: Session, consultation: Consultation) -> None:
    row = respond(session, consultation)
    for act in ("made", "moved", "removed"):
        session.execute(delete(Job))
        if act == "made":
            point = points.make_point(session, ACTOR, NOW, row, spans(session, row, 1))
        elif act == "moved":
            points.move_point(session, ACTOR, NOW, row, point, None)
        else:
            points.remove_point(session, ACTOR, NOW, row, point)
        assert session.scalar(select(func.count(Job.id)).where(Job.name == suggesting.SUGGEST)) == 1, act


def test_a_theme_that_was_withdrawn_is_not_learnt(session: Session, consultation: Consultation) -> None:
    bus, _wait = taught(session, consultation)
    other = titled(session, consultation, "Pris")
    tag(session, consultation, other, "Det er for dyrt.")
    theme = themes.add_theme(session, ACTOR, NOW, consultation, "Pris")
    theme.withdrawn_at = NOW
    session.commit()
    lesson = lessons.lesson_of(session, consultation.id)
    assert lesson is not None
    assert set(lesson.themes) >= {bus.theme_id}
    assert theme.id not in lesson.themes
    assert theme.id not in {one for one, _text in lesson.tagged}


def test_the_drafts_are_read_beside_and_say_what_a_theme_of_their_heading_is(
    session: Session, consultation: Consultation
) -> None:
    taught(session, consultation)
    draft, *_rest = list_drafts(session, consultation.id)
    section, *_others = list_sections(session, draft.version.id)
    named = themes.add_theme(session, ACTOR, NOW, consultation, f"{section.heading.upper()} ")
    session.commit()
    lesson = lessons.lesson_of(session, consultation.id)
    assert lesson is not None
    assert f"{section.heading} {section.text}" in lesson.drafts
    assert any(draft.draft.title in paragraph for paragraph in lesson.drafts)
    assert section.text in lesson.themes[named.id]
    assert not any(section.text in words for theme, words in lesson.themes.items() if theme != named.id)
