"""Two subject owners at work on the same positions at once, and the director who approves them (R37, C2)."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.analysis import points, positions, queries
from consultation.analysis.spans import Span
from consultation.analysis.themes import add_theme
from consultation.consultations.operations import set_approvals
from consultation.consultations.queries import list_drafts, list_sections
from consultation.models import Authority, Consultation, Position
from consultation.moderation import operations as moderation
from consultation.vocabulary import Role
from tests import factories
from tests.conftest import Clock
from tests.journeys.conftest import Site
from tests.journeys.walking import Walker

pytestmark = pytest.mark.browser

Walks = Callable[..., Walker]
INSIDE = "/intern/hoeringer/kort-sag"
TITLES = ("Ønske om længere forløb", "Ønske om tolv uger")


def test_C2_two_at_once_lose_nothing_and_the_director_approves(walks: Walks, site: Site, at: Clock, mode: str) -> None:
    _divided(site)
    at.now = factories.CLOSES + timedelta(days=1)
    jens, jette = walks("jens", mode), walks("jette", mode)
    for walker, name in ((jens, "Jens Demoriis"), (jette, "Jette Demosø")):
        walker.sign_in(name)
        walker.go(f"{INSIDE}/synspunkter")
        walker.follow(TITLES[0])
    _saves_both(jens, jette)
    _merges(jens)
    _splits(jette)
    _sees_the_section(jette)
    _gives_away(jens)
    _is_approved(walks("dagny", mode), jens)


def _divided(site: Site) -> None:
    """Three responses in two positions of one section, and a second subject owner."""
    with Session(site.engine) as session:
        owner = session.scalars(select(Authority).where(Authority.slug == "randers")).one()
        factories.staff(session, owner, Role.SUBJECT_OWNER, "Jette Demosø").demo = True
        row = factories.consultation(session, owner, "kort-sag")
        row.title = "Et kort forløb"
        gathered = [_position(session, row, title) for title in TITLES]
        for number, text in enumerate(("Seks uger er for lidt.", "Vi vil have tolv.", "Giv os tolv uger.")):
            response = factories.response(session, row, factories.submission(text))
            moderation.publish_response(session, "system", factories.NOW, response.id)
            one = queries.sentences_of(session, response)[0]
            span = Span(one.answer.id, one.start, one.end)
            points.make_point(session, "system", factories.NOW, response, [span], gathered[number > 1])
        set_approvals(session, "system", factories.NOW, row, owner=False, director=True)
        session.commit()


def _position(session: Session, row: Consultation, title: str) -> Position:
    text = list_drafts(session, row.id)[0]
    return positions.save_position(
        session,
        "system",
        factories.NOW,
        row,
        None,
        title=title,
        theme=add_theme(session, "system", factories.NOW, row, "Hvor længe?"),
        draft_id=text.draft.id,
        section_id=list_sections(session, text.version.id)[0].section_id,
    )


def _saves_both(jens: Walker, jette: Walker) -> None:
    jette.write("Resumé", "Ønske om et længere forløb")
    jette.press("Gem synspunktet")
    jette.sees("Synspunktet er gemt.")
    jens.field("Forvaltningens bemærkning").select_option("Skriv en ny bemærkning")
    jens.write("Ny bemærkning", "Forløbet bliver forlænget.")
    jens.choose("Taget til efterretning")
    with jens.expecting(409):
        jens.press("Gem synspunktet")
    jens.reads_heading(re.compile("er ændret imens"))
    jens.sees("Gemt af Jette Demosø: Ønske om et længere forløb")
    jens.look("both-versions")
    jens.press("Gem det valgte")
    jens.sees("Ret bemærkning B1")
    jens.sees("Jette Demosø")
    assert jens.field("Resumé").input_value() == "Ønske om et længere forløb"
    jens.look("position")


def _merges(jens: Walker) -> None:
    jens.go(f"{INSIDE}/synspunkter")
    for label in ("Vælg pkt. 1.1", "Vælg pkt. 1.2"):
        jens.choose(label)
    jens.press("Læg de valgte sammen")
    jens.page.get_by_label(re.compile("B1: Forløbet bliver forlænget")).check()
    jens.choose("Taget til efterretning")
    jens.look("merge")
    jens.press("Læg dem sammen")
    jens.sees("3 punkter i 3 svar.")


def _splits(jette: Walker) -> None:
    """What the other one merged is there, and can be parted again."""
    jette.go(f"{INSIDE}/synspunkter")
    jette.follow("Ønske om et længere forløb")
    jette.choose("Vælg punkt 3.1")
    jette.press("Lav et nyt synspunkt af de valgte")
    jette.write("Resumé af det nye synspunkt", "Ønske om tolv uger til alle")
    jette.choose("Følger med, som de er")
    jette.look("split")
    jette.press("Del synspunktet")
    jette.sees("Delt i to. Den anden del hedder »Ønske om tolv uger til alle«")
    jette.press(re.compile("^Gør det om"))
    jette.sees("3 punkter i 3 svar.")


def _sees_the_section(jette: Walker) -> None:
    jette.follow("Se afsnittet med alle synspunkter om det")
    jette.sees("Forløbet bliver forlænget.")
    jette.look("section")


def _gives_away(jens: Walker) -> None:
    jens.go(f"{INSIDE}/synspunkter")
    jens.choose("Vælg pkt. 1.1")
    jens.press("Giv de valgte til en ansvarlig")
    jens.field("Ansvarlig").select_option("Jette Demosø")
    jens.write_date("due_on", 20, 3, 2026)
    jens.look("assign")
    jens.press("Gem ansvarlig")
    jens.sees("Jette Demosø")


def _is_approved(dagny: Walker, jens: Walker) -> None:
    dagny.sign_in("Dagny Demolind")
    dagny.follow(re.compile("^Se og godkend"))
    dagny.look("approval")
    dagny.follow(re.compile("^Send tilbage med en note"))
    dagny.write("Hvad skal ændres?", "Skriv, hvornår det sker.")
    dagny.look("send-back")
    dagny.press("Send tilbage")
    jens.page.reload()
    jens.sees("Skriv, hvornår det sker.")
    jens.follow("Ret bemærkning B1")
    jens.write("Bemærkning", "Forløbet bliver forlænget fra den 1. august.")
    jens.press("Gem bemærkningen")
    dagny.go(f"{INSIDE}/godkendelse")
    dagny.sees("skal godkendes igen, for det er ændret")
    dagny.page.get_by_label(re.compile("^Godkend pkt. 1.1")).check()
    dagny.press("Godkend de valgte")
    dagny.sees("Intet venter på din godkendelse.")
    dagny.look("approved")
