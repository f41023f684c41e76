"""The one door to an identity provider: OpenID Connect, code flow with PKCE (R13). Knows nothing of responses."""

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from consultation.config import Provider
from consultation.responses.identity import Person, ProviderError, Trip

SECONDS = 5
"""How long one of our calls may take before the provider counts as away."""
LEEWAY = 120
"""Seconds that the provider's clock may differ from ours."""
SCOPE = "openid profile"
ALGORITHMS = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
"""Signatures that are taken: none that our own secret could make."""
_LONGEST_NAME = 200

_AWAY = (requests.RequestException, OSError)
_WRONG = (AuthlibBaseError, JoseError, ValueError, KeyError, TypeError)


def sign_in_url(provider: Provider, trip: Trip, language: str) -> str:
    """Where to send the citizen. ProviderError("away")."""
    try:
        address = str(_metadata(provider)["authorization_endpoint"])
    except (*_AWAY, *_WRONG) as error:
        raise ProviderError("away", error) from error
    asked = {"acr_values": provider.acr} if provider.acr else {}
    with _session(provider, trip) as session:
        url, _state = session.create_authorization_url(
            address, state=trip.state, code_verifier=trip.verifier, nonce=trip.nonce, ui_locales=language, **asked
        )
    return str(url)


def person_of(provider: Provider, trip: Trip, code: str, now: datetime) -> Person:
    """Whom the code is for. ProviderError: "away", or "refused" for anything that does not hold."""
    try:
        metadata = _metadata(provider)
        keys = _keys(metadata)
    except (*_AWAY, *_WRONG) as error:
        raise ProviderError("away", error) from error
    try:
        tokens = _tokens(provider, trip, metadata, code)
        claims = _claims(provider, trip, keys, tokens, now)
        return Person(_name(metadata, tokens, claims), str(claims["sub"]))
    except _AWAY as error:
        raise ProviderError("away", error) from error
    except _WRONG as error:
        raise ProviderError("refused", error) from error


def check(provider: Provider) -> None:
    """Whether the provider answers and is who it says; ProviderError("away")."""
    try:
        metadata = _metadata(provider)
        _keys(metadata)
    except (*_AWAY, *_WRONG) as error:
        raise ProviderError("away", error) from error


def _metadata(provider: Provider) -> dict[str, Any]:
    """What the provider publishes about itself; of another issuer, or with addresses less safe, it is not believed."""
    found = _read(f"{provider.issuer}/.well-known/openid-configuration")
    if str(found["issuer"]).rstrip("/") != provider.issuer:
        raise ValueError("the provider names another issuer")
    for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
        if urlsplit(str(found[name])).scheme != urlsplit(provider.issuer).scheme:
            raise ValueError(f"{name} is of another scheme")
    return found


def _keys(metadata: dict[str, Any]) -> KeySet:
    published: Any = _read(str(metadata["jwks_uri"]))
    return KeySet.import_key_set(published)


def _read(address: str) -> dict[str, Any]:
    answer = requests.get(address, timeout=SECONDS, allow_redirects=False)
    answer.raise_for_status()
    found: dict[str, Any] = answer.json()
    return found


def _session(provider: Provider, trip: Trip) -> Any:
    return OAuth2Session(
        provider.client_id,
        provider.client_secret,
        scope=SCOPE,
        redirect_uri=trip.back,
        code_challenge_method="S256",
        default_timeout=SECONDS,
    )


def _tokens(provider: Provider, trip: Trip, metadata: dict[str, Any], code: str) -> dict[str, Any]:
    with _session(provider, trip) as session:
        tokens: dict[str, Any] = session.fetch_token(
            metadata["token_endpoint"],
            grant_type="authorization_code",
            code=code,
            code_verifier=trip.verifier,
            timeout=SECONDS,
            allow_redirects=False,
        )
    return tokens


def _claims(provider: Provider, trip: Trip, keys: KeySet, tokens: dict[str, Any], now: datetime) -> dict[str, Any]:
    """What the signed token says, once signature, issuer, receiver, age, nonce and assurance hold."""
    token = jwt.decode(tokens["id_token"], keys, algorithms=ALGORITHMS)
    wanted: dict[str, Any] = {
        "iss": {"essential": True, "value": provider.issuer},
        "aud": {"essential": True, "value": provider.client_id},
        "nonce": {"essential": True, "value": trip.nonce},
        "sub": {"essential": True},
    }
    if provider.acr:
        wanted["acr"] = {"essential": True, "values": provider.acr.split()}
    known = {"nonce": trip.nonce, "client_id": provider.client_id, "access_token": tokens.get("access_token")}
    claims = CodeIDToken(token.claims, token.header, wanted, known)
    claims.validate(now=int(now.timestamp()), leeway=LEEWAY)
    return dict(claims)


def _name(metadata: dict[str, Any], tokens: dict[str, Any], claims: dict[str, Any]) -> str:
    """The name in the token, else the one that the provider tells beside it of the same person."""
    told = claims
    if not told.get("name") and metadata.get("userinfo_endpoint"):
        answer = requests.get(
            str(metadata["userinfo_endpoint"]),
            headers={"Authorization": f"Bearer {tokens['access_token']}"},
            timeout=SECONDS,
            allow_redirects=False,
        )
        answer.raise_for_status()
        told = answer.json()
        if told["sub"] != claims["sub"]:
            raise ValueError("the name is of another person")
    name = " ".join(str(told.get("name") or "").split())
    if not name:
        raise ValueError("the provider tells no name")
    return name[:_LONGEST_NAME]
