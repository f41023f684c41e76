"""A secretary and two subject owners take 60 moderated responses to the final package; then a late one is let in.

On `demo-lukket`, as it stands: some responses divided, some remarks written, the queue half read.
"""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from itertools import cycle

import pytest
from playwright.sync_api import Locator, Page
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.analysis.figures import Lack, board_of
from consultation.models import Consultation, Response
from consultation.moderation import operations as moderation
from consultation.moderation.queries import material_of
from consultation.responses.queries import standing_of
from consultation.summary import verify
from consultation.vocabulary import DecisionKind, Reason, Status
from tests import factories
from tests.conftest import Clock
from tests.journeys.conftest import Site
from tests.journeys.walking import Walker

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Walks = Callable[..., Walker]
SLUG = "demo-lukket"
INSIDE = f"/intern/hoeringer/{SLUG}"
LETTERS = (
    "Aktivitetsstederne skal være åbne om lørdagen. Det er den dag, hvor ensomheden er størst.",
    "Giv kontaktpersonen et telefonnummer, som virker i weekenden. Hverdagen er ikke nok.",
)
PLAIN = (
    "Åbningstiden om eftermiddagen er for kort for os, der arbejder.",
    "Ni måneder er for lidt tid, når man skal lære et nyt menneske at kende.",
    "Materialer skal ikke koste noget for den, der lever af en førtidspension.",
    "Ledsagelse på rejser er afgørende, og det skal stå klart.",
    "Timerne skal kunne samles til ferier.",
    "Jeg savner en forklaring på, hvem der bestemmer.",
    "Skriv standarden kortere, så man kan læse den.",
    "Der bør være en fast person, man kan ringe til.",
    "Lørdagen er vigtig for min bror.",
    "Et halvt år mere ville gøre en forskel.",
    "Betaling på hold rammer dem, der har mindst.",
    "Vi er glade for, at standarden er klar.",
)
REMARK = "Forvaltningen har læst det og foreslår ikke en ændring, fordi rammen er fast."
CHAPTERS = ("sammenfatning", "indstilling", "lovgrundlag", "oekonomi")


@dataclass(frozen=True)
class Case:
    site: Site

    def session(self) -> Session:
        return Session(self.site.engine)

    def open_numbers(self) -> list[str]:
        """The responses that are not divided yet."""
        with self.session() as session:
            return [line.number for line in board_of(session, _row(session)).undivided]

    def unanswered(self) -> list[int]:
        """Positions that lack something."""
        with self.session() as session:
            return [line.position.id for line in board_of(session, _row(session)).positions if line.lacks]

    def words_to_change(self, position_id: int) -> str:
        """Words that stand once in the section of a position whose new text is missing, "" for any other."""
        with self.session() as session:
            line = board_of(session, _row(session)).by_position[position_id]
            if Lack.CHANGE not in line.lacks or line.section is None:
                return ""
            return " ".join(line.section.text.split("\n")[0].split(" ")[:6])


def _row(session: Session) -> Consultation:
    return session.scalars(select(Consultation).where(Consultation.slug == SLUG)).one()


@pytest.fixture
def case(site: Site, at: Clock) -> Case:
    """All that waited is decided, and 31 more have come: two letters of ten and nine, twelve of their own."""
    with Session(site.engine) as session:
        row = _row(session)
        assert row.closes_at is not None
        received = row.closes_at - timedelta(days=2)
        for number, text in enumerate((LETTERS[0],) * 10 + (LETTERS[1],) * 9 + PLAIN):
            sender = factories.sender(name=f"Prøve Svarer {number}", postcode="8900")
            factories.response(session, row, factories.submission(text, received_at=received, sender=sender))
        session.commit()
    site.work()
    with Session(site.engine) as session:
        _moderate_all(session)
        session.commit()
    at.now = site.closes_at(SLUG) + timedelta(days=3)
    site.work()
    return Case(site)


def _moderate_all(session: Session) -> None:
    """What looks private is withheld, the rest is shown."""
    row = _row(session)
    for response in session.scalars(select(Response).where(Response.consultation_id == row.id)):
        if standing_of(session, response).status is not Status.AWAITING:
            continue
        material = material_of(session, response)
        kind, reason = (DecisionKind.WITHHOLD, Reason.SENSITIVE) if material.findings else (DecisionKind.PUBLISH, None)
        moderation.decide(
            session,
            "system",
            factories.NOW,
            response.id,
            material.decision_seq,
            material.standing.version.number,
            kind,
            reason,
            seen=True,
        )


def test_R41_R45_from_60_moderated_responses_to_the_final_package_and_the_next(
    walks: Walks, case: Case, at: Clock
) -> None:
    jens, bente = walks("jens", "script"), walks("bente", "script")
    secretary = walks("secretary", "script")
    for walker, name in ((jens, "Jens Demoriis"), (bente, "Bente Demogaard"), (secretary, "Sara Demolund")):
        walker.sign_in(name)
    _decides_the_late_one(secretary, "Nej, svaret indgår ikke", "Kom efter fristen uden grund.")
    while numbers := case.open_numbers():
        for walker, number in zip((jens, bente), numbers, strict=False):
            _divides(walker, number)
    jens.go(f"{INSIDE}/daekning")
    jens.look("divided")
    for owner, position_id in zip(cycle((jens, bente)), case.unanswered(), strict=False):
        _answers(owner, case, position_id)
    _writes(secretary)
    first = _freezes(secretary, case, 1)
    assert "KLADDE" not in first
    _decides_the_late_one(secretary, "Ja, svaret indgår", "Brevet var forsinket i posten.")
    (late,) = case.open_numbers()
    assert late == "E-1"
    _divides(bente, late)
    secretary.go(f"{INSIDE}/pakke")
    secretary.sees("siden øjebliksbillede 1")
    secretary.look("changed-since")
    _freezes(secretary, case, 2)
    secretary.sees("siden øjebliksbillede 1")
    secretary.open(re.compile("siden øjebliksbillede 1"))
    secretary.sees("Svar nr. E-1 er optaget i behandlingen")
    secretary.sees("Punkt E-1.1 er kommet til")
    secretary.look("second-package")


def _decides_the_late_one(secretary: Walker, answer: str, reason: str) -> None:
    secretary.go(f"{INSIDE}/efter-fristen")
    if secretary.page.locator("details:not([open]) summary", has_text="Vurdér igen").count():
        secretary.open("Vurdér igen")
    secretary.choose(answer)
    secretary.write("Begrundelse", reason)
    secretary.press("Gem vurderingen")


def _divides(walker: Walker, number: str) -> None:
    """All that is open becomes one point of a position that says the same, or of a new one."""
    page = walker.page
    walker.go(f"{INSIDE}/svar/{number}/punkter")
    if not page.locator("input[name=s]").count():
        walker.press("Vis originalen")
    found = _open_sentences(page)
    if not found:  # it says the same as one that was divided meanwhile, and has its points (R39)
        return
    for sentence in found:
        sentence.check()
    walker.press("Sæt i nyt punkt")
    choice = page.locator("input[name=position]").first
    choice.check()
    if choice.get_attribute("value") == "-1":
        walker.write("Resumé", "Ønske om en tydeligere standard")
        walker.field("Tema").select_option("Generelt")
    walker.press("Gem punkt")
    if page.get_by_role("button", name="Resten kræver ingen bemærkning").count():
        walker.press("Resten kræver ingen bemærkning")


def _open_sentences(page: Page) -> list[Locator]:
    return page.locator(".form-group-checkbox:has-text('uden punkt') input[name=s]").all()


def _answers(owner: Walker, case: Case, position_id: int) -> None:
    """A remark and an outcome; and where words of the draft are to change, the new ones."""
    owner.go(f"{INSIDE}/synspunkter/{position_id}")
    if not owner.field("Forvaltningens bemærkning").input_value():
        owner.field("Forvaltningens bemærkning").select_option("Skriv en ny bemærkning")
        owner.write("Ny bemærkning", REMARK)
    if not owner.page.locator("input[name=outcome]:checked").count():
        owner.choose("Taget til efterretning")
    owner.press("Gem synspunktet")
    if words := case.words_to_change(position_id):
        owner.follow("Skriv ny tekst")
        owner.write("Teksten i dag", words)
        owner.write("Ny tekst", f"{words} og mere til")
        owner.press("Gem den nye tekst")


def _writes(secretary: Walker) -> None:
    for chapter in CHAPTERS:
        secretary.go(f"{INSIDE}/rapport/{chapter}")
        secretary.write("Tekst", "Forvaltningen foreslår, at standarderne bliver godkendt.")
        secretary.press("Gem")
    secretary.look("chapter")
    secretary.go(f"{INSIDE}/rapport")
    secretary.look("report")


def _freezes(secretary: Walker, case: Case, seq: int) -> str:
    """The open package of the next snapshot is made, downloaded, and found true; returns the report's words."""
    secretary.go(f"{INSIDE}/pakke")
    secretary.look(f"ready-{seq}")
    secretary.sees("Alt er på plads")
    secretary.press("Lås grundlaget, og opret bilagene")
    case.site.work()
    secretary.follow("Opdatér siden")
    secretary.follow(f"Se pakken {seq}")
    with secretary.page.expect_download() as waiting:
        secretary.page.get_by_role("link", name="Hent den åbne pakke (zip)").click()
    content = waiting.value.path().read_bytes()
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        files = {name: archive.read(name) for name in archive.namelist()}
    assert verify.faults(files) == ()
    return next(data for name, data in files.items() if name.endswith(".html")).decode("utf-8")
