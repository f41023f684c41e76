"""What is suggested for a sentence: the likeliest themes, how sure, and on which points that rests (analysis.md)."""

import json
import subprocess
import sys
from statistics import mean

import numpy as np
import pytest

from consultation import learning
from consultation.learning import Alike, Model, Suggested, Tagged, Weights, boldness_of, chances, fit, grams, spread
from tests.labelled.themed import Themed, themed

TITLES = {1: "Transport", 2: "Ventetid", 3: "Egenbetaling"}
POINTS = [
    Tagged(1, "Bussen kører ikke ud til os om aftenen."),
    Tagged(2, "Vi ventede et år på et svar fra kommunen."),
    Tagged(1, "Chaufføren i bussen vil ikke tage kørestolen med."),
    Tagged(2, "Svaret kom først efter ni måneders venten."),
    Tagged(3, "Det er for dyrt at betale for vask."),
]


def suggest(text: str, themes: dict[int, str] = TITLES, **around: list[str]) -> list[Suggested]:
    (found,) = Model(themes, POINTS, **around).suggest([text])
    return found


def test_the_words_of_a_theme_bring_it_first_with_the_points_they_stand_in() -> None:
    first, *rest = suggest("Hvorfor kører bussen ikke om søndagen?")
    assert first.theme == 1
    assert set(first.behind) == {0, 2}
    assert {one.theme for one in rest} == {2, 3}
    assert sum(one.percent for one in (first, *rest)) == pytest.approx(100, abs=2)


def test_only_points_of_a_theme_are_named_behind_it() -> None:
    for one in suggest("Bussen er for dyr, og svaret kom for sent."):
        assert {POINTS[at].theme for at in one.behind} <= {one.theme}


def test_a_part_of_a_compound_is_known_again() -> None:
    assert suggest("Natbusserne er nedlagt.")[0].theme == 1


def test_texts_without_a_word_in_common_meet_in_a_paragraph_that_has_both() -> None:
    paragraph = "Zug 7: bussen og chaufføren henter kørestolen."
    assert suggest("Zug 7?") == []
    assert suggest("Zug 7?", drafts=[paragraph, "Vask er dyrt."])[0].theme == 1
    assert suggest("Zug 7?", others=[paragraph, "Vask er dyrt."])[0].theme == 1


def test_how_often_a_letter_was_sent_hides_not_what_it_is_like() -> None:
    letter, paragraph = "Zug 7?", "Zug 7: bussen og chaufføren henter kørestolen."
    taught = [point.text for point in POINTS]
    never, once, often = (Alike(taught, [paragraph], [letter] * times).of([letter]) for times in (0, 1, 99))
    assert once.tolist() == often.tolist()
    assert once[0, 2] > never[0, 2] / 2


def test_a_title_alone_gives_a_theme_without_points_a_chance() -> None:
    (first, *_rest) = suggest("Vi savner tolke.", {**TITLES, 4: "Tolkebistand"})
    assert first == Suggested(4, first.percent, ())


@pytest.mark.parametrize("text", ["", "…!", "xyzzy"])
def test_words_of_which_none_is_known_get_no_suggestion(text: str) -> None:
    assert suggest(text) == []


@pytest.mark.parametrize(("count", "kept"), [(0, 0), (1, 1), (1_000, 1_000), (1_001, 501), (9_999, 1_000)])
def test_no_more_paragraphs_are_compared_with_than_are_enough(count: int, kept: int) -> None:
    assert len(spread([str(at) for at in range(count)])) == kept <= learning.MOST_AROUND


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", {}),
        ("nu", {" nu": 1, "nu ": 1, " nu ": 1}),
        ("Nu, nu!", {" nu": 2, "nu ": 2, " nu ": 2}),
        ("a", {" a ": 1}),
    ],
)
def test_grams_are_of_single_words_with_their_ends(text: str, found: dict[str, int]) -> None:
    assert grams(text) == found


def test_what_stands_in_every_text_tells_nothing() -> None:
    weights = Weights([f"kommunen {'bus' if at % 20 == 0 else f'{at:04}'}" for at in range(100)])
    assert not any("komm" in gram for gram in weights.of("kommunen bus"))
    assert sum(value * value for value in weights.of("kommunen bus").values()) == pytest.approx(1)


def test_chances_add_up_and_none_is_certain() -> None:
    found = chances(np.array([[1000.0, 0.0], [0.0, 0.0]]), 5.0)
    assert found == pytest.approx(np.array([[1 - learning.SLIPS / 2, learning.SLIPS / 2], [0.5, 0.5]]))
    assert found.max() < 0.99


def test_what_the_others_say_is_what_they_would_have_taught_without_it() -> None:
    likeness, right = np.array([[1.0, 0.3, 0.1], [0.3, 1.0, 0.4], [0.1, 0.4, 1.0]]), np.eye(3)
    taught, by_others = fit(likeness, right)
    wanted = right - right.mean(axis=0)
    assert likeness @ taught + learning.DOUBT * taught == pytest.approx(wanted)
    for at in range(3):
        rest = [other for other in range(3) if other != at]
        alone = np.linalg.solve(likeness[np.ix_(rest, rest)] + learning.DOUBT * np.eye(2), wanted[rest])
        assert by_others[at] == pytest.approx(likeness[at, rest] @ alone)


def test_it_is_bold_where_the_others_are_right_and_shy_where_they_are_not() -> None:
    scores = np.eye(4) / 4
    assert boldness_of(scores, np.eye(4)) > 2 * boldness_of(scores, np.roll(np.eye(4), 1, axis=0))


@pytest.mark.slow
def test_the_process_gives_the_same_bytes_twice_and_no_web_process_has_numpy() -> None:
    asked = json.dumps(
        {
            "themes": TITLES,
            "drafts": ["Vejen er lang."],
            "tagged": POINTS,
            "open": ["Bussen kom ikke.", "Ingen ringede."],
        }
    )
    command = [sys.executable, "-m", "consultation.learning"]
    answers = {subprocess.run(command, input=asked, text=True, check=True, capture_output=True).stdout for _ in "ab"}
    assert len(answers) == 1
    found = json.loads(answers.pop())
    assert [one[0][0] for one in found] == [1, found[1][0][0]]
    without = "import sys, consultation.app, consultation.worker; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", without], check=False).returncode == 0


def judged(tagged: int, turn: int) -> list[tuple[Themed, list[str], list[int]]]:
    """Labelled points with themes and percentages that are suggested when so many from `turn` on are tagged."""
    points = themed()[turn:] + themed()[:turn]
    titles = dict(enumerate(sorted({point.theme for point in points})))
    ids = {title: theme for theme, title in titles.items()}
    texts = [point.text for point in points[tagged:]]
    model = Model(titles, [Tagged(ids[point.theme], point.text) for point in points[:tagged]], others=texts)
    return [
        (point, [titles[one.theme] for one in found], [one.percent for one in found])
        for point, found in zip(points[tagged:], model.suggest(texts), strict=True)
    ]


@pytest.mark.slow
def test_it_is_better_than_naming_the_most_frequent_three() -> None:
    found = judged(100, 0)
    assert sum(point.theme in themes for point, themes, _percents in found) >= 0.6 * len(found)


@pytest.mark.slow
def test_of_what_it_is_so_sure_of_so_much_is_right() -> None:
    found = [
        (point.theme == themes[0], percents[0])
        for turn in (0, 170, 340)
        for point, themes, percents in judged(150, turn)
    ]
    for least, most in ((0, 30), (30, 50), (50, 70), (70, 100)):
        band = [(right, percent) for right, percent in found if least <= percent < most]
        assert len(band) > 100
        assert 100 * mean(right for right, _percent in band) == pytest.approx(mean(one for _right, one in band), abs=10)
