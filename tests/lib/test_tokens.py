import hashlib
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from consultation.lib.tokens import (
    check_code,
    commitment,
    hash_token,
    keyed_hash,
    new_key,
    new_nonce,
    new_token,
    sign,
    unsign,
)

TEXT = st.text(alphabet=st.characters(exclude_categories=["Cs"]))
RECEIVED = "2026-10-20T21:58:03Z"


def test_A2_a_token_is_long_random_and_safe_in_an_address() -> None:
    made = {new_token() for _ in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch(r"[\w-]{43}", token, re.ASCII) for token in made)


def test_A2_a_public_key_is_random_lower_case_and_short() -> None:
    made = {new_key() for _ in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch(r"[a-z2-7]{16}", key) for key in made)


def test_A2_only_the_hash_of_a_token_is_kept() -> None:
    assert hash_token("prøve") == hashlib.sha256("prøve".encode()).hexdigest()


def test_P2_a_nonce_has_128_bits() -> None:
    made = {new_nonce() for _ in range(200)}
    assert len(made) == 200
    assert all(re.fullmatch(r"[0-9a-f]{32}", nonce) for nonce in made)


def test_P2_two_identical_responses_have_different_commitments() -> None:
    assert commitment(new_nonce(), "17", RECEIVED, "Nej tak") != commitment(new_nonce(), "17", RECEIVED, "Nej tak")


def test_L3_a_citizen_can_compute_the_commitment_from_its_description() -> None:
    parts = ["consultation commitment 1", "00ff", "E-3", RECEIVED, "Nej, tak: æøå"]
    raw = b"".join(len(part.encode()).to_bytes(8, "big") + part.encode() for part in parts)
    assert commitment("00ff", "E-3", RECEIVED, "Nej, tak: æøå") == hashlib.sha256(raw).hexdigest()


@given(st.tuples(TEXT, TEXT, TEXT, TEXT), st.tuples(TEXT, TEXT, TEXT, TEXT))
def test_L3_no_two_receipts_share_a_commitment(
    one: tuple[str, str, str, str], other: tuple[str, str, str, str]
) -> None:
    assert (commitment(*one) == commitment(*other)) == (one == other)


def test_L3_moving_a_character_between_parts_changes_the_commitment() -> None:
    assert commitment("a", "bc", RECEIVED, "d") != commitment("ab", "c", RECEIVED, "d")


def test_a_check_code_shows_80_bits_in_letters_that_cannot_be_mistaken() -> None:
    assert check_code(bytes(32)) == "2222-2222-2222-2222"
    assert check_code("ff" * 32) == "ZZZZ-ZZZZ-ZZZZ-ZZZZ"
    code = check_code(commitment(new_nonce(), "1", RECEIVED, "x"))
    assert re.fullmatch(r"(?:[2-9A-HJ-NP-Z]{4}-){3}[2-9A-HJ-NP-Z]{4}", code)


@pytest.mark.parametrize("bit", range(80))
def test_each_of_the_80_bits_shows_in_the_check_code(bit: int) -> None:
    changed = (1 << (255 - bit)).to_bytes(32, "big")
    assert check_code(changed) != check_code(bytes(32))


def test_P2_a_keyed_hash_depends_on_secret_purpose_and_value() -> None:
    base = keyed_hash("secret", "sender", "anna 8900")
    assert base == keyed_hash("secret", "sender", "anna 8900")
    others = [("other", "sender", "anna 8900"), ("secret", "draft", "anna 8900"), ("secret", "sender", "anna 8901")]
    assert base not in {keyed_hash(*other) for other in others}
    assert keyed_hash("s", "ab", "c") != keyed_hash("s", "a", "bc")


@given(TEXT, TEXT, TEXT)
def test_what_was_signed_comes_back(key: str, purpose: str, value: str) -> None:
    assert unsign(key, purpose, sign(key, purpose, value)) == value


@given(st.text())
def test_A5_nothing_else_is_taken_for_signed(forged: str) -> None:
    assert unsign("key", "form", forged) is None


def test_a_signature_is_bound_to_key_purpose_and_value() -> None:
    signed = sign("key", "form", "17")
    assert unsign("key", "download", signed) is None
    assert unsign("other", "form", signed) is None
    assert unsign("key", "form", sign("key", "form", "18").split(".")[0] + "." + signed.split(".")[1]) is None
    assert unsign("key", "form", signed + "=") is None


def test_M3_a_link_signed_before_the_key_was_changed_still_works() -> None:
    assert unsign(["new", "old"], "form", sign("old", "form", "17")) == "17"
    assert unsign(["new"], "form", sign("old", "form", "17")) is None
