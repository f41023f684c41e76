"""Secrets, keys and codes: what is random, what is hashed, what is signed. Never a plain hash of a text (P2)."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable

_CODE_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0, O, 1 or I: it is read aloud over the telephone
_COMMITMENT = "consultation commitment 1"


def new_token() -> str:
    """A secret for a link: 256 random bits, safe in an address (A2)."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """How a secret is stored: SHA-256 as 64 hexadecimal digits. Only for values from `new_token` (A2)."""
    return hashlib.sha256(token.encode()).hexdigest()


def new_key() -> str:
    """A public name for a thing, that cannot be guessed: 80 random bits as 16 characters a-z, 2-7 (A2)."""
    return base64.b32encode(secrets.token_bytes(10)).decode().lower()


def new_nonce() -> str:
    """128 random bits as 32 hexadecimal digits, held by the citizen: without it a commitment tells nothing (P2)."""
    return secrets.token_hex(16)


def commitment(nonce: str, number: str, received_at: str, canonical_text: str) -> str:
    """What a receipt commits the authority to (L3): SHA-256 as 64 hexadecimal digits.

    Hashed are, each in UTF-8 after its length in bytes as 8 bytes, the words "consultation commitment 1", the nonce,
    the number ("17", "E-3"), the time received in ISO 8601, and the text. Public only together with a secret nonce.
    """
    return hashlib.sha256(_framed(_COMMITMENT, nonce, number, received_at, canonical_text)).hexdigest()


def check_code(commitment: bytes | str) -> str:
    """The first 80 bits of a commitment for people to compare, as "7QF2-M9KD-3TXA-8WLC". Takes bytes or hex."""
    raw = bytes.fromhex(commitment) if isinstance(commitment, str) else commitment
    bits = int.from_bytes(raw[:10], "big")
    code = "".join(_CODE_ALPHABET[bits >> shift & 31] for shift in range(75, -1, -5))
    return "-".join(code[at : at + 4] for at in range(0, 16, 4))


def short_code(secret: str, purpose: str, value: str) -> str:
    """40 bits of a keyed hash for people to type, as "7QF2M9KD": whoever takes it must count the tries."""
    bits = int(keyed_hash(secret, purpose, value)[:10], 16)
    return "".join(_CODE_ALPHABET[bits >> shift & 31] for shift in range(35, -1, -5))


def keyed_hash(secret: str, purpose: str, value: str) -> str:
    """HMAC-SHA256 under the installation's secret, as hexadecimal digits; another purpose gives another hash (P2)."""
    return hmac.new(secret.encode(), _framed(purpose, value), hashlib.sha256).hexdigest()


def sign(key: str, purpose: str, value: str) -> str:
    """The value with proof that this installation wrote it; safe in an address, readable by anyone, ageless (T7)."""
    return f"{_encode(value.encode())}.{keyed_hash(key, f'sign {purpose}', value)}"


def unsign(keys: str | Iterable[str], purpose: str, signed: str) -> str | None:
    """The value that `sign` was given, or None. Takes the key, or the present key and those before it (M3)."""
    encoded, _, proof = signed.partition(".")
    try:
        value = base64.b64decode(encoded + "=" * (-len(encoded) % 4), altchars=b"-_", validate=True).decode()
    except ValueError:
        return None
    if not proof.isascii() or _encode(value.encode()) != encoded:
        return None
    for key in [keys] if isinstance(keys, str) else keys:
        if hmac.compare_digest(keyed_hash(key, f"sign {purpose}", value), proof):
            return value
    return None


def _encode(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def _framed(*parts: str) -> bytes:
    """Each part after its length, so that no two lists of parts give the same bytes."""
    raw = [part.encode() for part in parts]
    return b"".join(len(part).to_bytes(8, "big") + part for part in raw)
