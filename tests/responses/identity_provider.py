"""A real identity provider on this machine, whose answers a test may falsify on the way."""

import io
import json
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
import requests
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from consultation.config import Provider

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # it uses a module of Authlib that is on its way out
    import oidc_provider_mock

KAREN = "subject-of-karen"
NAME = "Karen Prøvesen"


class Identities:
    """The provider: its address, what it was asked for, and what it is made to say instead."""

    def __init__(self) -> None:
        people = [
            oidc_provider_mock.User(sub=KAREN, claims={"name": NAME, "cpr": "010132-4123", "acr": "substantial"}),
            oidc_provider_mock.User(sub="nameless", claims={}),
            oidc_provider_mock.User(sub="broken", claims={"name": "Karen\N{RIGHT-TO-LEFT OVERRIDE}Prøve"}),
        ]
        self._app = oidc_provider_mock.app(user_claims=people)
        self.falsify: Callable[[dict[str, Any]], None] = lambda _tokens: None
        self.down = False
        self.exchanges: list[dict[str, str]] = []
        self.address = ""

    def __call__(self, environ: Any, start: Any) -> Any:
        request = Request(environ)
        if self.down:
            return Response("down", 503)(environ, start)
        if request.path != "/oauth2/token":
            return self._app(environ, start)
        body = request.get_data()
        self.exchanges.append({name: values[0] for name, values in parse_qs(body.decode()).items()})
        environ["wsgi.input"] = io.BytesIO(body)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            answer = Response.from_app(self._app, environ)
        tokens = json.loads(answer.get_data())
        self.falsify(tokens)
        return Response(json.dumps(tokens), answer.status_code, content_type="application/json")(environ, start)

    def known_as(self, **given: str) -> Provider:
        """As our settings name it."""
        return Provider(
            **{"issuer": self.address, "client_id": "us", "client_secret": "s" * 32, "name": "MitID"} | given
        )

    def sign_in(self, url: str, subject: str = KAREN, **changed: str) -> str:
        """What a person does at the address they were sent to; where they are sent back to, with the query."""
        parts = urlsplit(url)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()} | changed
        form = {"sub": subject} if subject else {"action": "deny"}
        address = f"{self.address}{parts.path}?{urlencode(query)}"
        answer = requests.post(address, data=form, allow_redirects=False, timeout=5)
        back = urlsplit(answer.headers["Location"])
        state = "" if "state=" in back.query else f"&state={query['state']}"
        return f"{back.path}?{back.query}{state}"


@contextmanager
def serving() -> Iterator[Identities]:
    people = Identities()
    server = make_server("127.0.0.1", 0, people, threaded=True)
    people.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield people
    finally:
        server.shutdown()
        thread.join(5)
        server.server_close()


@pytest.fixture(scope="module")
def _one_provider() -> Iterator[Identities]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")  # the provider's own library; ours is http on loopback
        with serving() as people:
            yield people


@pytest.fixture
def identities(_one_provider: Identities) -> Identities:
    """The provider as it is when nothing is falsified."""
    _one_provider.falsify, _one_provider.down = lambda _tokens: None, False
    _one_provider.exchanges.clear()
    return _one_provider
