"""The labelled texts are whole, many, unlike each other, and hold nobody who is real."""

import re
from collections import Counter
from itertools import pairwise

from tests.labelled import LATER, Hit, Labelled, labelled, read

TEXTS = list(labelled())
ALL = (*TEXTS, *labelled(LATER))
KINDS = {"cpr", "phone", "email", "iban", "address", "name", "health", "religion", "union", "offence"}

# Numbers that the authorities of their countries keep for stories: Ofcom, PTS, Bundesnetzagentur, NANPA.
FOREIGN = ("442079460", "46701740", "493023125", "20255501")
# As the standard's own examples have them: no bank ever gave them to anybody.
ACCOUNTS = {
    "DK5000400440116243",
    "SE4550000000058398257466",
    "DE89370400440532013000",
    "GB29NWBK60161331926819",
    "NO9386011117947",
}


def of_kind(kind: str) -> list[tuple[Labelled, Hit]]:
    return [(text, hit) for text in TEXTS for hit in text.hits if hit.kind == kind]


def digits(words: str) -> str:
    return "".join(str(int(sign)) for sign in words if sign.isdecimal())


def test_it_is_large_enough() -> None:
    with_hits = [text for text in TEXTS if text.hits]
    assert len(TEXTS) >= 330
    assert len(TEXTS) - len(with_hits) >= 150
    assert sum(len(text.hits) for text in TEXTS) >= 180


def test_all_kinds_are_there_more_than_once() -> None:
    counted = Counter(hit.kind for text in TEXTS for hit in text.hits)
    assert set(counted) == KINDS
    assert min(counted.values()) >= 8
    assert len([hit for _, hit in of_kind("cpr") if not hit.is_sure]) >= 8


def test_each_text_has_words() -> None:
    assert [text.name for text in ALL if not text.text.strip()] == []


def test_each_mark_is_closed_and_has_a_kind() -> None:
    assert [text.name for text in ALL if re.search(r"[⟦⟧⟨⟩]|=====", text.text)] == []


def test_no_mark_takes_in_spaces_around_the_words() -> None:
    assert [text.name for text in ALL if any(text.words(hit) != text.words(hit).strip() for hit in text.hits)] == []


def test_a_text_is_named_none_where_nothing_is_marked() -> None:
    assert [text.name for text in ALL if bool(text.hits) == text.name.startswith("none-")] == []


def test_no_two_texts_are_alike() -> None:
    openings = Counter(" ".join(text.text.casefold().split()[:4]) for text in TEXTS)
    bodies = Counter(" ".join(re.findall(r"[^\W\d]+", text.text.casefold())) for text in TEXTS)
    assert max(bodies.values()) == 1
    assert [opening for opening, times in openings.items() if times > 2] == []


def test_nobody_is_real() -> None:
    assert [(text.name, text.words(hit)) for text in ALL for hit in text.hits if not is_invented(text, hit)] == []


def is_invented(text: Labelled, hit: Hit) -> bool:
    words, number = text.words(hit), digits(text.words(hit))
    match hit.kind:
        case "cpr" if hit.is_sure:
            return 30 <= int(number[4:6]) <= 36 and number[6] == "4"
        case "phone" if len(number) > 8 and not number.startswith(("45", "0045")):
            return number.startswith(FOREIGN)
        case "phone":  # pairs that do not go up in equal steps may be somebody's
            return len({(int(b) - int(a)) % 100 for a, b in pairwise(re.findall("..", number[-8:]))}) == 1
        case "email":
            return words.casefold().endswith(".example")
        case "iban":
            return re.sub(r"\W", "", words).upper() in ACCOUNTS
    return True


def test_a_mark_gives_kind_and_place_and_is_gone_from_the_text() -> None:
    text = read("here", "nr. ⟦cpr?:12⟨200B⟩34⟧, ⟦name:Ole⟧")
    assert text.text == "nr. 12\u200b34, Ole"
    assert text.hits == (Hit("cpr", False, 4, 9), Hit("name", True, 11, 14))
    assert [text.words(hit) for hit in text.hits] == ["12\u200b34", "Ole"]
