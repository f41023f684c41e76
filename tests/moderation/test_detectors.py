import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from consultation.moderation.detectors import Found, scan
from consultation.moderation.own_words import OwnWord
from consultation.vocabulary import FindingKind

CPR, EMAIL, PHONE, ADDRESS = FindingKind.CPR, FindingKind.EMAIL, FindingKind.PHONE, FindingKind.ADDRESS


def found(text: str) -> list[tuple[FindingKind, str]]:
    return [(one.kind, one.text) for one in scan(text)]


def cpr(text: str) -> list[Found]:
    return [one for one in scan(text) if one.kind == CPR]


SPELLINGS = {
    "hyphen": "010231-4123",
    "nothing": "0102314123",
    "space": "010231 4123",
    "two spaces": "010231  4123",
    "no-break space": "010231\u00a04123",
    "thin space": "010231\u20094123",
    "en dash": "010231–4123",
    "em dash": "010231\u20144123",
    "non-breaking hyphen": "010231\u20114123",
    "minus": "010231\u22124123",
    "fullwidth hyphen": "010231\uff0d4123",
    "spaced dash": "010231 – 4123",
    "dot": "010231.4123",
    "middle dot": "010231\u00b74123",
    "slash": "010231/4123",
    "colon": "010231:4123",
    "dots in the date": "01.02.31-4123",
    "dashes in the date": "01-02-31-4123",
    "slashes in the date": "01/02/31-4123",
    "spaces in the date": "01 02 31 4123",
    "pairs": "010231 41 23",
    "digit by digit": "0 1 0 2 3 1 - 4 1 2 3",
    "star": "010231*4123",
    "fullwidth digits": "\uff10\uff11\uff10\uff12\uff13\uff11-\uff14\uff11\uff12\uff13",
    "arabic digits": "\u0660\u0661\u0660\u0662\u0663\u0661-\u0664\u0661\u0662\u0663",
    "persian digits": "\u06f0\u06f1\u06f0\u06f2\u06f3\u06f1\u06f4\u06f1\u06f2\u06f3",
    "bold digits": "".join(chr(0x1D7CE + int(digit)) for digit in "010231") + "-4123",
    "keycaps": "".join(digit + "\ufe0f\u20e3" for digit in "0102314123"),
    "zero-width space": "0102\u200b31\u200b4123",
    "word joiner": "010231\u2060-\u20604123",
    "soft hyphen": "010231\u00ad4123",
    "byte order mark": "010231\ufeff-4123",
    "line break": "010231-\n4123",
    "line break alone": "010231\n4123",
    "tab": "010231\t4123",
    "century": "01-02-2031-4123",
}


@pytest.mark.parametrize("spelling", SPELLINGS.values(), ids=SPELLINGS)
def test_P6_a_cpr_number_is_sure_in_every_spelling(spelling: str) -> None:
    text = f"Æ👩‍🦽: min datters nummer er {spelling}, tak."
    (one,) = cpr(text)
    assert one.sure
    assert (one.text, text[one.start : one.end]) == (spelling, spelling)


@pytest.mark.parametrize("text", ["010231-4123", "x010231-4123y", "(010231-4123)", "cpr:0102314123."])
def test_P6_whatever_stands_beside_it(text: str) -> None:
    assert [one.sure for one in cpr(text)] == [True]


def test_P6_two_numbers_are_two_findings() -> None:
    assert [one.text for one in cpr("010231-4123, 020232-4124 og 290232-4001")] == [
        "010231-4123",
        "020232-4124",
        "290232-4001",
    ]


def test_P6_modulus_11_is_never_asked_for() -> None:
    assert all(cpr(f"010231-4{last:03}")[0].sure for last in range(0, 1000, 7))


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("nr. 410231-4123", "410231-4123"),
        ("3213314123", "3213314123"),
        ("310231-4123", "310231-4123"),
        ("611231-4123", "611231-4123"),
        ("født 01021931", "01021931"),
        ("hun er født den 01.02.1931 i Prøveby", "01.02.1931"),
        ("Fødselsdato: 1/2-1931", "1/2-1931"),
        ("hun er født den 1. februar 1931", "1. februar 1931"),
        ("f. 3. maj 1931", "3. maj 1931"),
        ("she was born 1 feb 1931", "1 feb 1931"),
        ("mit cpr er 010231-xxxx", "010231"),
        ("personnummer 010231", "010231"),
        ("perioden 01.01.2026-2027", "01.01.2026-2027"),
        ("den 20.10.19, 2300 København", "20.10.19, 2300"),
    ],
)
def test_P6_what_may_be_a_cpr_number_is_possible(text: str, written: str) -> None:
    assert [(one.sure, one.text) for one in cpr(text)] == [(False, written)]


@pytest.mark.parametrize(
    "text",
    [
        "5790001234567",
        "1010231-4123",
        "010231-41234",
        "123456-12345",
        "12345-1234",
        "20. oktober 2019 kl. 23.59",
        "2019-10-20 23:59:07",
        "2019-10-20T2359",
        "20.10.2019",
        "den 1. februar 1931",
        "født i 1931",
        "født med en hørenedsættelse, se svar af 1. februar 2019",
        "f.eks. 01.02.2019",
        "01.02.1931",
        "8900 Randers",
        "CVR 12345678",
        "1.234.567.890 kr.",
        "10.000.000 kr. i 2019",
        "2010, 2011, 2012 og 2013",
        "2019-2020",
        "27.69.40-P20-1-19",
        "sag nr. 19/012345",
        "§ 85, stk. 2, nr. 3 og § 100, stk. 1",
        "lov nr. 1170 af 13. august 2021",
        "12 34 56 78",
        "+4501023141 23 09",
        "DK50 0040 0440 1162 43",
        "ISBN 978-87-12345-67-8",
        "010231 og 4123",
        "version 1.0.2.31",
        "3,14159265358979",
        "kl. 10.15-11.30",
        "0102",
        "a010231b4123",
    ],
)
def test_P6_other_numbers_are_no_cpr_number(text: str) -> None:
    assert cpr(text) == []


def test_a_cpr_number_inside_an_account_number_is_the_account_number() -> None:
    assert found("IBAN DK02 0102 3141 2300 01") == [(FindingKind.IBAN, "DK02 0102 3141 2300 01")]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Skriv til anna.test+x@prøve.example.", "anna.test+x@prøve.example"),
        ("<bo@a.b.example>,", "bo@a.b.example"),
        ("mail:BO_T@EXAMPLE.EXAMPLE", "BO_T@EXAMPLE.EXAMPLE"),
        ("b\u200bo@test\u00ad.example", "b\u200bo@test\u00ad.example"),
        ("bo\uff20test.example", "bo\uff20test.example"),
    ],
)
def test_an_e_mail_address_is_found(text: str, address: str) -> None:
    assert found(text) == [(EMAIL, address)]


@pytest.mark.parametrize("text", ["@anna", "a@b", "5 kg @ 10 kr.", "@ @ @", "anna@", "se @kommune.example"])
def test_an_at_sign_is_no_address(text: str) -> None:
    assert EMAIL not in [kind for kind, _ in found(text)]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Ring til 20123456.", "20123456"),
        ("tlf. 20 12 34 56", "20 12 34 56"),
        ("Tlf.20123456", "20123456"),
        ("(2012 3456)", "2012 3456"),
        ("20-12-34-56", "20-12-34-56"),
        ("telefon 20 123 456", "20 123 456"),
        ("mobil: +45 20123456", "+45 20123456"),
        ("45 20 12 34 56", "45 20 12 34 56"),
        ("0045 20 12 34 56 efter kl. 16", "0045 20 12 34 56"),
        ("+46 8 123 456 78", "+46 8 123 456 78"),
        ("+49 (30) 123456", "+49 (30) 123456"),
        ("\uff12\uff10123456", "\uff12\uff10123456"),
        ("20 12\u00a034\u00a056", "20 12\u00a034\u00a056"),
        ("tlf. 2012 2019", "2012 2019"),
    ],
)
def test_a_phone_number_is_found(text: str, number: str) -> None:
    assert found(text) == [(PHONE, number)]


def test_two_phone_numbers_in_a_row_are_two() -> None:
    assert found("20123456/30123456") == [(PHONE, "20123456"), (PHONE, "30123456")]


@pytest.mark.parametrize(
    "text",
    [
        "sag 20123456",
        "sagsnr. 2019-1234",
        "J.nr. 20123456",
        "2019-123456",
        "journalnummer: 20 12 34 56",
        "CVR-nr. 29189668",
        "§ 20123456",
        "20.10.2019",
        "20-10-2019",
        "20 10 2019",
        "2019-2020",
        "8900 2019",
        "25.000.000",
        "25 000 000",
        "20123456 kr.",
        "kr. 20123456",
        "12345678",
        "123456789",
        "5790001234567",
        "27.69.40",
        "bilag 20123456",
        "kontonr. 1234 20123456",
        "A20123456",
    ],
)
def test_other_numbers_are_no_phone_number(text: str) -> None:
    assert PHONE not in [kind for kind, _ in found(text)]


def test_a_cpr_number_is_not_a_phone_number_too() -> None:
    assert found("01 02 31 41 23") == []
    assert [kind for kind, _ in found("010231 4123 og 20 12 34 56")] == [CPR, PHONE]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("Jeg bor på Prøvevej 12, ved åen", "Prøvevej 12"),
        ("prøvegade 3 b", "prøvegade 3 b"),
        ("hos Anna på Gamle Test Allé 112, 3. tv.", "Gamle Test Allé 112, 3. tv."),
        ("Søren Testesens Vej 4", "Søren Testesens Vej 4"),
        ("i Æblehaven 7A", "Æblehaven 7A"),
        ("Prøvetorvet 1", "Prøvetorvet 1"),
        ("8999 Prøveby NV", "8999 Prøveby NV"),
        ("DK-2000 Prøveby", "DK-2000 Prøveby"),
    ],
)
def test_an_address_is_found(text: str, address: str) -> None:
    assert [one for one in found(text) if one[0] is ADDRESS] == [(ADDRESS, address)]


@pytest.mark.parametrize(
    "text",
    [
        "på vej 3 gange om ugen",
        "en arbejdsplads 12 km væk",
        "haven 2 gange",
        "I 2019 Randers Kommune",
        "2024 Prøveby",
        "8999 prøver",
        "Danmark 12 gange",
        "afsnit 3.1 i udkast 8",
        "vejledning 9",
    ],
)
def test_other_words_with_numbers_are_no_address(text: str) -> None:
    assert found(text) == []


def test_findings_come_in_the_order_of_the_text() -> None:
    text = "Prøvevej 1, 8999 Prøveby, bo@test.example, 20123456, 010231-4123"
    assert [one.kind for one in scan(text)] == [ADDRESS, ADDRESS, EMAIL, PHONE, CPR]


@given(st.text(st.sampled_from("01234 56789-–.\n@aÆæ\u200b\u00ad\uff11\u0663/+,v e j")))
def test_every_finding_is_a_verbatim_part_of_the_text(text: str) -> None:
    for one in scan(text):
        assert one.text == text[one.start : one.end] != ""
    assert scan(text) == scan(text)


@given(st.text("xyz \n", max_size=20), st.sampled_from(sorted(SPELLINGS.values())), st.text("xyz \n", max_size=20))
@example("zz", "010231-4123", "yzxx")  # check digits of an account that no country has
def test_P6_no_surrounding_hides_a_cpr_number(before: str, spelling: str, after: str) -> None:
    assert [one.text for one in cpr(before + spelling + after) if one.sure] == [spelling]


HOSTILE = (
    *(
        "1",
        "12 ",
        "1.",
        "+4",
        " ",
        "-",
        "@",
        "a@",
        "a.",
        "'",
        "A",
        "Aa ",
        "Anna ",
        "Anna-",
        "vej 1 ",
        "A-vej ",
        "\u0661",
    ),
    *(
        "\u200b",
        "DK50 0040 ",
        "dk50",
        " (a) ",
        "f. ",
        "cpr ",
        "hilsen\n",
        "på vegne af ",
        "familien A, ",
        "min x nabo ",
    ),
    *("jeg er syg ", "syg ", "borgere med ", "medlem x ", "er i ", "truet x x ", "vi har x ", "kro huset "),
)


@pytest.mark.parametrize("unit", HOSTILE)
def test_P6_no_text_makes_the_look_take_longer_than_its_length(unit: str) -> None:
    """Four times the text takes four times the work, where a pattern that goes back takes sixteen or more."""
    own = [OwnWord("kro huset*", FindingKind.OTHER), OwnWord("kro huset ved", FindingKind.OTHER)]

    def work(length: int) -> float:
        begun = time.process_time()
        scan((unit * length)[:length], own)
        return time.process_time() - begun

    assert min(work(8_000) for _ in range(2)) < 9 * min(work(2_000) for _ in range(2)) + 0.05


@pytest.mark.parametrize("sign", "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_I4_a_sign_that_turns_the_writing_is_flagged_with_its_word(sign: str) -> None:
    assert found(f"Jeg er {sign}enig i det.") == [(FindingKind.OTHER, f"{sign}enig")]


def test_I4_joined_signs_that_turn_nothing_are_no_finding() -> None:
    assert found("Familien \U0001f469\u200d\U0001f467 og kvalitets\u00adstandarden") == []
