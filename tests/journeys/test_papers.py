import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.models import Authority
from consultation.moderation import operations as moderation
from tests import factories
from tests.conftest import Clock
from tests.journeys.conftest import Site
from tests.journeys.walking import Walker

pytestmark = pytest.mark.browser

Walks = Callable[..., Walker]
INSIDE, OUTSIDE = "/intern/hoeringer/kort-sag", "/hoeringer/kort-sag"
CHAPTERS = {
    "Sammenfatning": "De fleste ønsker et længere forløb.",
    "Indstilling": "- at standarderne bliver godkendt med ændringerne",
    "Lovgrundlag": "Serviceloven § 85.",
    "Økonomi": "Forslaget holder sig inden for rammen.",
}
AFTER_COUNCIL = datetime(2026, 6, 2, 8, 0, tzinfo=UTC)


def test_U26_from_sentences_to_the_decision_on_the_page(walks: Walks, site: Site, at: Clock, mode: str) -> None:
    _answered_and_moderated(site)
    site.work()
    at.now = factories.CLOSES + timedelta(days=1)
    owner, secretary = walks("owner", mode), walks("secretary", mode)
    _divides_into_points(owner)
    _is_refused_with_links(secretary)
    _answers_and_changes(owner)
    _writes_the_report(secretary)
    _freezes_and_makes(secretary, site)
    _lays_annexes(secretary)
    at.now = AFTER_COUNCIL
    _writes_the_decision(secretary)
    _reads_what_was_changed(walks("outcome", mode))


def _answered_and_moderated(site: Site) -> None:
    """Three responses, two of the same words, all shown."""
    with Session(site.engine) as session:
        owner = session.scalars(select(Authority).where(Authority.slug == "randers")).one()
        row = factories.consultation(session, owner, "kort-sag")
        row.title = "Et kort forløb"
        for text in ("Seks uger er for kort tid. Vi vil have ti.",) * 2 + ("Tak for et godt udkast.",):
            response = factories.response(session, row, factories.submission(text))
            moderation.publish_response(session, "system", factories.NOW, response.id)
        session.commit()


def _divides_into_points(owner: Walker) -> None:
    owner.sign_in("Jens Demoriis")
    owner.look("start")
    owner.go(f"{INSIDE}/behandling")
    owner.look("responses")
    owner.follow("Se grupper af svar, der ligner hinanden")
    owner.sees("2 svar fra 1 afsender, heraf 2 enslydende")
    owner.go(f"{INSIDE}/svar/1/punkter")
    for sentence in ("Seks uger er for kort tid.", "Vi vil have ti."):
        owner.page.get_by_label(sentence).check()
    owner.press("Sæt i nyt punkt")
    owner.look("new-point")
    owner.choose("Et nyt synspunkt")
    owner.write("Resumé", "Ønske om længere forløb")
    owner.field("Udkast og afsnit").select_option("1 · 2 Hvor længe?")
    owner.field("Tema").select_option("Hvor længe?")
    owner.press("Gem punkt")
    owner.sees("Sådan bliver det trykt")
    owner.look("point")
    owner.go(f"{INSIDE}/svar/3/punkter")
    owner.press("Resten kræver ingen bemærkning")
    owner.sees("3 af 3 svar er delt i punkter")


def _is_refused_with_links(secretary: Walker) -> None:
    """Each line leads to the page where it is mended (U26)."""
    secretary.sign_in("Sara Demolund")
    secretary.go(f"{INSIDE}/pakke")
    secretary.sees("ting mangler, før bilagene kan laves")
    assert secretary.page.get_by_role("button", name=re.compile("Lås grundlaget")).count() == 0
    secretary.look("refused")
    secretary.follow(re.compile("mangler forvaltningens bemærkning"))
    secretary.reads_heading("Synspunkt 1.1")
    secretary.page.go_back()
    secretary.follow("Teksten mangler i økonomien")
    secretary.reads_heading("Økonomi")


def _answers_and_changes(owner: Walker) -> None:
    owner.go(f"{INSIDE}/synspunkter")
    owner.look("positions")
    owner.follow(re.compile("Ønske om længere forløb"))
    owner.field("Forvaltningens bemærkning").select_option("Skriv en ny bemærkning")
    owner.write("Ny bemærkning", "Forløbet bliver forlænget til ti uger.")
    owner.choose("Imødekommes")
    owner.press("Gem synspunktet")
    owner.look("position")
    owner.follow("Skriv ny tekst")
    owner.write("Teksten i dag", "højst seks uger")
    owner.write("Ny tekst", "højst ti uger")
    owner.look("change")
    owner.press("Gem den nye tekst")
    owner.sees("højst ti uger")
    owner.go(f"{INSIDE}/bemaerkninger")
    owner.sees("Forløbet bliver forlænget til ti uger.")
    owner.look("remarks")
    owner.go(f"{INSIDE}/daekning")
    owner.look("coverage")


def _writes_the_report(secretary: Walker) -> None:
    for chapter, text in CHAPTERS.items():
        secretary.go(f"{INSIDE}/rapport")
        secretary.follow(re.compile(f"^Skriv afsnittet.*{chapter}$"))
        secretary.write("Tekst", text)
        secretary.press("Vis, hvordan det bliver trykt")
        secretary.sees("Teksten er ikke gemt endnu")
        secretary.press("Gem")
        secretary.sees("Gemt")
        secretary.look("chapter")
    secretary.go(f"{INSIDE}/rapport")
    secretary.look("report")
    secretary.go(f"{INSIDE}/rapport/forhaandsvisning")
    secretary.sees("Ønske om længere forløb")
    secretary.look("preview")


def _freezes_and_makes(secretary: Walker, site: Site) -> None:
    secretary.go(f"{INSIDE}/pakke")
    secretary.sees("Alt er på plads")
    secretary.look("ready")
    secretary.press("Lås grundlaget, og opret bilagene")
    secretary.sees("Pakken bliver lavet")
    secretary.look("being-made")
    site.work()
    secretary.follow("Opdatér siden")
    secretary.follow(re.compile("^Se pakken"))
    secretary.sees("Høringsnotat")
    secretary.look("package")


def _lays_annexes(secretary: Walker) -> None:
    secretary.press("Læg alle åbne filer på siden")
    secretary.sees("Ja, siden")
    secretary.look("laid")
    secretary.follow("Hent den lukkede pakke")
    secretary.look("closed-part")
    secretary.go(f"{OUTSIDE}/dokumenter")
    secretary.sees("Høringsnotat")
    secretary.look("documents")


def _writes_the_decision(secretary: Walker) -> None:
    secretary.sign_in("Sara Demolund")
    secretary.go(f"{INSIDE}/moeder")
    secretary.field("Slags").select_option("Byrådsmøde")
    secretary.write_date("on", 1, 6, 2026)
    secretary.write("Hvem mødes?", "Byrådet")
    secretary.write("Punkt eller sagsnummer på dagsordenen", "312")
    secretary.write("Hvad blev besluttet?", "Godkendt med de ændringer, der står i notatet.")
    secretary.choose("Her bliver sagen besluttet")
    secretary.press("Gem mødet")
    secretary.look("meetings")
    secretary.go(f"{INSIDE}/beslutning-synspunkter")
    secretary.look("decide")
    secretary.press("Gem beslutningerne")


def _reads_what_was_changed(reader: Walker) -> None:
    reader.go(OUTSIDE)
    reader.sees(re.compile(r"sag 312"))
    reader.look("decided")
    reader.follow("Se, hvad der blev ændret")
    reader.reads_heading("Hvad I sagde, og hvad der blev ændret")
    for words in ("Ønske om længere forløb", "højst seks uger", "højst ti uger", "Godkendt med de ændringer"):
        reader.sees(words)
    reader.look("outcome")
