import re
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.journeys.conftest import Site
from tests.journeys.walking import Walker

pytestmark = pytest.mark.browser

Walks = Callable[..., Walker]
TITLE = "Aflastning i weekenden"
WORD_FILE = Path(__file__).parents[1] / "lib" / "files" / "libreoffice.docx"
HOME = "/intern/hoeringer/aflastning-i-weekenden"
TEXT = """## Hvem kan få hjælpen?

Familier med et barn, der har behov for pleje hele døgnet.

### Søskende

Søskende kan være med på et ophold.

## Hvor længe?

Højst to weekender om måneden.
"""


def test_U27_an_editor_fills_the_parts_and_sends_the_consultation_out(walks: Walks, site: Site, mode: str) -> None:
    editor = walks("editor", mode)
    _creates(editor)
    _is_told_what_is_missing(editor)
    _fills_basics_and_drafts(editor)
    _fills_the_deadline(editor)
    _fills_parties(editor)
    _fills_the_rest(editor)
    _sends_out(editor)
    _is_read_and_announced(editor, site)


def _creates(editor: Walker) -> None:
    editor.go("/intern/log-ind")
    editor.look("sign-in")
    editor.sign_in("Rikke Demobæk")
    editor.look("start")
    editor.go("/intern/hoeringer")
    editor.look("list")
    editor.follow("Ny høring")
    editor.press("Opret høringen")
    editor.sees("Skriv en titel")
    editor.look("create-error")
    editor.write("Titel", TITLE)
    editor.choose("Kvalitetsstandarder på det sociale område")
    editor.press("Opret høringen")
    editor.reads_heading("Grundoplysninger")
    editor.look("basics")


def _is_told_what_is_missing(editor: Walker) -> None:
    editor.go(f"{HOME}/mangler")
    for words in ("Indledningen mangler", "Fristen mangler", "Handicapråd er ikke valgt eller fravalgt"):
        editor.sees(words)
    editor.look("missing")
    editor.go(f"{HOME}/send")
    editor.sees("Høringen kan ikke sendes ud endnu.")
    assert editor.page.get_by_role("button", name=re.compile("^Send i høring")).count() == 0


def _fills_basics_and_drafts(editor: Walker) -> None:
    editor.go(f"{HOME}/rediger/grundoplysninger")
    values = {
        "Indledning": "Vi vil skrive, hvem der kan få aflastning i weekenden.",
        "Baggrund": "Reglerne står i dag fem steder.\n\n- Nu står de ét sted.",
        "Sagsnummer": "27.36.00-P23-3-26",
        "Kontaktpersonens navn": "Karla Kontakt",
        "Kontaktpersonens afdeling": "Socialforvaltningen",
        "Kontaktpersonens e-mail": "karla@randers.example",
        "Kontaktpersonens telefon": "00 00 00 00",
    }
    for label, words in values.items():
        editor.write(label, words)
    editor.press("Gem")
    editor.sees("Grundoplysninger er gemt.")
    editor.go(f"{HOME}/rediger/udkast")
    editor.look("drafts-none")
    editor.write("Titel på udkastet", "Aflastning")
    editor.press("Tilføj udkastet")
    editor.reads_heading("Udkast 1: Aflastning")
    editor.look("draft-empty")
    _reads_in(editor)
    editor.write("Udkastet i let sprog", "Passer du et barn?\nSå kan du få aflastning.")
    editor.write("Lovgrundlag", "Barnets lov § 90 | https://eksempel.example/lov")
    editor.look("draft")
    editor.press("Gem")
    editor.sees("Udkast 1 er gemt.")


def _reads_in(editor: Walker) -> None:
    """A Word file first, and then a pasted text in its place."""
    editor.follow("Indsæt fra Word eller anden tekst")
    editor.press("Læs ind, og vis")
    editor.look("read-in-error")
    editor.page.locator("#file").set_input_files(WORD_FILE)
    editor.press("Læs ind, og vis")
    editor.sees("Slettet med sporede ændringer")
    editor.look("read-in")
    editor.press("Tag teksten over")
    editor.sees("som ikke kan rettes her")
    editor.look("draft-from-word")
    editor.follow("Indsæt fra Word eller anden tekst")
    editor.write("Eller sæt teksten ind her", TEXT)
    editor.choose("Som Markdown")
    editor.press("Læs ind, og vis")
    editor.sees("Afsnit, der forsvinder, når du erstatter")
    editor.press("Tag teksten over")
    editor.follow("Ord og love, der bliver forklaret")
    editor.look("words")
    editor.go(f"{HOME}/udkast/1")


def _fills_the_deadline(editor: Walker) -> None:
    """A Sunday needs a reason, asked for once the deadline stands as a sentence (R5)."""
    editor.go(f"{HOME}/rediger/frist")
    editor.write_date("opens_on", 2, 3, 2026)
    editor.write("Åbner klokken", "9.00")
    editor.write_date("closes_on", 12, 4, 2026)
    editor.write("Fristens klokkeslæt", "23.59")
    editor.write_date("committee_on", 11, 5, 2026)
    editor.write("Udvalgets navn", "Socialudvalget")
    editor.write_date("council_on", 1, 6, 2026)
    editor.write("Rådets navn", "Byrådet")
    editor.press("Gem")
    editor.sees("søndag den 12. april 2026 kl. 23.59")
    editor.sees("Fristen er i en weekend.")
    editor.look("deadline-reason")
    editor.write("Hvorfor er fristen i en weekend?", "Rådene mødes ugen før.")
    editor.press("Gem")
    editor.sees("Frist er gemt.")


def _fills_parties(editor: Walker) -> None:
    for kind, choice in (("Handicapråd", "Ja, parten bliver hørt"), ("Ældreråd", "Nej, parten er fravalgt")):
        editor.go(f"{HOME}/rediger/parter")
        editor.write("Navn på en ny part", f"{kind}et")
        editor.field("Den nye parts slags").select_option(kind)
        editor.write("E-mail", f"{kind[:4].encode('ascii', 'ignore').decode().lower()}@proeve.example")
        editor.choose("Lovbestemt")
        editor.choose(choice)
        editor.write("Hvorfor er parten fravalgt?", "Udkastet handler om børn." if choice.startswith("Nej") else "")
        editor.press("Gem parten")
        editor.sees("Parter er gemt.")
    editor.look("parties")


def _fills_the_rest(editor: Walker) -> None:
    editor.go(f"{HOME}/rediger/offentliggoerelse")
    editor.choose("Løbende, når de er gennemgået")
    editor.choose("Borger og postnummer")
    editor.look("publication")
    editor.press("Gem")
    editor.go(f"{HOME}/rediger/dokumenter")
    editor.field("Slags").select_option("Høringsbrev")
    editor.write("Titel", "Høringsbrev")
    editor.write("Tekst", "Kære høringspart\n\nVi spørger jer om ét udkast.")
    editor.look("documents")
    editor.press("Tilføj dokumentet")
    editor.go(f"{HOME}/rediger/betydning")
    editor.write("Hvad betyder det for mig?", "- Intet ændrer sig, før byrådet har besluttet det.")
    editor.look("meaning")
    editor.press("Gem, og gå til mangler")
    editor.sees("Intet mangler. Høringen kan sendes ud.")


def _sends_out(editor: Walker) -> None:
    editor.follow("Se siden, som borgerne får den")
    editor.look("preview")
    editor.go(f"{HOME}/send")
    editor.look("send")
    editor.press(re.compile("^Send i høring"))
    editor.reads_heading(TITLE)
    editor.look("overview")


def _is_read_and_announced(editor: Walker, site: Site) -> None:
    editor.go(f"{HOME}/parter")
    editor.press(re.compile("^Send med e-mail"))
    editor.look("board")
    site.work()
    (letter,) = site.mailbox.to("hand@proeve.example")
    assert f"{site.url}/part/" in letter
    editor.go("/hoeringer/aflastning-i-weekenden")
    editor.reads_heading(TITLE)
    editor.sees("Du kan svare til og med søndag den 12. april 2026 kl. 23.59.")
    editor.look("public")
    editor.follow("Læs i let sprog")
    editor.look("easy")
    editor.follow("Aflastning")
    editor.sees("Så kan du få aflastning.")
    editor.look("easy-draft")
    editor.follow("Læs den almindelige tekst")
    editor.sees("Barnets lov § 90")
    editor.look("public-draft")
