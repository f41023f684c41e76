"""Public copies of files: made anew from what remains, and looked through before anybody gets them (R30, P5)."""

import io
from collections.abc import Iterator

import pikepdf
import pytest
from flask import Flask
from sqlalchemy.orm import Session

from consultation.models import Consultation
from consultation.responses import ocr
from consultation.summary import pdf_check
from consultation.vocabulary import CopyState
from tests import factories
from tests.moderation import attached, desk, hidden


@pytest.fixture
def owner(store: Session) -> Consultation:
    return factories.consultation(store, factories.authority(store))


def everything_in(content: bytes) -> Iterator[bytes]:
    """The octets, and every stream of a PDF unpacked: also those that no page needs."""
    yield content
    if not content.startswith(b"%PDF"):
        return
    with pikepdf.open(io.BytesIO(content)) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Stream):
                yield thing.read_raw_bytes()
                try:
                    yield thing.read_bytes()
                except pikepdf.PdfError:
                    continue


@pytest.mark.parametrize("case", hidden.SET)
def test_P5_what_a_file_hides_is_in_no_public_copy(app: Flask, store: Session, owner: Consultation, case: str) -> None:
    name, make = hidden.SET[case]
    original = make()
    response = attached.received(app, store, owner, {name: original})
    attached.work(app, store)
    actor = desk.moderator(store, owner)
    attached.redact_all(store, actor, response)
    attached.publish(app, store, actor, response)
    (row,) = attached.shown(store, response)
    assert row.state is CopyState.SHOWN
    copy = attached.copy_of(app, row)
    said = attached.words_of(copy)
    assert hidden.WORD not in " ".join(said.split())
    assert hidden.WORD not in row.text
    for octets in everything_in(copy):
        assert hidden.WORD.encode() not in octets
        assert hidden.WORD.encode("utf-16-be") not in octets
    if row.media_type == "application/pdf":
        assert hidden.SAID in said
        assert pdf_check.faults(copy, "da") == ()
    elif ocr.program():
        assert hidden.SAID in said
