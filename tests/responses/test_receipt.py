"""The receipt as a page, as files to keep and by mail (R18, interface.md 3.9)."""

import io
import json
from dataclasses import replace
from datetime import timedelta

import pikepdf
import pypdfium2  # type: ignore[import-untyped] # - it ships no types
import pytest
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from consultation import chain
from consultation.lib.tokens import check_code, commitment
from consultation.models import Audit, Consultation, Message, Response, ResponseContact
from consultation.responses import links, operations, proofs, queries
from consultation.responses.receipts import Receipt, words_of
from consultation.summary import pdf_check
from consultation.vocabulary import Language, MessageState, Precision
from tests import factories
from tests.conftest import Clock
from tests.factories import CLOSES, NOW, RECEIVED
from tests.pages import PageClient
from tests.responses.test_flow import KAREN, begin, send, text_of

RECEIPT = Receipt(
    language=Language.DANISH,
    title="Hjælp i hverdagen",
    number="1",
    received_at=NOW,
    precision=Precision.SECOND,
    late=False,
    no_remarks=False,
    drafts=(),
    code="7QF2-M9KD-3TXA-8WLC",
    link="http://localhost/mit-svar/hemmeligt",
    files=0,
    organisation="",
    authority="Prøvestad Kommune",
    department="",
    phone="",
    contact_email="",
)
KEYS = [
    "schema",
    "schema_version",
    "language",
    "authority",
    "consultation",
    "number",
    "received_at",
    "received_precision",
    "received_words",
    "late",
    "no_remarks",
    "link",
    "sender",
    "answers",
    "files",
    "what_happens_now",
    "check_code",
    "nonce",
    "text",
    "commitment",
    "how_to_verify",
    "log",
]
"""A file that somebody has kept for years must still be readable: keys are added, never renamed."""
EMAIL = "karen@proeve.example"


@pytest.fixture
def consultation(store: Session) -> Consultation:
    row = factories.consultation(store, factories.authority(store))
    store.commit()
    return row


def test_R18_the_json_receipt_has_all_that_the_page_has(client: PageClient, consultation: Consultation) -> None:
    own = send(client, begin(client, text="Ord med æøå."))
    told = json.loads(client.get(f"{own}/kvittering.json").data)
    assert list(told) == KEYS
    assert (told["number"], told["received_at"], told["late"]) == ("1", "2026-03-02T12:00:00.000000Z", False)
    assert told["link"].endswith(own)
    assert [answer["text"] for answer in told["answers"]] == ["Ord med æøå."]
    assert commitment(told["nonce"], told["number"], told["received_at"], told["text"]) == told["commitment"]


@pytest.mark.parametrize("kind", ["json", "pdf"])
def test_R18_the_files_are_the_same_bytes_next_month(
    client: PageClient, consultation: Consultation, at: Clock, kind: str
) -> None:
    own = send(client, begin(client))
    first = client.get(f"{own}/kvittering.{kind}")
    assert first.headers["Content-Disposition"].startswith(f'attachment; filename="kvittering-svar-1.{kind}"')
    assert first.headers["Cache-Control"] == "no-store"
    client.post(f"{own}/ret", data={"text-1": "Otte uger er bedre.", "til": "gem"})
    at.now = CLOSES + timedelta(days=30)
    assert client.get(f"{own}/kvittering.{kind}").data == first.data


def test_R18_the_pdf_receipt_says_all_and_is_tagged(client: PageClient, consultation: Consultation) -> None:
    own = send(client, begin(client, text="Første ord.\n\n#strong[bogstaveligt] $x$ 🙂"))
    made = client.get(f"{own}/kvittering.pdf").data
    assert pdf_check.faults(made, "da") == ()
    words = " ".join(pdf_check.text(made).split())
    page = text_of(client.get(f"{own}/kvittering"))
    code = json.loads(client.get(f"{own}/kvittering.json").data)["check_code"]
    assert code in page
    for told in (
        "Kvittering for svar nr. 1",
        "mandag den 2. marts 2026 kl. 13.00.00",
        code,
        own.rsplit("/", 1)[-1],
        "Første ord.",
        "#strong[bogstaveligt] $x$ [slightly smiling face]",
        "Hvad sker der nu?",
    ):
        assert told in words, told


def test_R18_the_link_of_the_pdf_receipt_leads_to_the_own_page_pressed_and_copied(
    client: PageClient, consultation: Consultation
) -> None:
    own = send(client, begin(client))
    made = client.get(f"{own}/kvittering.pdf").data
    link = json.loads(client.get(f"{own}/kvittering.json").data)["link"]
    with pikepdf.open(io.BytesIO(made)) as pdf:
        pressed = [
            str(one.A.URI) for page in pdf.pages for one in page.get("/Annots", ()) if "/URI" in one.get("/A", {})
        ]
    assert link in pressed
    assert all(one.isascii() for one in pressed)
    document = pypdfium2.PdfDocument(made)
    copied = "".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert link in copied.replace("\r", "").replace("\n", "")


def test_P2_the_pdf_receipt_has_no_nonce_and_no_commitment(client: PageClient, consultation: Consultation) -> None:
    own = send(client, begin(client))
    words = pdf_check.text(client.get(f"{own}/kvittering.pdf").data)
    told = json.loads(client.get(f"{own}/kvittering.json").data)
    assert told["nonce"] not in words
    assert told["commitment"] not in words


def test_U13_a_receipt_of_a_thousand_words_fills_two_pages_at_most(
    client: PageClient, consultation: Consultation
) -> None:
    paragraph = "Vi synes, at hjælpen skal begynde, så snart den er bevilget, og at man skal kunne ringe til nogen. "
    own = send(client, begin(client, text="\n\n".join([paragraph * 5] * 12)))
    opened = pypdfium2.PdfDocument(io.BytesIO(client.get(f"{own}/kvittering.pdf").data))
    assert len(opened) <= 2


def test_the_pdf_receipt_is_in_the_language_of_the_response(client: PageClient, consultation: Consultation) -> None:
    own = send(client, begin(client, "/en/hoeringer/hjaelp-i-hverdagen/besvar?udkast=2"))
    made = client.get(f"{own}/kvittering.pdf".removeprefix("/en")).data
    assert pdf_check.faults(made, "en") == ()
    assert "Receipt for response no. 1" in pdf_check.text(made)


def test_a_late_receipt_promises_nothing(client: PageClient, consultation: Consultation, at: Clock) -> None:
    link = begin(client)
    at.now = CLOSES + timedelta(hours=1)
    page = text_of(client.get(f"{send(client, link)}/kvittering"))
    assert "Svar nr. E-1" in page
    assert "Vi vurderer, om svaret kan indgå" in page
    assert "Den, der har det, kan læse svaret" in page
    assert "kan rette svaret" not in page
    assert "Svaret bliver vist" not in page


# By mail


def mailed(client: PageClient, email: str = EMAIL) -> str:
    """The private link of a response whose sender has an address."""
    link = begin(client)
    client.post(f"{link}/om-dig", data=KAREN | {"email": email, "email2": email})
    return str(client.post(f"{link}/send", data={"til": "send"}).location.removesuffix("/kvittering"))


@pytest.mark.parametrize(
    ("state", "words", "action"),
    [
        (MessageState.QUEUED, f"Kvitteringen bliver sendt til {EMAIL}.", "Send igen, eller ret adressen"),
        (
            MessageState.SENT,
            f"er sendt til {EMAIL} mandag den 2. marts 2026 kl. 13.00",
            "Send igen, eller ret adressen",
        ),
        (MessageState.FAILED, f"Kvitteringen kunne ikke sendes til {EMAIL}.", "Ret adressen"),
    ],
)
def test_R18_the_receipt_tells_what_became_of_the_mail(
    client: PageClient, store: Session, consultation: Consultation, state: MessageState, words: str, action: str
) -> None:
    own = mailed(client)
    message = store.scalars(select(Message)).one()
    message.state, message.sent_at = state, NOW
    store.commit()
    page = text_of(client.get(f"{own}/kvittering"))
    assert words in page
    assert action in page


def test_R18_a_wrong_address_is_corrected_and_the_receipt_leaves_again(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    own = mailed(client, "karen@proeve.exampel")
    assert client.post(f"{own}/e-mail", data={"email": EMAIL}).location.endswith("/kvittering#mail")
    last = store.scalars(select(Message).order_by(Message.id.desc())).first()
    assert last is not None
    assert (last.recipient, own in last.body) == (EMAIL, True)
    assert store.scalars(select(ResponseContact.email)).all() == [EMAIL]
    assert "response.email_changed" in store.scalars(select(Audit.event)).all()
    assert EMAIL in client.get(f"{own}/e-mail").get_data(as_text=True)


def test_B3_five_mails_a_day_to_an_address(
    client: PageClient, store: Session, consultation: Consultation, at: Clock
) -> None:
    own = mailed(client)
    for _ in range(5):
        assert client.post(f"{own}/e-mail", data={"email": EMAIL}).status_code == 303
        at.now += timedelta(minutes=1)
    assert "Prøv igen i morgen" in text_of(client.post(f"{own}/e-mail", data={"email": EMAIL.upper()}))
    at.now += timedelta(days=1)
    assert client.post(f"{own}/e-mail", data={"email": EMAIL}).status_code == 303


def test_R21_a_correction_has_a_receipt_of_its_own(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    own = mailed(client)
    client.post(f"{own}/ret", data={"text-1": "Otte uger er bedre.", "til": "gem"})
    told = store.scalars(select(Message).order_by(Message.id.desc())).first()
    assert told is not None
    assert told.subject == "Rettet: svar nr. 1, udgave 2"
    assert "Rettet mandag den 2. marts 2026 kl. 13.00.00" in told.body
    assert own in told.body
    assert "Otte uger" not in told.body


# Checking it


def test_L3_the_code_of_a_receipt_is_checked(client: PageClient, store: Session, consultation: Consultation) -> None:
    own = send(client, begin(client))
    code = json.loads(client.get(f"{own}/kvittering.json").data)["check_code"]
    right = text_of(client.post("/kontrol", data={"number": "1", "code": code.lower().replace("-", " ")}))
    assert "Koden passer" in right
    assert "Koden passer ikke" not in right
    assert "Koden passer" in text_of(client.post("/kontrol", data={"number": "Svar nr. 1", "code": code}))
    assert "Du har skrevet 4." in text_of(client.post("/kontrol", data={"number": "1", "code": code[:4]}))
    for number, other in (("1", "2222-2222-2222-2222"), ("2", code), ("E-1", code), ("x", code)):
        assert "Koden passer ikke" in text_of(client.post("/kontrol", data={"number": number, "code": other}))


def test_L2_a_receipt_names_its_line_in_the_log_and_the_check_before_it(
    client: PageClient, store: Session, consultation: Consultation, at: Clock
) -> None:
    head = chain.head_of(store, consultation.authority_id)
    checked = chain.keep(store, NOW - timedelta(hours=3), consultation.authority, head, None)
    store.commit()
    own = send(client, begin(client))
    log = json.loads(client.get(f"{own}/kvittering.json").data)["log"]
    line = store.scalars(select(Audit).where(Audit.event == "response.received")).one()
    assert (log["line"]["number"], log["line"]["hash"]) == (line.seq, line.hash)
    assert (log["checked"]["line"], log["checked"]["hash"]) == (checked.seq, checked.hash)
    page = text_of(client.get(f"{own}/kvittering"))
    assert log["line"]["code"] in page
    assert check_code(checked.hash) in page


def test_L2_a_mailed_receipt_has_the_end_of_the_log_at_the_check_before_it(session: Session) -> None:
    row = factories.consultation(session, factories.authority(session))
    checked = chain.keep(session, RECEIVED - timedelta(hours=3), row.authority, chain.Head(12, "ab" * 32), None)
    session.commit()
    factories.response(session, row, factories.submission(sender=factories.sender(email=EMAIL)))
    assert session.scalars(select(Message)).one().body.count(f"linje 12, kode {check_code(checked.hash)}") == 1


def test_L2_a_receipt_is_the_same_after_the_next_check(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    own = send(client, begin(client))
    first = client.get(f"{own}/kvittering.json").data
    chain.keep(
        store, NOW + timedelta(hours=9), consultation.authority, chain.head_of(store, consultation.authority_id), None
    )
    store.commit()
    assert client.get(f"{own}/kvittering.json").data == first


def test_L2_the_log_is_asked_when_a_receipt_is_checked(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    own = send(client, begin(client))
    told = json.loads(client.get(f"{own}/kvittering.json").data)
    asked = {"number": "1", "code": told["check_code"]}
    assert f"linje {told['log']['line']['number']} i loggen" in text_of(client.post("/kontrol", data=asked))
    right = client.post("/kontrol", data=asked | {"line_code": told["log"]["line"]["code"].lower()})
    assert "Loggen passer ikke" not in text_of(right)
    assert "Loggen passer ikke" in text_of(client.post("/kontrol", data=asked | {"line_code": "2222-2222-2222-2222"}))


def test_L2_a_line_that_was_tampered_with_is_told_to_who_checks(
    client: PageClient, store: Session, consultation: Consultation
) -> None:
    own = send(client, begin(client))
    code = json.loads(client.get(f"{own}/kvittering.json").data)["check_code"]
    store.execute(text("DROP TRIGGER guard_audit_update"))
    store.execute(text("UPDATE audit SET at = '2026-01-01T08:00:00.000000Z' WHERE event = 'response.received'"))
    store.commit()
    assert "i loggen er ændret" in text_of(client.post("/kontrol", data={"number": "1", "code": code}))


def test_L3_words_that_are_not_those_of_the_receipt_are_found(session: Session) -> None:
    row = factories.consultation(session, factories.authority(session))
    response = factories.response(session, row)
    assert proofs.is_unchanged(session, response)
    response.received_at += timedelta(seconds=1)
    with session.no_autoflush:
        assert not proofs.is_unchanged(session, response)
    session.rollback()


# The link


def test_M3_links_receipts_and_senders_outlive_a_change_of_keys(session: Session) -> None:
    row = factories.consultation(session, factories.authority(session))
    before = factories.settings()
    received = operations.send_response(session, before, NOW, row, factories.submission("Ord.", form_key="et"))
    rotated = replace(before, secret_key="n" * 40, secret_key_fallbacks=(before.secret_key,))
    assert links.find_token(session, rotated, received.response) == received.token
    assert operations.received_again(session, rotated, row, "et").token == received.token
    again = operations.send_response(session, rotated, NOW, row, factories.submission("Mere.", form_key="to"))
    keys = {queries.newest_version(session, one.id).sender_key for one in (received.response, again.response)}
    assert len(keys) == 1
    stored = session.scalars(select(Response.id).order_by(Response.id)).all()
    assert stored == [received.response.id, again.response.id]


@pytest.mark.parametrize(
    ("given", "danish", "english"),
    [
        ({}, "kan rette svaret", "can correct the response"),
        ({"no_remarks": True}, "kan fortryde svaret", "can undo the response"),
        ({"late": True}, "kan læse svaret", "can read it"),
    ],
)
def test_R18_the_mail_says_what_the_link_can_do(given: dict[str, bool], danish: str, english: str) -> None:
    for language, words in ((Language.DANISH, danish), (Language.ENGLISH, english)):
        receipt = replace(RECEIPT, language=language, **given)  # type: ignore[arg-type]  # - flags alone
        assert f"{RECEIPT.link}\n" in words_of(receipt).body
        assert words in words_of(receipt).body
