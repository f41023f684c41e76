"""D4: a text is the same where it is sent, stored, read by staff, shown to everybody and carried out in a file."""

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta

import html5lib
import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import Engine, select
from sqlalchemy.orm import Session

from consultation.accounts import operations as accounts
from consultation.lib.text import clean
from consultation.lib.typeset import printable
from consultation.models import Consultation, Response, Staff
from consultation.moderation import marking
from consultation.moderation import operations as moderation
from consultation.moderation.queries import material_of
from consultation.responses import queries
from consultation.summary import operations as summary
from consultation.summary import readback
from consultation.summary.compiler import compile_package
from consultation.vocabulary import FindingAnswer, Role
from tests import factories
from tests.conftest import Clock
from tests.factories import NOW
from tests.pages import PageClient
from tests.responses.test_each_database import CORPUS
from tests.responses.test_flow import begin, send

HOME = "/hoeringer/hjaelp-i-hverdagen"
EDGES = (
    "a\r\nb\rc\n",
    "e\u0301t og A\u030arhus",
    "Styr\x07tegn \x1bher og \x0bny linje",
    "&lt;b&gt; &amp;amp; &#0; _x0041_",
    "007 1e5 TRUE 1/2 2026-01-01",
)
"""What the one normalisation changes, and what a program could take for something else."""
LONG = " ".join(f"ord{number}" for number in range(6_000))
"""More than a cell of a spreadsheet holds."""


@dataclass(frozen=True)
class Carried:
    """The texts as they were sent, and each place that has them, by response number."""

    sent: tuple[str, ...]
    places: Mapping[str, tuple[str, ...]]


@pytest.fixture
def moderator(engine: Engine) -> Staff:
    with Session(engine, expire_on_commit=False) as session:
        owner = factories.authority(session)
        factories.consultation(session, owner)
        person = factories.staff(session, owner, Role.MODERATOR)
        session.commit()
        return person
