"""The snapshot names the files of a response as the public may know them, and as given where it is closed (R32)."""

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from consultation.models import Consultation
from consultation.summary.inputs import File
from consultation.summary.responses import collect_responses
from consultation.vocabulary import CopyState
from tests import factories
from tests.moderation import attached, desk


@pytest.fixture
def owner(store: Session) -> Consultation:
    return factories.consultation(store, factories.authority(store))


def test_a_shown_response_has_its_public_files_and_a_waiting_one_only_their_number(
    app: Flask, store: Session, owner: Consultation
) -> None:
    first = attached.received(app, store, owner, {"tegning.txt": b"Her er min tegning i ord.", "mere.txt": b"Mere."})
    attached.received(app, store, owner, {"ikke-set.txt": b"Ingen har set den."})
    attached.work(app, store)
    actor = desk.moderator(store, owner)
    attached.redact_all(store, actor, first)
    attached.publish(app, store, actor, first)
    shown, waiting = (one.response for one in collect_responses(store, owner))
    assert [file.state for file in shown.files] == [CopyState.SHOWN, CopyState.SHOWN]
    assert [file.name for file in shown.files] == [row.name for row in attached.shown(store, first)]
    assert all(isinstance(file, File) for file in shown.files)
    assert (shown.attached, shown.file_names) == (2, ())
    assert (waiting.attached, waiting.files, waiting.file_names) == (1, (), ())
