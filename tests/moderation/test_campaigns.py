"""Who stands with whom, decided on texts alone (R39, analysis.md)."""

import random
from collections import Counter
from collections.abc import Iterable, Mapping

from hypothesis import given, settings
from hypothesis import strategies as st

from consultation.moderation import campaigns
from consultation.moderation.campaigns import Known, Letter, Reader, gather, whole
from consultation.vocabulary import GroupKind
from tests import campaign

KEY = b"a key of the tests alone........"
READER = Reader(KEY)
DICE = random.Random(39)
TEMPLATE, OTHER, OWN = (campaign.sentences(DICE, 4) for _ in range(3))
SHORT = "Vi vil have tolv uger til alle i stedet for de otte som kommunen vil give os"


def letters(texts: Iterable[str], reader: Reader = READER) -> list[Letter]:
    return [Letter(text, number, reader.shingles([text])) for text, number in Counter(texts).items()]


def together(*texts: str, reader: Reader = READER) -> bool:
    """Whether all of them are one group."""
    return len({place.leader for place in gather(letters(texts, reader)).values()}) == 1


def parts(texts: Iterable[str]) -> set[frozenset[str]]:
    """The groups, as the sets of their texts."""
    found: dict[str, set[str]] = {}
    for text, place in gather(letters(texts)).items():
        found.setdefault(place.leader, set()).add(text)
    return {frozenset(one) for one in found.values()}


def test_R39_a_template_with_own_words_stands_with_the_template() -> None:
    assert together(TEMPLATE, f"{TEMPLATE} {OWN}", f"{campaign.sentences(DICE, 1)} {TEMPLATE}")


def test_R39_case_and_punctuation_are_nothing() -> None:
    assert together(TEMPLATE, TEMPLATE.upper().replace(".", " …\n"))


def test_R39_different_letters_do_not_stand_together() -> None:
    assert not together(TEMPLATE, OTHER)


def test_R39_a_short_letter_must_be_the_same_to_a_larger_part() -> None:
    first = " ".join(SHORT.split()[:9])
    assert together(SHORT, f"{SHORT} hilsen fra os")
    assert not together(SHORT, f"{first} {campaign.words(DICE, 9)}")


def test_R39_a_phrase_that_many_use_joins_nobody() -> None:
    phrase = "jeg er enig i alt det I skriver"
    assert not together(f"{phrase} {TEMPLATE}", f"{phrase} {OTHER}", phrase)


def test_R39_who_quotes_the_draft_has_not_copied_another() -> None:
    one, other = f"I skriver: {OWN} {TEMPLATE}", f"I skriver: {OWN} {OTHER}"
    assert together(one, other)
    assert not together(one, other, reader=Reader(KEY, [OWN]))


def test_R39_nobody_comes_into_a_group_through_a_third() -> None:
    """A letter made of two templates stands in one group, and does not join them."""
    bridge = f"{TEMPLATE} {OTHER}"
    several = [f"{text} {campaign.sentences(DICE, 1)}" for text in (TEMPLATE, OTHER) for _ in range(5)]
    found = parts([TEMPLATE, TEMPLATE, OTHER, OTHER, bridge, *several])
    assert sorted(map(len, found)) == [6, 7]


def test_R39_the_kinds_are_told_apart_by_how_much_is_the_same() -> None:
    assert campaigns.kind_of(100, 60, 55) is GroupKind.TEMPLATE
    assert campaigns.kind_of(100, 60, 20) is GroupKind.NEAR
    assert campaigns.group_kind(equal=True, responses=9, near=0) is GroupKind.IDENTICAL
    assert campaigns.group_kind(equal=False, responses=9, near=4) is GroupKind.TEMPLATE
    assert campaigns.group_kind(equal=False, responses=9, near=5) is GroupKind.NEAR


def test_R39_the_words_that_somebody_adds_are_found_where_they_stand() -> None:
    shared = READER.shingles([TEMPLATE])
    text = f"Kære råd!\n\n{TEMPLATE.upper()} Min mor på 82 har brug for mere."
    added = [text[start:end] for start, end in READER.own(text, shared)]
    assert added == ["Kære råd!", "Min mor på 82 har brug for mere."]
    assert READER.own(TEMPLATE, shared) == ()
    assert READER.own("", shared) == ()


def test_R39_what_is_quoted_from_the_draft_is_nobodys_own() -> None:
    reader = Reader(KEY, [OWN])
    assert reader.own(f"{OWN} {TEMPLATE}", reader.shingles([TEMPLATE])) == ()


def test_P2_shingles_under_another_key_are_others() -> None:
    assert not READER.shingles([TEMPLATE]) & Reader(b"another key").shingles([TEMPLATE])


def test_R39_what_a_group_shares_is_what_half_of_it_has() -> None:
    members = [sorted(READER.shingles([f"{TEMPLATE} {campaign.sentences(DICE, 1)}"])) for _ in range(4)]
    assert campaigns.support(members[0], members) == READER.shingles([TEMPLATE])


def test_the_same_words_about_another_draft_are_another_answer() -> None:
    assert whole([("8", "Nej"), ("11", "")]) != whole([("11", "Nej")])


def test_the_order_of_the_answers_does_not_matter() -> None:
    assert whole([("8", "Nej"), ("11", "Ja")]) == whole([("11", "Ja"), ("8", "Nej")])
    assert whole([("8", " "), ("11", "")]) == ""


def test_R39_groups_are_right_on_letters_whose_campaign_is_known() -> None:
    """Eight templates, changed and added to, among as many letters of people's own; half of them quote the draft."""
    draft = campaign.sentences(DICE, 30)
    precision, recall = quality(campaign.labelled(7, 800, draft), Reader(KEY, [draft]))
    assert precision > 0.97
    assert recall > 0.99


def quality(found: list[campaign.Labelled], reader: Reader) -> tuple[float, float]:
    """Of the pairs that stand together, those that should; and of those that should, how many do."""
    places = gather(letters((one.text for one in found), reader))
    leaders = [places[one.text].leader for one in found]
    right = _pairs(
        (one.campaign, leader) for one, leader in zip(found, leaders, strict=True) if one.campaign is not None
    )
    meant = _pairs(one.campaign for one in found if one.campaign is not None)
    return right / _pairs(leaders), right / meant


def _pairs(names: Iterable[object]) -> int:
    return sum(number * (number - 1) // 2 for number in Counter(names).values())


# The same, one at a time

PIECES = [campaign.words(DICE, 9) for _ in range(6)]
TEXTS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map(" ".join)
CHANGES = st.lists(st.tuples(st.booleans(), TEXTS), max_size=25)


class Shelf:
    """`campaigns.Shelf` in memory: slow and plain."""

    def __init__(self) -> None:
        self.copies: Counter[str] = Counter()
        self.texts: list[str] = []
        self.leaders: dict[int, int] = {}

    def known(self, letter: int) -> Known:
        text = self.texts[letter]
        size = len(READER.shingles([text]))
        return Known(letter, campaigns.rank(self.copies[text], text), self.leaders.get(letter), size)

    def alike(self, letter: int, *, leading: bool) -> Iterable[Known]:
        own = READER.shingles([self.texts[letter]])
        for other, text in enumerate(self.texts):
            theirs = READER.shingles([text])
            is_here = self.copies[text] > 0 and other != letter and other in self.leaders
            if is_here and leading is (self.leaders[other] == other):
                shared = len(own & theirs)
                if shared >= campaigns.needed(len(own), len(theirs)):
                    yield self.known(other)._replace(shared=shared)

    def stand(self, letter: int, leader: int, shared: int) -> None:
        self.leaders[letter] = leader

    def come(self, text: str, by: int) -> None:
        """As grouping.py does it."""
        if text not in self.texts:
            self.texts.append(text)
        letter, before = self.texts.index(text), self.copies[text]
        self.copies[text] += by
        if self.copies[text].bit_length() == before.bit_length():
            return
        led = [one for one, leader in self.leaders.items() if leader == letter and one != letter] if by < 0 else []
        if not self.copies[text]:
            del self.leaders[letter]
        campaigns.settle(self, [*led, *([letter] if self.copies[text] else [])])

    def found(self) -> Mapping[str, str]:
        return {self.texts[one]: self.texts[leader] for one, leader in self.leaders.items()}


@given(CHANGES)
@settings(max_examples=150)
def test_R39_one_by_one_gives_what_all_at_once_gives(changes: list[tuple[bool, str]]) -> None:
    """Whatever comes, is corrected or is taken back, in whatever order."""
    shelf = Shelf()
    for comes, text in changes:
        if comes or shelf.copies[text]:
            shelf.come(text, 1 if comes else -1)
    left = [text for text, number in shelf.copies.items() for _ in range(number)]
    assert shelf.found() == {text: place.leader for text, place in gather(letters(left)).items()}


@given(st.lists(TEXTS, max_size=12), st.randoms(use_true_random=False))
def test_R39_the_order_of_arrival_does_not_matter(texts: list[str], dice: random.Random) -> None:
    shuffled = list(texts)
    dice.shuffle(shuffled)
    assert parts(texts) == parts(shuffled)


@given(st.lists(TEXTS, max_size=12))
def test_R39_each_letter_stands_in_one_group_and_is_alike_to_who_leads_it(texts: list[str]) -> None:
    places = gather(letters(texts))
    assert places.keys() == set(texts)
    for text, place in places.items():
        own, theirs = READER.shingles([text]), READER.shingles([place.leader])
        assert place.leader == text or len(own & theirs) >= campaigns.needed(len(own), len(theirs))
        assert places[place.leader].leader == place.leader
