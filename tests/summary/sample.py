"""A small consultation that has one of everything; every person, body and number in it is invented."""

from datetime import UTC, date, datetime
from typing import Any

from consultation.summary.inputs import (
    Authority,
    Change,
    ClosedAnswer,
    Consultation,
    Contact,
    Deadline,
    Draft,
    File,
    Group,
    Inputs,
    Milestone,
    NoPoints,
    Party,
    Point,
    Position,
    PublicAnswer,
    Question,
    ReportText,
    Response,
    Section,
    Sender,
    Snapshot,
    Theme,
    Warned,
)
from consultation.vocabulary import (
    AuthorityKind,
    Capacity,
    Channel,
    CopyState,
    Delivery,
    GroupKind,
    MilestoneKind,
    NameRule,
    NoPointReason,
    Outcome,
    PartyBasis,
    PartyKind,
    PartyOutcome,
    Precision,
    PublicationMode,
    QuestionKind,
    Stance,
    Status,
)

CPR = "010231-4123"
REMOVED_NAME = "Ragnfred Opdigt"
WITHHELD_TEXT = "Min søster har været indlagt tre gange på den lukkede afdeling i Opdigtby."
SHARED_TEXT = "Ledsagelse er vores vej ud af huset.\nBevar de 15 timer om måneden."
LONGER = "Forløbet skal kunne forlænges uden en ny ansøgning."

HEARING: dict[str, Any] = {
    "draft": 2,
    "version": 1,
    "section": "how-long",
    "printed_number": "3.2",
    "heading": "Hvor længe?",
}


def at(day: int, hour: int = 10, minute: int = 0, month: int = 10) -> datetime:
    return datetime(2019, month, day, hour, minute, tzinfo=UTC)


def answer(text: str, draft: int | None = 1, stance: Stance | None = None) -> PublicAnswer:
    version = None if draft is None else 1
    return PublicAnswer(draft, version, None, None, None, stance, text)


def response(number: str, text: str | None, capacity: Capacity = Capacity.CITIZEN, **changes: Any) -> Response:
    values: dict[str, Any] = {
        "received_at": at(7 + int(number.removeprefix("E-")) % 10, 9, 30),
        "precision": Precision.MINUTE,
        "channel": Channel.PORTAL,
        "late": number.startswith("E-"),
        "status": Status.PUBLISHED,
        "sender_key": f"key-{number}",
        "shown_name": f"Borger, 89{int(number.removeprefix('E-')):02d}",
        "drafts": (1,),
        "answers": () if text is None else (answer(text),),
    }
    values |= changes
    return Response(number=number, capacity=capacity, sort_name=values["shown_name"] or "", **values)


def responses() -> tuple[Response, ...]:
    shared: dict[str, Any] = {"group": "g1", "drafts": (1,)}
    return (
        response(
            "1",
            None,
            Capacity.COUNCIL,
            shown_name="Handicaprådet i Randby",
            drafts=(1, 2),
            answers=(
                PublicAnswer(
                    stance=Stance.OPPOSE, text=f"Seks uger er for kort. {LONGER}", proposed_text="Højst tolv uger.",
                    wording="Højst seks uger.",
                    **HEARING,
                ),
                answer("Rådet takker for et let læst udkast.", None, Stance.SUPPORT),
            ),
        ),
        response(
            "2",
            None,
            drafts=(2,),
            files=(File("Tegning af huset.pdf", CopyState.SHOWN), File("Fil 2", CopyState.LEFT_OUT)),
            attached=2,
            answers=(
                PublicAnswer(stance=None, text=LONGER, **HEARING),
                PublicAnswer(None, None, None, None, None, None, "", question=1, choices=(2,)),
            ),
        ),
        response(
            "3",
            "Mit nummer er [CPR-nummer fjernet], og [navn fjernet] hjælper mig. Kørsel skal med.",
            status=Status.REDACTED,
            closed=(
                ClosedAnswer(
                    1, None, None, f"Mit nummer er {CPR}, og {REMOVED_NAME} hjælper mig. Kørsel skal med."
                ),
            ),
            sender=Sender("Ursula Påfund", postcode="8903", email="ursula@post.example", phone="5550 1234"),
        ),
        response(
            "4",
            None,
            Capacity.RELATIVE,
            status=Status.WITHHELD,
            withheld_reason="sensitive",
            shown_name=None,
            attached=1,
            file_names=("journal.pdf",),
            closed=(ClosedAnswer(1, None, None, WITHHELD_TEXT),),
            sender=Sender("Birger Fiktion", postcode="8900", protected=True),
        ),
        response("5", SHARED_TEXT, **shared),
        response("6", SHARED_TEXT, sender_key="key-5", **shared),
        response("7", SHARED_TEXT, **shared),
        response(
            "8", None, Capacity.COUNCIL, shown_name="Udsatterådet i Randby", no_remarks=True, drafts=(),
            channel=Channel.EMAIL,
        ),
        response("9", None, status=Status.WITHDRAWN, shown_name=None),
        response(
            "10", "Vi mangler tid til at skrive planer. Det går ud over borgerne.", Capacity.EMPLOYEE,
            precision=Precision.DAY, channel=Channel.LETTER,
        ),
        response(
            "11", "Æblegården skal have egen bus.", Capacity.ORGANISATION, shown_name="Ådalens Brugerforening",
            drafts=(1, 3),
        ),
        response("E-1", "Bevar de 15 timer om måneden.", admitted=True, admission_reason="Posten var forsinket.",
            received_at=at(21, 8, 5)),
        response("E-2", "Jeg nåede det ikke.", admitted=False, admission_reason="Kom fire dage for sent.",
            received_at=at(24, 18, 40)),
    )  # fmt: skip


def positions() -> tuple[Position, ...]:
    change = Change(
        2, "how-long", "3.2", "Et forløb varer højst seks uger.", "Et forløb varer seks uger og kan forlænges."
    )
    return (
        Position("1.1", "Ønske om at bevare 15 timers ledsagelse", 1, None, "hours", "B1",
                 "Timetallet følger loven og bliver ikke ændret.", Outcome.NOT_ACCEPTED, key="11"),
        Position("1.2", "Forslag om kørsel i ledsagelsen", 1, None, "hours", "B2",
                 "Kørsel er ikke en del af ordningen.", Outcome.NOTED, key="12"),
        Position("2.1", "Ønske om forlængelse uden ny ansøgning", 2, "how-long", "length", "B3",
                 "Forvaltningen foreslår, at et forløb kan forlænges efter en samtale.", Outcome.PARTLY,
                 changes=(change,), key="21"),
        Position("0.1", "Støtte til det lette sprog", None, None, "general", "B4",
                 "Forvaltningen takker.", Outcome.NOTED, key="1"),
        Position("0.2", "Bekymring for medarbejdernes tid", None, None, "general", "B5",
                 "Tiden til planer er den samme som før.", Outcome.NOTED, key="2"),
        Position("3.1", "Ønske om egen bus til Æblegården", 3, None, "general", "B6",
                 "Busdrift afgøres af trafikselskabet.", Outcome.OUT_OF_SCOPE, key="31"),
    )  # fmt: skip


def points() -> tuple[Point, ...]:
    return (
        Point("1.1", "1", "2.1", quotes=(LONGER,)),
        Point("1.2", "1", "0.1", quotes=("Rådet takker for et let læst udkast.",)),
        Point("2.1", "2", "2.1", quotes=(LONGER,)),
        Point("3.1", "3", "1.2", quotes=("Kørsel skal med.",)),
        Point("4.1", "4", "2.1"),
        Point("5.1", "5", "1.1", group="g1", quotes=("Bevar de 15 timer om måneden.",)),
        Point("10.1", "10", "0.2", quotes=("Vi mangler tid til at skrive planer.", "Det går ud over borgerne.")),
        Point("11.1", "11", "3.1", quotes=("Æblegården skal have egen bus.",)),
        Point("E-1.1", "E-1", "1.1", quotes=("Bevar de 15 timer om måneden.",)),
    )


def parties() -> tuple[Party, ...]:
    sent = at(9, 11, 0, 9)
    return (
        Party("Handicaprådet i Randby", PartyKind.DISABILITY_COUNCIL, PartyBasis.STATUTORY,
              "retssikkerhedsloven § 37 a", sent, Delivery.DELIVERED, PartyOutcome.REMARKS, ("1",)),
        Party("Udsatterådet i Randby", PartyKind.MARGINALISED_COUNCIL, PartyBasis.INVITED, "", sent, Delivery.SENT,
              PartyOutcome.NO_REMARKS, ("8",)),
        Party("Ældrerådet i Randby", PartyKind.SENIOR_COUNCIL, PartyBasis.STATUTORY, "retssikkerhedsloven § 30", None,
              Delivery.PENDING, PartyOutcome.NO_ANSWER, opt_out_reason="Udkastene gælder ikke ældre."),
        Party("Foreningen Sommerfuglen", PartyKind.ORGANISATION, PartyBasis.INVITED, "", sent, Delivery.SENT,
              PartyOutcome.NO_ANSWER),
    )  # fmt: skip


def drafts() -> tuple[Draft, ...]:
    sections = (Section("how", "3.1", "Hvordan?"), Section("how-long", "3.2", "Hvor længe?"))
    page = "https://hoering.randby.example/hoeringer/stoette-2019/udkast"
    return (
        Draft(1, "Ledsagelse for voksne", "", 1, f"{page}/1", ()),
        Draft(2, "Tidsbegrænsede forløb og mestringsvejledning", "", 1, f"{page}/2", sections),
        Draft(3, "Aflastning", "", 2, f"{page}/3", ()),
        Draft(4, "Botilbud til voksne", "", 1, f"{page}/4", ()),
    )


def consultation() -> Consultation:
    return Consultation(
        slug="stoette-2019",
        title="Kvalitetsstandarder for støtte til voksne",
        case_number="27.00.00-P23-1-19",
        lead="Randby Kommune har haft fire udkast til kvalitetsstandarder i høring.",
        contact=Contact("Solvej Opfundet", "Socialforvaltningen", "stoette@randby.example", "5550 0100"),
        url="https://hoering.randby.example/hoeringer/stoette-2019",
        opens_at=at(9, 10, 0, 9),
        closes_at=at(20, 22, 0),
        deadline_shown="søndag den 20. oktober 2019 kl. 23.59",
        days=41,
        publication_mode=PublicationMode.WITH_AGENDA,
        name_rule=NameRule.CITIZEN_POSTCODE,
        cover_letter=("Til rette vedkommende", "Randby Kommune sender hermed fire udkast i høring."),
        deadlines=(
            Deadline(
                1,
                at(13, 22, 0),
                "søndag den 13. oktober 2019 kl. 23.59",
                "",
                (Warned("Fristen er i en weekend.", "Foreningerne mødes om søndagen."),),
            ),
            Deadline(2, at(20, 22, 0), "søndag den 20. oktober 2019 kl. 23.59", "Efterårsferien lå i perioden."),
        ),
    )


def texts() -> tuple[ReportText, ...]:
    return (
        ReportText("summary", "Svarene støtter udkastenes sprog.\n\n"
                   "- De fleste vil bevare timetallet.\n- Nogle vil have længere forløb."),
        ReportText("recommendation", "Forvaltningen indstiller, at udkastene godkendes med ændringen i kapitel 7."),
        ReportText("legal_basis", "Serviceloven §§ 85 og 97."),
        ReportText("economy", "Sagen har ingen økonomi i 2020."),
        ReportText("process", "Standarderne gælder fra den dag, byrådet har besluttet dem."),
    )  # fmt: skip


def sample() -> Inputs:
    return Inputs(
        authority=Authority("Randby Kommune", AuthorityKind.MUNICIPALITY, Contact("Randby Kommune")),
        consultation=consultation(),
        snapshot=Snapshot("3", 3, at(14, 8, 15, 11), False),
        drafts=drafts(),
        responses=responses(),
        groups=(Group("g1", GroupKind.IDENTICAL, ("5", "6", "7")),),
        campaigns=(Group("5", GroupKind.TEMPLATE, ("5", "6", "7", "8")),),
        parties=parties(),
        themes=(
            Theme("hours", "Timetal", main=2),
            Theme("length", "Forløbets længde", main=1),
            Theme("general", "Generelt", main=3),
        ),
        points=points(),
        positions=positions(),
        no_points=(NoPoints(NoPointReason.GREETING, 4),),
        milestones=(
            Milestone(MilestoneKind.COUNCIL, date(2019, 12, 9), "Byrådet", "576"),
            Milestone(MilestoneKind.COMMITTEE, date(2019, 11, 25), "Socialudvalget"),
        ),
        texts=texts(),
        questions=(
            Question(1, None, QuestionKind.SINGLE, "Står det klart, at niveauet er vejledende?", ("Ja", "Nej")),
            Question(2, 1, QuestionKind.TEXT, "Er nogen grupper glemt?"),
        ),
    )
