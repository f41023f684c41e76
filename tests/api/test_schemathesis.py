"""What nobody thought of: every address, asked rightly, nearly rightly and wrongly (I1)."""

import pytest
import schemathesis
from flask import Flask
from hypothesis import HealthCheck, Phase, settings
from schemathesis.schemas import BaseSchema

from consultation.api.blueprint import ROOT
from tests.api.world import World

EXAMPLES = 25


@pytest.fixture
def described(app: Flask, world: World) -> BaseSchema:
    return schemathesis.openapi.from_wsgi(f"{ROOT}/openapi.json", app)


schema = schemathesis.pytest.from_fixture("described")


@pytest.mark.slow
@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    deadline=None,
    database=None,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_I1_every_answer_is_as_described_whatever_is_asked(case: schemathesis.Case) -> None:
    case.call_and_validate()
