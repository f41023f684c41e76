from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from consultation.accounts import operations as accounts
from consultation.analysis import standards
from consultation.consultations import drafting, importing, operations, queries, questions, reviewing, revising
from consultation.consultations.asked import QuestionInput, Words
from consultation.demo.publishing import party_token
from consultation.lib.tokens import hash_token
from consultation.models import (
    AnswerGroup,
    Authority,
    ChangePosition,
    Consultation,
    DraftImport,
    HeardParty,
    Package,
    Position,
    PreviewLink,
    Question,
    Rendition,
    Response,
    ReviewRemark,
    Snapshot,
    Staff,
    Subscription,
    Unsent,
    UnsentAuthor,
)
from consultation.moderation import claims, grouping, takedown
from consultation.moderation.takedown import Seen
from consultation.responses.content import AnswerContent, Content, FileContent
from consultation.responses.queries import number_of, standing_of
from consultation.storage import keep
from consultation.vocabulary import (
    ConsultationKind,
    DecisionKind,
    DocumentKind,
    Language,
    LoginMode,
    Outcome,
    QuestionKind,
    Reason,
    Role,
)
from tests import factories, samples
from tests.factories import CLOSES, NOW
from tests.journeys.conftest import SECRET, Site
from tests.journeys.crawling import NOBODY, Crawl, danish_words, dead_controls, first_role, html_rules, written_in
from tests.journeys.walking import Walker
from tests.moderation import desk

pytestmark = pytest.mark.browser

Walks = Callable[..., Walker]
TOKEN, WITHHELD = "token-of-the-journey", "token-of-what-is-withheld"
LETTER = "Vi vil have tolv uger til alle, og vi vil have det skrevet ind i kvalitetsstandarden, så enhver kan se det."
PEOPLE = {
    Role.MODERATOR: "Maja Demoholm",
    Role.SUBJECT_OWNER: "Jens Demoriis",
    Role.SECRETARY: "Sara Demolund",
    Role.EDITOR: "Rikke Demobæk",
    Role.ADMINISTRATOR: "Adam Demokjær",
    Role.AUDITOR: "Runa Demovang",
    Role.DIRECTOR: "Dagny Demolind",
}
NO_PAGES = frozenset(
    {"theme", "site.healthz", "site.readyz", "site.robots", "site.was_statement", "site.deadline_ics"}
    | {"site.document_file", "responses.receipt_file", "summary.open_part", "summary.file", "site.annex"}
    | {"summary.start_template", "summary.template_file"}
    | {"summary.table", "summary.take_sheet"}
    | {"responses.log_in", "responses.logged_in", "responses.receipt_pdf"}
    | {
        "moderation.file",
        "moderation.file_picture",
        "site.response_file",
        "site.illustration",
        "consultations.illustration",
        "site.sitemap_xml",
    }
    | {"api.openapi_json", "api.authorities", "api.consultations", "api.consultation", "api.draft"}
    | {"api.responses", "api.response", "api.figures", "api.outcome"}
    | {"site.feed", "site.authority_feed", "site.subject_feed", "site.consultation_feed"}
    | {"site.deadlines_ics", "site.authority_deadlines_ics", "site.subject_deadlines_ics"}
    | {"site.preview_file", "site.preview_picture", "site.responses_csv", "site.help_topic"}
    | {"api.statistics"}
    | {"site.all_drafts_pdf", "site.draft_pdf", "site.easy_draft_pdf", "site.easy_read_pdf"}
)
"""Answered with a file or an address elsewhere; signing in is looked at in test_showing_who."""
ASKED_FOR = (
    *("/myndigheder/randers", "/regler-for-svar?myndighed=randers"),
    "/foelg?hoering=demo-planlagt",
)
"""Written on paper, behind a choice of authority, or asked for in words."""
UNSENT = ("", "/vaelg", "/skriv", "/filer", "/om-dig", "/gennemse", "/sammen", "/slet")
SENT = ("", "/kvittering", "/ret", "/traek-tilbage")


@pytest.mark.parametrize("role", list(Role))
def test_U17_U18_U19_U29_every_staff_page_as_the_role_that_has_it(walks: Walks, site: Site, role: Role) -> None:
    _prepare(site)
    walker = walks(f"all-{role.value}")
    walker.sign_in(PEOPLE[role])
    _look_at_all(walker, site, role.value, ["/intern", *_deep_pages(site).get(role, [])])


def test_U17_U18_U19_U29_every_public_page(walks: Walks, site: Site) -> None:
    _prepare(site)
    walker = walks("all-public")
    _look_at_all(walker, site, NOBODY, [*_secret_pages(site), "/", *ASKED_FOR])


def test_U17_the_states_that_the_demo_has_not(walks: Walks, site: Site) -> None:
    with Session(site.engine) as session:
        rows = {row.slug: row for row in session.scalars(select(Consultation))}
        rows["demo-aaben"].cancelled_at, rows["demo-aaben"].cancelled_reason = NOW, "Udkastene bliver lavet om."
        rows["randers-2019"].archived_at = NOW
        considered = rows["demo-lukket"]
        frozen = {"seq": 9, "inputs": "{}", "provisional": False, "by": "system", "at": NOW}
        session.add(Snapshot(authority_id=considered.authority_id, consultation_id=considered.id, **frozen))
        session.commit()
    walker = walks("states")
    for slug, badge in (("demo-aaben", "Aflyst"), ("randers-2019", "Arkiveret"), ("demo-lukket", "Under behandling")):
        walker.go(f"/hoeringer/{slug}")
        walker.sees(badge)
        walker.look(slug)


def test_U17_what_a_search_finds_and_does_not_find(walks: Walks) -> None:
    """The walk above meets the page before anything is asked."""
    walker = walks("search")
    for name, query in (("found", "ledsagelse"), ("nothing", "xylofon"), ("too-long", "ledsagelse " * 30)):
        walker.go(f"/soeg?q={query}")
        walker.look(f"search-{name}")


def test_U20_no_danish_word_on_an_english_page(walks: Walks, site: Site) -> None:
    _prepare(site)
    crawl = Crawl(site.app, walks("english"), ["/"], prefix="/en")
    found = {address: words for _, address, html in crawl.pages() if (words := danish_words(html))}
    assert found == {}
    assert crawl.faults == []


def test_U20_no_danish_word_on_a_private_page_in_english_but_ones_own(walks: Walks, site: Site) -> None:
    _prepare(site)
    crawl = Crawl(site.app, walks("english-private"), _secret_pages(site)[:-2], prefix="/en")
    own = written_in(site.engine)
    found = {address: words for _, address, html in crawl.pages() if (words := danish_words(html, own))}
    assert found == {}


@pytest.mark.parametrize("role", list(Role))
def test_U20_no_danish_word_on_a_staff_page_in_english(walks: Walks, site: Site, role: Role) -> None:
    _prepare(site)
    with Session(site.engine) as session:
        for person in session.scalars(select(Staff)):
            person.language = Language.ENGLISH
        session.commit()
    walker = walks(f"english-{role.value}")
    walker.sign_in(PEOPLE[role])
    crawl = Crawl(site.app, walker, ["/intern"])
    staff = ((address, html) for _, address, html in crawl.pages() if address.startswith("/intern"))
    data = written_in(site.engine)
    found = {address: words for address, html in staff if (words := danish_words(html, data))}
    assert found == {}


def _look_at_all(walker: Walker, site: Site, role: str, seeds: list[str]) -> None:
    """Follows every link, looks at each page that is this role's, and leaves none of them out."""

    def mine(endpoint: str) -> bool:
        return first_role(site.app, endpoint) == role

    crawl = Crawl(site.app, walker, seeds, visits=lambda endpoint: mine(endpoint) and endpoint not in NO_PAGES)
    looked: set[str] = set()
    dead: dict[str, list[str]] = {}
    for endpoint, address, html in crawl.pages():
        if mine(endpoint):
            dead[address] = dead_controls(html)
            if endpoint in NO_PAGES:
                walker.go(address)
            walker.look(endpoint)
            looked.add(endpoint)
    assert crawl.faults == []
    assert {address: found for address, found in dead.items() if found} == {}
    assert {rule.endpoint for rule in html_rules(site.app) if mine(rule.endpoint)} - NO_PAGES - looked == set()


def _prepare(site: Site) -> None:
    """What the demo has not: a consultation that is not sent out, and private links that are known."""
    with Session(site.engine) as session:
        owner = session.scalars(select(Authority).where(Authority.slug == "randers")).one()
        open_one = session.scalars(select(Consultation).where(Consultation.slug == "demo-aaben")).one()
        row = operations.create_consultation(
            session, "system", NOW, owner.id, "Ikke sendt ud", ConsultationKind.QUALITY_STANDARD
        )
        drafting.add_draft(session, "system", NOW, row, "Aflastning")
        importing.keep_pasted(session, "system", NOW, row, 1, "## Hvem?\n\nDu kan få aflastning.")
        questions.add_question(session, "system", NOW, row, QuestionInput(QuestionKind.TEXT, Words("Hvad synes du?")))
        _replace(session, open_one)
        drafting.save_document(
            session, "system", NOW, row, DocumentKind.COVER_LETTER, title="Brev", slug="brev", source="Kære alle"
        )
        _show(session, row)
        _take_down(session)
        _ask_for_approval(session)
        unsent = _unsent(open_one)
        session.add(unsent)
        session.flush()
        colleague = {"authority_id": open_one.authority_id, "unsent_id": unsent.id, "token_hash": hash_token(TOKEN)}
        session.add(UnsentAuthor(**colleague, name="Karen", joined_at=NOW))
        sent = session.scalars(select(Response).where(Response.consultation_id == open_one.id)).first()
        assert sent is not None
        sent.token_hash = hash_token(TOKEN)
        by = factories.sender(email="karen.proevesen@borger.example")
        asked = factories.submission(sender=by, login_mode=LoginMode.CONFIRMED, received_at=NOW)
        factories.response(session, open_one, asked).confirm_hash = hash_token(TOKEN)
        follower = {"email": "foelger@borger.example", "language": Language.DANISH, "key": "key", "asked_at": NOW}
        session.add(Subscription(authority_id=open_one.authority_id, token_hash=hash_token(TOKEN), **follower))
        _withhold(session, site, open_one)
        _campaign(session, site, open_one)
        _attach(session, site, open_one)
        session.commit()


def _attach(session: Session, site: Site, row: Consultation) -> None:
    """A response with a file, which the moderator has leave to read."""
    blob = keep(session, site.app.extensions["store"], row.authority_id, samples.pdf(), "application/pdf")
    files = (FileContent(blob.id, "Rampen.pdf", blob.size, blob.sha256),)
    sent = factories.submission(content=Content((AnswerContent("Se filen."),), files), received_at=site.clock.now)
    response = factories.response(session, row, sent)
    claims.open_access(session, f"staff:{_moderator(session).id}", site.clock.now, response)


def _withhold(session: Session, site: Site, row: Consultation) -> None:
    """A response that is not shown, whose author may complain."""
    response = factories.response(session, row, factories.submission("Køb min bil.", received_at=site.clock.now))
    response.token_hash = hash_token(WITHHELD)
    desk.decide(
        session, f"staff:{_moderator(session).id}", response, DecisionKind.WITHHOLD, Reason.ADVERT, now=site.clock.now
    )


def _campaign(session: Session, site: Site, row: Consultation) -> None:
    """Two equal responses that wait."""
    for _ in range(2):
        desk.received(session, row, LETTER, received_at=site.clock.now)
    grouping.rebuild(session, site.settings, row)


def _moderator(session: Session) -> Staff:
    return session.scalars(select(Staff).where(Staff.name == PEOPLE[Role.MODERATOR])).one()


def _take_down(session: Session) -> None:
    """A response that everybody has read for years: there is a breach."""
    query = select(Response).join(Rendition, Rendition.key == Response.key)
    query = query.join(Consultation, Consultation.id == Response.consultation_id)
    wanted = query.where(Consultation.slug == "randers-2019", Rendition.hidden_at.is_(None), ~Response.no_remarks)
    response = session.scalars(wanted.order_by(Response.id).limit(1)).one()
    decided = standing_of(session, response)
    seen = Seen(response.id, decided.decision.seq if decided.decision else 0, decided.version.number)
    takedown.take_down(session, "system", NOW, seen, Reason.SENSITIVE)


def _ask_for_approval(session: Session) -> None:
    """Everything that is answered is to be approved, and there is a standard remark."""
    row = session.scalars(select(Consultation).where(Consultation.slug == "randers-2019")).one()
    row.owner_approval = row.director_approval = True
    standards.add_standard(session, "system", NOW, row.authority_id, "Loven", "Det siger loven.")


def _show(session: Session, row: Consultation) -> None:
    """A link by which somebody sees what is not sent out, and a remark by it."""
    own = {"authority_id": row.authority_id, "consultation_id": row.id, "by": "system", "at": NOW}
    link = PreviewLink(**own, token_hash=hash_token(TOKEN), name="Rådet", may_remark=True, ends_at=CLOSES)
    session.add(link)
    session.flush()
    reviewing.remark_by_link(session, NOW, row, link, reviewing.Written(1, "", "Karen Prøvesen", "Hvem er det?", "k"))


def _replace(session: Session, row: Consultation) -> None:
    """A second version of draft 1."""
    version = revising.begin_version(session, "system", NOW, row, 1)
    texts = drafting.inputs_of(queries.list_sections(session, version.id))
    changed = [replace(texts[0], source="Du kan få hjælpen, når du er fyldt 16 år."), *texts[1:]]
    drafting.write_sections(session, "system", NOW, row, version, changed)
    revising.publish_version(session, "system", NOW, row, 1, "Afsnit 1 er gjort tydeligere.")


def _deep_pages(site: Site) -> dict[Role, list[str]]:
    """Pages that only some consultation or row has a link to, where the crawl follows another."""
    with Session(site.engine) as session:
        met = select(Position.id).where(
            Position.section_id.is_not(None), Position.recommended_outcome == Outcome.PARTLY
        )
        changed = session.scalars(met.join(ChangePosition, ChangePosition.position_id == Position.id)).first()
        other = session.scalars(select(Position.id).where(Position.id != changed).order_by(Position.id)).first()
        open_one = session.scalars(select(Consultation.id).where(Consultation.slug == "demo-aaben")).one()
        waived = session.scalars(select(HeardParty.id).where(HeardParty.consultation_id == open_one)).first()
        package = session.scalars(select(Package.key)).first()
        read_in = session.scalars(select(DraftImport.id)).first()
        asked = session.scalars(select(Question.id).order_by(Question.id.desc())).first()
        remarked = session.scalars(select(ReviewRemark.id)).first()
        with_file = session.scalars(select(Response).where(Response.consultation_id == open_one)).all()[-1]
        label = number_of(with_file)
        campaign = session.scalars(
            select(AnswerGroup.key).where(AnswerGroup.consultation_id == open_one).order_by(AnswerGroup.id.desc())
        ).first()
        shown = session.scalars(
            select(AnswerGroup.key)
            .join(Consultation, Consultation.id == AnswerGroup.consultation_id)
            .where(Consultation.slug == "demo-lukket")
            .order_by(AnswerGroup.responses.desc())
        ).first()
    reviewed = "/intern/hoeringer/ikke-sendt-ud/bemaerkninger-foer-hoeringen"
    return {
        Role.MODERATOR: [
            "/intern/hoeringer/demo-aaben/gennemgang/ubekraeftede",
            reviewed,
            f"/intern/hoeringer/demo-aaben/svar/{label}/gennemgang/filer/1/side/1",
            f"/intern/hoeringer/demo-aaben/grupper/{campaign}/afgoer",
            f"/intern/hoeringer/demo-lukket/grupper/{shown}/tag-ned",
        ],
        Role.EDITOR: [f"/intern/hoeringer/ikke-sendt-ud/rediger/spoergsmaal/{asked}", f"{reviewed}/{remarked}"],
        Role.SUBJECT_OWNER: [
            "/intern/hoeringer/ikke-sendt-ud/udkast/1",
            f"/intern/hoeringer/ikke-sendt-ud/udkast/1/indlaes/{read_in}",
            f"/intern/hoeringer/randers-2019/synspunkter/{changed}/aendring",
            f"/intern/hoeringer/randers-2019/synspunkter/{changed}/del",
            f"/intern/hoeringer/randers-2019/synspunkter/laeg-sammen?s={changed}&s={other}",
        ],
        Role.SECRETARY: [
            "/intern/hoeringer/randers-2019/moeder/dagsorden",
            f"/intern/hoeringer/randers-2019/pakke/{package}",
            f"/intern/hoeringer/demo-aaben/parter/{waived}/lad-vaere",
        ],
    }


def _unsent(row: Consultation) -> Unsent:
    return Unsent(
        authority_id=row.authority_id,
        consultation_id=row.id,
        token_hash=hash_token(TOKEN),
        form_key="form-key-of-the-journey",
        begun_at=NOW,
        about="{}",
        delete_on=CLOSES.date(),
    )


def _secret_pages(site: Site) -> list[str]:
    """Addresses that stand in mails and receipts; the staff's last."""
    with Session(site.engine) as session:
        owner = session.scalars(select(Authority).where(Authority.slug == "randers")).one()
        _, invitation = accounts.invite_staff(
            session, "system", NOW, owner.id, "ny@randers.example", "Nina Nydemo", [Role.EDITOR]
        )
        session.commit()
    return [
        *(f"/kladde/{TOKEN}{step}" for step in UNSENT),
        *(f"/mit-svar/{TOKEN}{page}" for page in SENT),
        f"/mit-svar/{WITHHELD}/klage",
        f"/bekraeft/{TOKEN}",
        f"/bidrag/{TOKEN}",
        f"/foelg/{TOKEN}",
        f"/forhaandsvisning/{TOKEN}",
        f"/part/{party_token(SECRET, 'demo-aaben', 'Udsatterådet')}",
        "/hoeringer/demo-aaben/besvar",
        "/intern/log-ind",
        f"/intern/invitation/{invitation}",
    ]
