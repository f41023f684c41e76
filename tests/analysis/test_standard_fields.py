"""Fields of standard remarks: known, filled, and found where they are left open (R37, R44)."""

import pytest

from consultation.analysis.lint import PLACEHOLDERS
from consultation.analysis.standard_fields import Field, fill, left_open, unknown


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Fristen var {frist} i { hoering }.", ()),
        ("Svar på {høring}.", (("{høring}", "hoering"),)),
        ("{FRIST} og {FRIST}", (("{FRIST}", "frist"),)),
        ("Skriv {noget helt andet}.", (("{noget helt andet}", ""),)),
        ("Skriv {}.", (("{}", ""),)),
        ("En {, der ikke slutter.", ()),
    ],
)
def test_R44_a_field_that_nothing_fills_is_named_with_the_one_that_may_be_meant(
    text: str, found: tuple[tuple[str, str], ...]
) -> None:
    assert unknown(text) == found


def test_R37_a_field_with_a_value_is_filled_and_one_without_stays() -> None:
    filled = fill("Fristen var { frist } for {udkast}, {afsnit}.", {Field.DEADLINE: "i maj", Field.DRAFT: ""})
    assert filled == "Fristen var i maj for {udkast}, {afsnit}."
    assert left_open(filled) == ("{udkast}", "{afsnit}")


@pytest.mark.parametrize("field", Field)
def test_R44_a_field_that_is_left_open_is_a_placeholder(field: Field) -> None:
    assert PLACEHOLDERS.findall(f"Se {{{field}}}.") == [f"{{{field}}}"]
