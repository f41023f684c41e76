"""A draft is shown to somebody outside before it is sent out: they remark by keyboard, the editor answers."""

import re
from collections.abc import Callable
from datetime import date, time

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.consultations import drafting, meetings, scheduling
from consultation.lib.dates import closing_instant, opening_instant
from consultation.models import Authority
from consultation.parties import operations as parties
from consultation.vocabulary import DocumentKind, MilestoneKind, PartyBasis, PartyKind
from tests import factories
from tests.factories import NOW
from tests.journeys.conftest import Site
from tests.journeys.walking import NARROW, Walker

pytestmark = pytest.mark.browser

Walks = Callable[..., Walker]
SLUG, TITLE = "hjaelp-i-hverdagen", "Hjælp i hverdagen"
HOME = f"/intern/hoeringer/{SLUG}"
OPENS, ENDS = opening_instant(date(2026, 3, 9), time(9, 0)), closing_instant(date(2026, 4, 14), time(23, 59))
ACTOR = "system"
WORDS = "Seks uger er for kort tid for den, der har en hjerneskade."


def test_A3_U16_U17_U18_somebody_outside_reads_and_remarks_before_it_is_sent_out(walks: Walks, site: Site) -> None:
    _prepare(site)
    editor, council = walks("preview-editor"), walks("preview-council", "keys")
    address = _makes_a_link(editor)
    _reads_and_remarks(council, address)
    _sees_all_of_it(walks, address)
    _answers(editor)
    council.go(f"{address}/udkast/1")
    council.sees("Nu står der otte uger.")
    _sends_out(editor)
    council.go(address)
    council.reads_heading(TITLE)
    council.never_sees("Dette er en forhåndsvisning")
    assert council.page.url.endswith(f"/hoeringer/{SLUG}")
    editor.go(f"{HOME}/bemaerkninger-foer-hoeringen")
    editor.sees(WORDS)
    editor.look("review-afterwards")
    editor.go(f"{HOME}/forhaandsvisning")
    editor.sees("fører nu til den offentlige side")
    editor.look("links-afterwards")


def _prepare(site: Site) -> None:
    """A consultation that lacks nothing and is not sent out."""
    with Session(site.engine) as session:
        owner = session.scalars(select(Authority).where(Authority.slug == "randers")).one()
        row = factories.consultation(session, owner, SLUG, published=False)
        scheduling.set_period(session, ACTOR, NOW, row, OPENS, ENDS, {})
        meetings.plan_meeting(session, ACTOR, NOW, row, MilestoneKind.COMMITTEE, date(2026, 6, 1), "Socialudvalget")
        meetings.plan_meeting(session, ACTOR, NOW, row, MilestoneKind.COUNCIL, date(2026, 6, 15), "Byrådet")
        drafting.save_document(
            session, ACTOR, NOW, row, DocumentKind.COVER_LETTER, title="Brev", slug="brev", source="Kære alle"
        )
        for kind in (PartyKind.DISABILITY_COUNCIL, PartyKind.SENIOR_COUNCIL):
            party = parties.add_party(session, owner.id, kind, f"Prøvestads {kind}")
            parties.include_party(session, ACTOR, NOW, row, party, PartyBasis.STATUTORY)
        session.commit()


def _makes_a_link(editor: Walker) -> str:
    editor.sign_in("Rikke Demobæk")
    editor.go(f"{HOME}/send")
    editor.follow("Vis udkastet til andre")
    editor.look("links-none")
    editor.press("Lav linket")
    editor.sees("Skriv, hvem linket er til")
    editor.look("links-error")
    editor.write("Hvem er linket til?", "Formanden for Ældrerådet")
    editor.choose("Må skrive bemærkninger")
    editor.press("Lav linket")
    editor.sees("Linket til Formanden for Ældrerådet er lavet")
    editor.look("link-made")
    return editor.field("Link til forhåndsvisningen").input_value()


def _reads_and_remarks(council: Walker, address: str) -> None:
    council.go(address)
    council.sees("Dette er en forhåndsvisning. Høringen er ikke sendt ud endnu. Du kan ikke svare her.")
    council.follow("Støtte 1")
    council.sees("Et forløb varer højst seks uger (2.1).")
    council.follow(re.compile("^Skriv en bemærkning til afsnittet ?: Hvor længe"))
    assert council.field("Hvad handler bemærkningen om?").input_value() == "afsnit:hvor-laenge"
    assert council.field("Dit navn").input_value() == "Formanden for Ældrerådet"
    council.press("Gem bemærkningen")
    council.sees("Skriv bemærkningen")
    council.write("Bemærkning", WORDS)
    council.press("Gem bemærkningen")
    council.sees("Bemærkningen er gemt.")
    council.sees(WORDS)


def _sees_all_of_it(walks: Walks, address: str) -> None:
    """Each page at both widths, without script too, and in a window as narrow as a phone's."""
    for mode in ("script", "no-script"):
        reader = walks("preview-reader", mode)
        reader.go(address)
        reader.look("preview")
        reader.go(f"{address}/udkast/1")
        reader.look("preview-draft")
        reader.press("Gem bemærkningen")
        reader.look("preview-draft-error")
        with reader.expecting(404):
            reader.go(f"{address}x")
            reader.look("preview-unknown")
    narrow = walks("preview-phone", "narrow")
    narrow.go(f"{address}/udkast/1")
    narrow.look("preview-draft")
    assert narrow.page.viewport_size == NARROW


def _answers(editor: Walker) -> None:
    editor.go(f"{HOME}/send")
    editor.follow("Udkast 1: Bemærkninger før høringen, som ikke er besvaret: 1")
    editor.sees(WORDS)
    editor.look("review")
    editor.follow(re.compile("^Svar på bemærkning 1 til udkast 1"))
    editor.press("Gem svaret")
    editor.look("answer-error")
    editor.choose("Behandlet")
    editor.write("Kort svar", "Nu står der otte uger.")
    editor.press("Gem svaret")
    editor.sees("Nu står der otte uger.")
    editor.look("review-answered")
    editor.follow(re.compile("^Skriv en bemærkning til udkast 2"))
    editor.look("write")


def _sends_out(editor: Walker) -> None:
    editor.go(f"{HOME}/send")
    editor.look("send")
    editor.press(re.compile("^Send i høring"))
    editor.sees("Høringen er sendt ud.")
