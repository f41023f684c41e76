"""A4: signing in, being throttled, and being shown out on the server."""

import importlib.util

import pyotp
import pytest
from sqlalchemy.orm import Session

from consultation.accounts import operations, queries
from consultation.models import Authority, StaffSession
from consultation.vocabulary import Role
from tests import factories
from tests.conftest import ON_BOTH
from tests.pages import PageClient

PASSWORD = "en lang og god sætning"


@pytest.fixture
def owner(store: Session) -> Authority:
    owner = factories.authority(store)
    store.commit()
    return owner


@pytest.fixture
def account(store: Session, owner: Authority) -> str:
    """An activated administrator; returns the secret of the code generator."""
    secret = pyotp.random_base32()
    _staff, token = operations.invite_staff(
        store, "system", factories.NOW, owner.id, "Adam@staff.example", "Adam Adprøve", [Role.ADMINISTRATOR]
    )
    code = pyotp.TOTP(secret).at(factories.NOW)
    operations.activate_staff(store, factories.NOW, token, PASSWORD, secret, code)
    store.commit()
    return secret


def _sign_in(client: PageClient, secret: str, password: str = PASSWORD) -> int:
    code = pyotp.TOTP(secret).at(factories.NOW)
    values = {"email": "adam@staff.example", "password": password, "code": code}
    return client.form("/intern/log-ind", **values).status_code


def test_A4_guessing_a_password_costs_what_rfc_9106_says() -> None:
    """Read anew: the tests' own accounts have passwords that cost nothing."""
    spec = importlib.util.find_spec(operations.__name__)
    assert spec is not None
    assert spec.loader is not None
    product = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(product)
    assert product._hasher.hash("en lang adgangskode").startswith("$argon2id$v=19$m=65536,t=3,p=4$")


def test_A4_a_right_password_and_code_open_the_staff_pages(client: PageClient, account: str) -> None:
    assert _sign_in(client, account) == 303
    assert "Adam Adprøve" in client.get("/intern/brugere").get_data(as_text=True)


def test_A4_a_code_counts_once(client: PageClient, account: str) -> None:
    assert _sign_in(client, account) == 303
    assert _sign_in(client, account) == 200


def test_A4_ten_wrong_tries_stop_this_account_only(
    client: PageClient, account: str, store: Session, owner: Authority
) -> None:
    for _try in range(10):
        _sign_in(client, account, password="forkert")
    assert _sign_in(client, account) == 200
    assert queries.count_failures(store, "another", factories.NOW) == 0


def test_A4_signing_out_ends_the_session_on_the_server(client: PageClient, account: str, store: Session) -> None:
    _sign_in(client, account)
    cookie = client.get_cookie("staff")
    assert cookie is not None
    page = client.get("/intern/brugere").get_data(as_text=True)
    client.post("/intern/log-ud", data={"csrf_token": page.split('csrf_token" value="')[1].split('"')[0]})
    client.set_cookie("staff", cookie.value)
    assert client.get("/intern/brugere").status_code == 302
    assert store.query(StaffSession).one().revoked_at is not None


def test_A4_a_weak_password_is_refused_in_words(client: PageClient, store: Session, owner: Authority) -> None:
    _staff, token = operations.invite_staff(
        store, "system", factories.NOW, owner.id, "ny@staff.example", "Ny Nyprøve", [Role.EDITOR]
    )
    store.commit()
    page = client.form(f"/intern/invitation/{token}", password="kort", secret=pyotp.random_base32(), code="000000")
    assert "Skriv mindst 12 tegn" in page.get_data(as_text=True)


@ON_BOTH
def test_A5_a_form_without_its_token_changes_nothing(client: PageClient, account: str) -> None:
    assert client.post("/intern/log-ind", data={"email": "x@y.example"}).status_code == 400


@pytest.mark.parametrize(
    "asked",
    [
        *("https://evil.example", "//evil.example", "/intern/\\evil.example", "/intern//evil", "///evil.example"),
        *("https:evil.example", "/\\evil.example", "\\\\evil.example", "/%2f/evil.example", "/intern@evil.example"),
        *("javascript:alert(1)", "/intern/%0d%0aLocation:%20https://evil.example", "//intern"),
        *("http://localhost.evil.example/intern", "data:text/html,x", "%09//evil.example", " //evil.example"),
    ],
)
def test_A5_after_sign_in_nobody_is_sent_to_another_site(client: PageClient, account: str, asked: str) -> None:
    secret_code = pyotp.TOTP(account).at(factories.NOW)
    answer = client.form(
        f"/intern/log-ind?videre={asked}", email="adam@staff.example", password=PASSWORD, code=secret_code
    )
    assert answer.headers["Location"] == "/intern"
