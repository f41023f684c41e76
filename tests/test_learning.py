"""What is suggested for a sentence: the likeliest themes, how sure, and on which points that rests (analysis.md)."""

import json
import subprocess
import sys

import numpy as np
import pytest

from consultation import learning
from consultation.learning import Model, Suggested, Tagged, Weights, chances, fit, grams
from tests.labelled.themed import themed

TITLES = {1: "Transport", 2: "Ventetid", 3: "Egenbetaling"}
POINTS = [
    Tagged(1, "Bussen kører ikke ud til os om aftenen."),
    Tagged(2, "Vi ventede et år på et svar fra kommunen."),
    Tagged(1, "Chaufføren i bussen vil ikke tage kørestolen med."),
    Tagged(2, "Svaret kom først efter ni måneders venten."),
    Tagged(3, "Det er for dyrt at betale for vask."),
]


def test_the_words_of_a_theme_bring_it_first_with_the_points_they_stand_in() -> None:
    first, *rest = Model(TITLES, POINTS).suggest("Hvorfor kører bussen ikke om søndagen?")
    assert first.theme == 1
    assert first.behind[0] == 0
    assert set(first.behind) <= {0, 2}
    assert {one.theme for one in rest} == {2, 3}
    assert sum(one.percent for one in (first, *rest)) == pytest.approx(100, abs=2)


def test_a_part_of_a_compound_is_known_again() -> None:
    assert Model(TITLES, POINTS).suggest("Natbusserne er nedlagt.")[0].theme == 1


def test_a_title_alone_gives_a_theme_without_points_a_chance() -> None:
    (first, *_rest) = Model({**TITLES, 4: "Tolkebistand"}, POINTS).suggest("Vi savner tolke.")
    assert first == Suggested(4, first.percent, ())


@pytest.mark.parametrize("text", ["", "…!", "xyzzy"])
def test_words_of_which_none_is_known_get_no_suggestion(text: str) -> None:
    assert Model(TITLES, POINTS).suggest(text) == []


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


def test_chances_add_up_and_large_scores_do_not_break_them() -> None:
    assert chances(np.array([[1000.0, 0.0], [0.0, 0.0]])).tolist() == [[1.0, 0.0], [0.5, 0.5]]


def test_what_is_taught_is_where_the_loss_is_least() -> None:
    likeness, right = np.array([[1.0, 0.3], [0.3, 1.0]]), np.eye(2)
    taught = fit(likeness, right)
    assert taught == pytest.approx(learning.TRUST * (right - chances(likeness @ taught)), abs=1e-3)


@pytest.mark.slow
def test_the_process_gives_the_same_bytes_twice_and_no_web_process_has_numpy() -> None:
    asked = json.dumps({"titles": TITLES, "tagged": POINTS, "open": ["Bussen kom ikke.", "Ingen ringede."]})
    command = [sys.executable, "-m", "consultation.learning"]
    answers = {subprocess.run(command, input=asked, text=True, check=True, capture_output=True).stdout for _ in "ab"}
    assert len(answers) == 1
    found = json.loads(answers.pop())
    assert [one[0][0] for one in found] == [1, found[1][0][0]]
    without = "import sys, consultation.app, consultation.worker; sys.exit('numpy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", without], check=False).returncode == 0


@pytest.mark.slow
def test_it_is_better_than_naming_the_most_frequent_three() -> None:
    points = themed()
    titles = dict(enumerate(sorted({point.theme for point in points})))
    ids = {title: theme for theme, title in titles.items()}
    model = Model(titles, [Tagged(ids[point.theme], point.text) for point in points[:100]])
    asked = points[100:160]
    found = [{one.theme for one in model.suggest(point.text)} for point in asked]
    hits = sum(ids[point.theme] in themes for point, themes in zip(asked, found, strict=True))
    assert hits >= 0.45 * len(asked)
