"""L1: originals and the log cannot be changed or removed, not even by hand in the database."""

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from consultation.models import Answer, Erasure, LateAdmission, Response, ResponseVersion
from consultation.vocabulary import By, Capacity, Channel, Precision, Series
from tests import factories
from tests.factories import NOW


@pytest.fixture
def answer(session: Session) -> Answer:
    """One answer of one response, committed."""
    consultation = factories.consultation(session, factories.authority(session))
    response = Response(
        authority_id=consultation.authority_id,
        consultation_id=consultation.id,
        series=Series.ON_TIME,
        seq=1,
        late=False,
        key="k",
        form_key="f",
        channel=Channel.PORTAL,
        received_at=NOW,
        received_precision=Precision.SECOND,
        registered_at=NOW,
        token_hash="t",
        nonce="n",
        commitment="c",
    )
    session.add(response)
    session.flush()
    version = ResponseVersion(
        authority_id=response.authority_id,
        response_id=response.id,
        number=1,
        at=NOW,
        by=By.SENDER,
        capacity=Capacity.CITIZEN,
        name="Karen Prøvestrøm",
        sender_key="s",
    )
    session.add(version)
    session.flush()
    row = Answer(authority_id=response.authority_id, version_id=version.id, position=1, text="Seks uger er for kort.")
    session.add(row)
    session.commit()
    return row


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE answer SET text = 'andet'",
        "UPDATE answer SET text = ''",
        "DELETE FROM answer",
        "UPDATE response SET seq = 2",
        "UPDATE response SET received_at = registered_at, nonce = 'x'",
        "UPDATE deadline SET reason = 'andet'",
        "DELETE FROM deadline",
    ],
)
def test_L1_the_database_refuses(answer: Answer, engine: Engine, statement: str) -> None:
    with engine.connect() as connection, pytest.raises(DBAPIError, match="append-only"):
        connection.execute(text(statement))


def test_L1_replace_does_not_pass_the_guard(answer: Answer, engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        statement = "REPLACE INTO answer SELECT * FROM answer"
    else:
        statement = "TRUNCATE answer CASCADE"
    with engine.connect() as connection, pytest.raises(DBAPIError, match="append-only"):
        connection.execute(text(statement))


def test_L1_a_response_is_withdrawn_once(answer: Answer, session: Session) -> None:
    response = session.query(Response).one()
    response.withdrawn_at, response.withdrawn_by, response.withdrawn_reason = NOW, By.SENDER, "fortrudt"
    session.commit()
    response.withdrawn_reason = "noget andet"
    with pytest.raises(DBAPIError, match="append-only"):
        session.flush()


def test_L1_an_erasure_row_lets_just_its_columns_be_blanked(answer: Answer, session: Session) -> None:
    session.add(
        Erasure(table_name="answer", row_id=answer.id, columns=",text,", reason="afgørelse", by="staff:1", at=NOW)
    )
    session.commit()
    session.execute(text("UPDATE answer SET text = ''"))
    session.commit()
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text("UPDATE answer SET proposed_text = 'x'"))
    session.rollback()
    with pytest.raises(DBAPIError, match="append-only"):
        session.execute(text("UPDATE answer SET text = 'skrevet om'"))


def test_rows_of_two_authorities_cannot_meet(answer: Answer, session: Session) -> None:
    other = factories.authority(session, "andenby")
    row = LateAdmission(
        authority_id=other.id, response_id=session.query(Response).one().id, admitted=True, reason="x", by="y", at=NOW
    )
    session.add(row)
    with pytest.raises(DBAPIError):
        session.flush()
