"""A moderator clears 25 mixed responses without a mouse: one act for the ten that are equal, then the queue to its end.

At most three keys for a plain one, each counted by itself.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.models import Audit, Authority, Consultation, Decision, Response
from consultation.vocabulary import DecisionKind
from tests import factories, samples
from tests.conftest import Clock
from tests.journeys.conftest import Site
from tests.journeys.walking import KeyWalker, Walker
from tests.moderation import attached, desk

pytestmark = pytest.mark.browser

Walks = Callable[..., Walker]
SLUG = "femogtyve"
HOME, PUBLIC = f"/intern/hoeringer/{SLUG}", f"/hoeringer/{SLUG}/svar"
QUEUE = f"{HOME}/gennemgang"
LETTER = "Vi vil have tolv uger til alle, og vi vil have det skrevet ind i kvalitetsstandarden, så enhver kan se det."
CROWD = "11 svar fra 11 afsendere, heraf 10 enslydende"
LETTERS_CPR, OWN_CPR, NO_CPR = "010231-4123", "070331-4127", "120534-4121"
"""The last looks like one and is none: two persons let it stand."""
NEIGHBOUR, PHONE, CHAIR = "Kanariefuglen", "87 65 43 21", "Formanden sover."
CHILD = "Selma Prøvebarn"
ABUSE = "Hold jeres mund, I er nogle idioter alle sammen, og det skal I få at mærke."
PLAIN = (
    "Jeg synes, at bussen skal køre oftere om aftenen.",
    "Der mangler en bænk ved stien langs åen.",
    "Skriv venligst kortere. Jeg kan ikke finde fristen i teksten.",
    "Åbningstiden bør være den samme hele året.",
    "Det er et godt udkast, som jeg er enig i.",
    "Seks uger er for kort, ti uger er bedre.",
    "Jeg savner et afsnit om, hvem der hjælper med at søge.",
    "Vis prisen for et forløb, så man kan planlægge.",
)
GONE = (LETTERS_CPR, OWN_CPR, NEIGHBOUR, PHONE, CHAIR, CHILD, ABUSE)
"""Canaries: what nobody may find in public afterwards."""
MOST_KEYS = 3


@pytest.fixture
def received(site: Site) -> None:
    """Ten equal, three with a number like a CPR number, two with files, one abusive, one of a child, eight plain."""
    with Session(site.engine, expire_on_commit=False) as session:
        owner = session.scalars(select(Authority).where(Authority.slug == "randers")).one()
        row = factories.consultation(session, owner, SLUG)
        for at in range(10):
            email = f"ens{at}@borger.example" if at else ""  # one of them has given none
            _receive(session, row, LETTER, name=f"Prøve Ens {at}", email=email)
        _receive(session, row, f"{LETTER} Mit CPR-nummer er {LETTERS_CPR}.", name="Prøve Egne")
        _receive(session, row, f"Skriv til mig, når I ved mere. Mit nummer er {OWN_CPR}.", name="Prøve Nummer")
        _receive(session, row, f"Se vores sag med nummer {NO_CPR} fra sidste år.", name="Prøve Sag")
        word = samples.paragraph(f"Rampen ved hallen mangler. Genboen {NEIGHBOUR} larmer om natten.")
        paper = samples.pdf(f"Ring til {PHONE}. {CHAIR}")
        for name, content in {"rampen.docx": samples.docx(word), "formanden.pdf": paper}.items():
            sender = factories.sender(name=f"Prøve {name}")
            attached.received(site.app, session, row, {name: content}, f"Se {name}.", sender=sender)
        _receive(session, row, ABUSE, name="Prøve Vred")
        _receive(session, row, f"Giv os lektiehjælp om lørdagen. Hilsen {CHILD}", name=CHILD, under_18=True)
        for at, text in enumerate(PLAIN):
            _receive(session, row, text, name=f"Prøve Almindelig {at}")
        session.commit()
    site.work()


def _receive(session: Session, row: Consultation, text: str, **sender: object) -> None:
    desk.received(session, row, text, sender=factories.sender(**sender))


@pytest.mark.usefixtures("received")
def test_U21_U22_U23_U24_twenty_five_mixed_responses_are_cleared_by_keyboard_alone(
    walks: Walks, site: Site, at: Clock
) -> None:
    moderator = walks("twenty-five", "keys", audited=True)
    assert isinstance(moderator, KeyWalker)
    _decides_the_equal_ones_in_one_act(moderator, site)
    _publishes_what_a_machine_took_out(moderator)
    _cannot_let_a_number_stand_alone(moderator)
    _a_colleague_agrees(walks("twenty-five-colleague", "keys", audited=True))
    _takes_a_sentence_out_of_a_file(moderator)
    _shows_a_child_without_its_name(moderator)
    _takes_marked_words_out_of_a_file(moderator)
    _withholds_with_a_reason(moderator)
    _publishes_the_plain_ones(moderator)
    _has_nothing_left(moderator, site)
    early = walks("twenty-five-early")
    early.go(f"{PUBLIC}/samlet")
    early.never_sees("tolv uger")
    at.now += timedelta(minutes=5)
    site.work()
    _reads_what_is_public(walks("twenty-five-reader"))


def _decides_the_equal_ones_in_one_act(moderator: KeyWalker, site: Site) -> None:
    """U24 in little: as many decisions as took part, the rest in the queue, and the counts as they were."""
    moderator.go("/intern/log-ind")
    moderator.press("Moderator: Maja Demoholm")
    moderator.go(QUEUE)
    moderator.sees("25 svar venter")
    moderator.look("queue")
    moderator.follow("Svar, der ligner hinanden")
    moderator.look("groups")
    moderator.follow(CROWD)
    moderator.press("Vis teksterne på siden")
    expect(moderator.page.get_by_text("Mit CPR-nummer er").first).to_be_visible()
    moderator.look("group")
    moderator.follow("Tag stilling til de ens svar på én gang")
    moderator.press("Vis den fælles tekst og stikprøven")
    expect(moderator.page.get_by_text(LETTER).last).to_be_visible()
    moderator.choose("Offentliggør")
    moderator.choose("Jeg har læst den fælles tekst, som offentligheden ser den")
    moderator.look("bulk")
    moderator.press("Se, hvad der sker")
    moderator.sees("10 svar bliver vist. 1 bliver afgjort enkeltvis. 9 får besked. Loggen får 10 linjer.")
    moderator.look("effect")
    moderator.press("Tag stilling til 10 svar")
    moderator.reads_heading(f"Gruppe: {CROWD}")
    moderator.look("decided-together")
    assert _made(site) == {DecisionKind.PUBLISH: 10}
    moderator.go(QUEUE)
    moderator.sees("15 svar venter")
    moderator.sees("Der er taget stilling til flere svar på én gang. Det kan fortrydes til kl. 13.05.")
    moderator.never_sees("Svar nr. 1 bliver vist")
    moderator.look("queue-after")


def _publishes_what_a_machine_took_out(moderator: KeyWalker) -> None:
    moderator.press("Tag det næste")
    for number, words in (("11", LETTERS_CPR), ("12", OWN_CPR)):
        moderator.reads_heading(f"Svar nr. {number}: gennemgang")
        assert (number == "11") is moderator.page.get_by_role("link", name=CROWD).is_visible()
        moderator.sees("Overstreget automatisk. Kan ikke vises uden to personers afgørelse.")
        assert words not in _public_text(moderator)
        moderator.look("cpr")
        with _few_keys(moderator):
            _publishes(moderator)


def _cannot_let_a_number_stand_alone(moderator: KeyWalker) -> None:
    """R29, U22: what one person would show is hidden until another agrees, and cannot be published."""
    moderator.reads_heading("Svar nr. 13: gennemgang")
    _lets_the_first_stand(moderator, "Du har foreslået at vise det. En kollega skal bekræfte.")
    assert NO_CPR not in _public_text(moderator)
    assert "ikke afklaret endnu" in _public_text(moderator)
    moderator.look("proposed")
    with moderator.expecting(409):
        _publishes(moderator)
        moderator.sees("Fund 1 er ikke afklaret")
    moderator.look("undecided")
    moderator.open("Bed om en kollegas vurdering")
    moderator.write("Hvad er du i tvivl om?", "Det er nummeret på deres sag, ikke et CPR-nummer.")
    moderator.press("Spørg en kollega")
    moderator.sees("13 svar venter")


def _a_colleague_agrees(colleague: Walker) -> None:
    assert isinstance(colleague, KeyWalker)
    colleague.go("/intern/log-ind")
    colleague.press("Moderator: Otto Demodal")
    colleague.go(QUEUE)
    colleague.press("Tag det næste")
    colleague.reads_heading("Svar nr. 13: gennemgang")
    colleague.sees("Det er nummeret på deres sag, ikke et CPR-nummer.")
    colleague.look("asked")
    _lets_the_first_stand(colleague, "Bekræftet af Otto Demodal.")
    assert NO_CPR in _public_text(colleague)
    colleague.key("l")
    colleague.press("Gem, og gå til køen")
    colleague.sees("12 svar venter")


def _takes_a_sentence_out_of_a_file(moderator: KeyWalker) -> None:
    """The finding on the desk, what nobody found on the file's own page."""
    moderator.press("Tag det næste")
    moderator.reads_heading("Svar nr. 15: gennemgang")
    _key(moderator, "j")
    _key(moderator, "o")
    moderator.sees("Fund: 1, ikke afklaret: 0")
    moderator.follow("Se siderne i bilag 1, og overstreg")
    moderator.look("file")
    moderator.open("Overstreg hele sætninger")
    moderator.choose(CHAIR)
    moderator.pick(moderator.page.locator("#s-kind"), "Andet, som ikke må vises")
    moderator.press("Overstreg sætningerne")
    moderator.sees("1 sætning er overstreget.")
    moderator.look("file-marked")
    moderator.follow("Tilbage til svar nr. 15")
    moderator.look("desk-with-file")
    _publishes(moderator)


def _shows_a_child_without_its_name(moderator: KeyWalker) -> None:
    moderator.reads_heading("Svar nr. 17: gennemgang")
    moderator.sees("Afsenderen er under 18 år og bliver vist som “Ung”.")
    _key(moderator, "o")
    moderator.sees("Fund: 1, ikke afklaret: 0")
    assert "Ung, 0000" in _public_text(moderator)
    assert CHILD not in _public_text(moderator)
    moderator.look("child")
    _publishes(moderator)


def _takes_marked_words_out_of_a_file(moderator: KeyWalker) -> None:
    """The arrows mark, O takes out."""
    moderator.reads_heading("Svar nr. 14: gennemgang")
    moderator.open("Teksten i bilag 1")
    moderator.reach(moderator.page.locator("#bilag-1 [data-spot]").first)
    for _ in f"Rampen ved hallen mangler. Genboen {NEIGHBOUR}".split():
        moderator.key("ArrowRight")
    expect(moderator.page.locator("[data-marked]")).to_have_text(NEIGHBOUR)
    moderator.look("marked")
    moderator.key("o")
    moderator.sees("Det markerede er overstreget.")
    _publishes(moderator)


def _withholds_with_a_reason(moderator: KeyWalker) -> None:
    moderator.reads_heading("Svar nr. 16: gennemgang")
    _key(moderator, "3")
    moderator.pick(moderator.field("Grund, når svaret ikke bliver vist"), "Svaret truer eller håner nogen.")
    moderator.look("withheld")
    moderator.key("Control+Enter")


def _publishes_the_plain_ones(moderator: KeyWalker) -> None:
    """The first of them is undone and decided again (U23)."""
    moderator.reads_heading("Svar nr. 18: gennemgang")
    moderator.look("plain")
    _publishes(moderator)
    moderator.reads_heading("Svar nr. 19: gennemgang")
    moderator.press("Fortryd afgørelsen om svar nr. 18")
    moderator.reads_heading("Svar nr. 18: gennemgang")
    moderator.sees("Svar nr. 18 ligger hos dig igen og vises ikke offentligt.")
    moderator.look("undone")
    for number in (18, 20, 21, 22, 23, 24, 25, 19):
        moderator.reads_heading(f"Svar nr. {number}: gennemgang")
        with _few_keys(moderator):
            _publishes(moderator)


def _has_nothing_left(moderator: KeyWalker, site: Site) -> None:
    """One decision for each of the 25, one taken back and made again; the log has them all."""
    moderator.sees("Alle svar er gennemgået.")
    moderator.look("done")
    made = {
        DecisionKind.PUBLISH: 20,
        DecisionKind.PUBLISH_REDACTED: 5,
        DecisionKind.WITHHOLD: 1,
        DecisionKind.REOPEN: 1,
    }
    assert _made(site) == made
    moderator.go(f"{HOME}/grupper")
    moderator.sees(CROWD)


def _reads_what_is_public(reader: Walker) -> None:
    reader.go(PUBLIC)
    reader.look("public-list")
    reader.sees("25 svar fra 25 afsendere, heraf 10 enslydende")
    reader.go(f"{PUBLIC}/samlet")
    reader.look("public")
    for words in ("Ung, 0000", LETTER, NO_CPR, "Giv os lektiehjælp om lørdagen.", *PLAIN):
        reader.sees(words)
    copies = reader.page.locator("a[href*='/filer/']").evaluate_all("(all) => all.map((one) => one.href)")
    files = [attached.words_of(reader.page.request.get(one).body()) for one in copies]
    assert ["Rampen ved hallen mangler." in files[0], "Ring til" in files[1], len(files)] == [True, True, 2]
    for words in GONE:
        reader.never_sees(words)
        assert not any(words in one for one in files)
    reader.go(f"{PUBLIC}?nr=16")
    reader.sees("Svar nr. 16: Vises ikke offentligt")


# What a moderator does with keys


def _key(walker: Walker, key: str) -> None:
    walker.page.wait_for_load_state("load")  # the keys are there when the deferred script has run
    walker.key(key)


def _publishes(walker: Walker) -> None:
    """L: read through; Ctrl+Enter: save and take the next. What to do is chosen already."""
    _key(walker, "l")
    walker.key("Control+Enter")


def _lets_the_first_stand(walker: KeyWalker, said: str) -> None:
    _key(walker, "j")
    walker.key("b")
    walker.pick(walker.page.locator("#grund-1"), "Det er noget andet, end det ligner")
    walker.key("Tab")
    walker.key("Enter")
    walker.sees(said)


@contextmanager
def _few_keys(walker: KeyWalker) -> Iterator[None]:
    before = walker.pressed
    yield
    assert walker.pressed - before <= MOST_KEYS


def _public_text(walker: Walker) -> str:
    return walker.page.locator("section", has=walker.page.locator("#offentlig")).inner_text()


def _made(site: Site) -> Counter[DecisionKind]:
    """The decisions on responses of the consultation by their kind; the log has a line for each."""
    with Session(site.engine) as session:
        found = session.scalars(
            select(Decision)
            .join(Response, Response.id == Decision.response_id)
            .join(Consultation, Consultation.id == Response.consultation_id)
            .where(Consultation.slug == SLUG)
        ).all()
        about = {f"response:{one.response_id}" for one in found}
        lines = session.scalars(select(Audit).where(Audit.event == "decision.made", Audit.subject.in_(about))).all()
        assert len(lines) == len(found)
        return Counter(one.kind for one in found)
