"""What looks private while one writes (interface.md 3.5): kind enough to be read, quick enough for any text (I1)."""

import time

import pytest

from consultation.responses.revealing import kinds_in
from consultation.vocabulary import FindingKind

CPR, PHONE, EMAIL, HEALTH = FindingKind.CPR, FindingKind.PHONE, FindingKind.EMAIL, FindingKind.HEALTH

CASES = [
    ("Mit nummer er 010132-4123.", (CPR,)),
    ("0101324123", (CPR,)),
    ("010132 4123 og 010132–4123", (CPR,)),
    ("Sagen har nr. 991332-4123.", ()),
    ("Ring til naboen på 22 33 44 55.", (PHONE,)),
    ("+45 22334455", (PHONE,)),
    ("Budgettet er 22.334.455 kr. i 2019-2020.", ()),
    ("Skriv til karen@borger.example i morgen.", (EMAIL,)),
    ("Vi mødes @ torvet.", ()),
    ("Min søn har autisme og kan ikke vente.", (HEALTH,)),
    ("Det er svært, fordi Mikkel fik en depression.", (HEALTH,)),
    ("Kommunen har glemt borgere med demens i Randers.", ()),
    ("Jeg synes, at demens fylder for lidt. Min nabo er enig.", ()),
    ("Seks uger er for kort tid.", ()),
    ("", ()),
]


@pytest.mark.parametrize(("text", "kinds"), CASES)
def test_what_looks_private_is_named_by_kind(text: str, kinds: tuple[FindingKind, ...]) -> None:
    assert kinds_in(text) == kinds


@pytest.mark.parametrize(
    "text", ["a" * 200_000, "a." * 100_000, "a@" * 100_000, "a A" * 66_000, "22 33 " * 33_000, "0101"]
)
def test_I1_any_text_is_read_without_a_wait(text: str) -> None:
    started = time.monotonic()
    kinds_in(text)
    assert time.monotonic() - started < 2
