"""What no text of the authority may give away in print (R46, P6)."""

import pytest

from consultation.moderation.giveaways import given_away
from consultation.vocabulary import FindingKind

CPR, EMAIL, PHONE, IBAN = FindingKind.CPR, FindingKind.EMAIL, FindingKind.PHONE, FindingKind.IBAN


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Hun har 010231-4123.", (CPR,)),
        ("Skriv til a@b.example, eller ring på 50 60 70 80.", (EMAIL, PHONE)),
        ("a@b.example og c@d.example", (EMAIL,)),
        ("Konto DE89370400440532013000.", (IBAN,)),
        ("Hun bor på Prøvevej 3 og hedder Karen.", ()),
        ("Sag 27.00.00-P00-1-26 er fra 2019.", ()),
    ],
)
def test_R46_each_kind_is_found_once(text: str, kinds: tuple[FindingKind, ...]) -> None:
    assert given_away(text, sure=True) == kinds


def test_R46_what_a_person_let_stand_is_passed_over() -> None:
    assert given_away("a@b.example og c@d.example", ["a@b.example", "c@d.example"]) == ()
