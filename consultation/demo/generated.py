"""Generated responses for `--responses N`: plausible, distinct, and the same for the same seed."""

import random
from collections.abc import Iterator
from typing import Any

from consultation.demo import texts
from consultation.demo.calendar import Schedule

PREFIX = "g"
"""References of generated rows begin so."""
_SECTIONS = ("hvem", "hvad", "hvor-laenge", "hvor-meget", "pris")
_CAPACITIES = ("citizen", "citizen", "relative", "relative", "employee", "guardian")
_STANCES = ("support", "neutral", "oppose")
_SHARE_OF_LETTERS = 0.2
_DAYS = 30


def rows(schedule: Schedule, count: int, seed: int) -> Iterator[texts.Row]:
    """Import rows with times relative to the deadline, one after the other; one in five is a campaign's letter."""
    dice = random.Random(f"{seed}/{schedule.slug}")  # noqa: S311 - plausible demo texts, no secret
    words = texts.names()
    return (_row(dice, words, number) for number in range(1, count + 1))


def _row(dice: random.Random, words: dict[str, Any], number: int) -> texts.Row:
    first, last = dice.choice(words["first_names"]), dice.choice(words["surnames"])
    letter = dice.random() < _SHARE_OF_LETTERS
    text = dice.choice(words["campaigns"])["text"].strip() if letter else ""
    return {
        "reference": f"{PREFIX}{number:06d}",
        "days_before_deadline": dice.randint(0, _DAYS),
        "time": f"{dice.randint(7, 22):02d}:{dice.randint(0, 59):02d}",
        "channel": "portal",
        "capacity": dice.choice(_CAPACITIES),
        "name": f"{first} {last}",
        "email": f"svar{number}@post.example",
        "postcode": str(dice.choice(words["postcodes"])),
        "protected": False,
        "drafts": [],
        "no_remarks": False,
        "text": text,
        "sections": [] if letter else [_section(dice, words)],
        "attachments": [],
    }


def _section(dice: random.Random, words: dict[str, Any]) -> texts.Row:
    stance = dice.choice(_STANCES)
    chosen = dice.sample(words["sentences"][stance], dice.randint(1, 3))
    parts = [
        dice.choice(words["openings"]),
        *(_filled(dice, words, one) for one in chosen),
        dice.choice(words["closings"]),
    ]
    return {
        "draft": dice.randint(1, 3),
        "section": dice.choice(_SECTIONS),
        "stance": stance,
        "text": " ".join(part for part in parts if part),
        "proposed_text": "",
    }


def _filled(dice: random.Random, words: dict[str, Any], sentence: str) -> str:
    for slot, choices in words["slots"].items():
        sentence = sentence.replace(f"{{{slot}}}", str(dice.choice(choices)))
    return sentence
