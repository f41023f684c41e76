"""Invented letters in groups that are known: what grouping is measured and tested on."""

import random
from dataclasses import dataclass

_SYLLABLES = [f"{one}{other}" for one in "bdfgklmn" for other in "aeio"]
_PHRASES = (
    "jeg skriver til jer fordi jeg er pårørende til en der får hjælp",
    "med venlig hilsen og tak for at I læser med",
    "vi er imod forslaget om at sætte tiden ned",
    "jeg synes at det er en rigtig god ide",
)
"""What people write who have not copied each other."""


@dataclass(frozen=True)
class Labelled:
    """A letter; `campaign` is the template that it was made from, None for somebody's own words."""

    text: str
    campaign: int | None


def words(dice: random.Random, number: int) -> str:
    """So many words that nobody else uses in this order."""
    return " ".join("".join(dice.choices(_SYLLABLES, k=dice.randint(1, 4))) for _ in range(number))


def sentences(dice: random.Random, number: int) -> str:
    return " ".join(f"{words(dice, dice.randint(8, 18)).capitalize()}." for _ in range(number))


def templates(dice: random.Random, number: int) -> list[str]:
    """Long ones and short ones."""
    return [sentences(dice, (2, 4, 6, 9)[at % 4]) for at in range(number)]


def letter(dice: random.Random, template: str, draft: str = "") -> str:
    """One of a campaign: as it is, with words of the sender's own, or with a sentence left out."""
    parts, turn = template.split(". "), dice.random()
    if turn < 0.3:
        return template
    if turn > 0.8 and len(parts) > 4:
        parts.pop(dice.randrange(len(parts)))
    own = sentences(dice, dice.randint(1, 3))
    body = ". ".join(parts)
    chosen = [dice.choice(_PHRASES) if dice.random() < 0.5 else "", body, own]
    if dice.random() < 0.5:
        chosen.reverse()
    return " ".join([*chosen, _quoted(dice, draft)]).strip()


def alone(dice: random.Random, draft: str = "") -> str:
    """Somebody's own words, long or short, with a phrase that others use, and perhaps the draft's."""
    phrase = dice.choice(_PHRASES) if dice.random() < 0.6 else ""
    if phrase and dice.random() < 0.2:
        return f"{phrase.capitalize()} {words(dice, dice.randint(1, 4))}."
    own = [sentences(dice, dice.choice((1, 1, 3, 8))), phrase]
    dice.shuffle(own)
    return " ".join([*own, _quoted(dice, draft)]).strip()


def labelled(seed: int, many: int, draft: str = "", campaigns: int = 8) -> list[Labelled]:
    """`many` letters, half of them of campaigns; half of all quote the draft."""
    dice = random.Random(seed)
    known = templates(dice, campaigns)
    found = []
    for _ in range(many):
        of = dice.randrange(campaigns) if dice.random() < 0.5 else None
        text = alone(dice, draft) if of is None else letter(dice, known[of], draft)
        found.append(Labelled(text, of))
    return found


def _quoted(dice: random.Random, draft: str) -> str:
    if not draft or dice.random() < 0.5:
        return ""
    parts = draft.split()
    begin = dice.randrange(max(1, len(parts) - 40))
    return f"I skriver: {' '.join(parts[begin : begin + 40])}"
