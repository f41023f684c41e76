"""A guiding question as plain values, and its options as they are stored. Pure."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from consultation.vocabulary import EasyQuestion, Language, QuestionKind

FEWEST_OPTIONS, MOST_OPTIONS = 2, 20
EASY = {
    EasyQuestion.GOOD: ("Hvad er godt?", "What is good?"),
    EasyQuestion.BAD: ("Hvad er ikke godt?", "What is not good?"),
    EasyQuestion.CHANGE: ("Hvad skal laves om?", "What should be changed?"),
}
"""The questions of the easy path in both languages (interface.md 4.4)."""
PROPOSED = (
    (
        QuestionKind.SINGLE,
        "Står det klart, at niveauet er vejledende, og at der altid foretages en individuel vurdering?",
        "Is it clear that the level is a guide, and that each case is always assessed individually?",
        (("Ja", "Yes"), ("Nej", "No"), ("Ved ikke", "Don’t know")),
    ),
    (QuestionKind.TEXT, "Er nogen grupper glemt?", "Have any groups been left out?", ()),
    (
        QuestionKind.TEXT,
        "Hvad betyder det for dig i hverdagen?",
        "What does it mean for you in everyday life?",
        (),
    ),
)
"""Kind, words and options that the editor may insert: the checklist of organisations (domain.md 2.2)."""


@dataclass(frozen=True)
class Words:
    """A text in Danish, and in English where somebody has written it."""

    da: str
    en: str = ""

    def said(self, language: Language) -> tuple[str, Language]:
        """The words for a page, and the language that they are in."""
        if language is Language.ENGLISH and self.en:
            return self.en, Language.ENGLISH
        return self.da, Language.DANISH


@dataclass(frozen=True)
class Asked:
    """A guiding question. A choice is an option's place among `options`, from 1."""

    id: int
    kind: QuestionKind
    words: Words
    options: tuple[Words, ...] = ()
    draft_number: int | None = None
    code: EasyQuestion | None = None

    def chosen(self, choices: Iterable[int]) -> tuple[Words, ...]:
        """The options behind choices; a place that is none is left out."""
        return tuple(self.options[place - 1] for place in choices if 0 < place <= len(self.options))


@dataclass(frozen=True)
class QuestionInput:
    """A question as the editor wrote it; `draft_id` is None where it is about the whole."""

    kind: QuestionKind
    words: Words
    options: tuple[Words, ...] = ()
    draft_id: int | None = None


def faults(given: QuestionInput) -> dict[str, str]:
    """What is wrong with a question: "text" -> missing; "options" -> few, many, twice, english or none."""
    wrong = {} if given.words.da else {"text": "missing"}
    danish, english = [option.da for option in given.options], [option.en for option in given.options if option.en]
    if given.kind is QuestionKind.TEXT:
        return wrong | ({"options": "none"} if danish else {})
    if len(danish) < FEWEST_OPTIONS:
        return wrong | {"options": "few"}
    if len(danish) > MOST_OPTIONS:
        return wrong | {"options": "many"}
    if len(set(danish)) != len(danish) or len(set(english)) != len(english):
        return wrong | {"options": "twice"}
    return wrong | ({"options": "english"} if english and len(english) != len(danish) else {})


def read_options(stored: str) -> tuple[Words, ...]:
    return tuple(Words(da, en) for da, en in json.loads(stored))


def write_options(options: Iterable[Words]) -> str:
    return json.dumps([[option.da, option.en] for option in options], ensure_ascii=False)


def read_choices(stored: str) -> tuple[int, ...]:
    """ "" is where an answer was erased."""
    return tuple(json.loads(stored)) if stored else ()


def write_choices(choices: Sequence[int]) -> str:
    return json.dumps(list(choices))


def tally(options: Sequence[object], answers: Iterable[Sequence[int]]) -> tuple[int, ...]:
    """How many answers chose each option, in the order of the options (R40: pages and papers count here)."""
    return tally_counted(options, Counter(map(tuple, answers)))


def tally_counted(options: Sequence[object], answers: Mapping[tuple[int, ...], int]) -> tuple[int, ...]:
    """The same where equal answers are counted already."""
    return tuple(
        sum(count for choices, count in answers.items() if place in choices) for place in range(1, len(options) + 1)
    )
