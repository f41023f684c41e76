"""References to laws are data with an address, or without."""

import pytest

from consultation.lib.legal import LegalRef, bad_lines, references

LAWS = {"serviceloven": "https://lov.example/service"}


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("Serviceloven § 85, stk. 1", LegalRef("Serviceloven", "§ 85, stk. 1", LAWS["serviceloven"])),
        (
            "serviceloven, §§ 83 og 84 | https://a.example/x",
            LegalRef("serviceloven", "§§ 83 og 84", "https://a.example/x"),
        ),
        ("Barnets lov § 90", LegalRef("Barnets lov", "§ 90")),
        ("Bekendtgørelse om hjælp", LegalRef("Bekendtgørelse om hjælp")),
        ("§ 101", LegalRef("", "§ 101")),
        ("Barnets lov | javascript:alert(1)", LegalRef("Barnets lov")),
        ("Barnets lov | http://a.example", LegalRef("Barnets lov")),
    ],
)
def test_a_line_is_law_paragraph_and_address(line: str, found: LegalRef) -> None:
    assert references(f"\n{line}\n \n", LAWS) == (found,)


def test_an_address_that_is_none_is_named_by_its_line() -> None:
    assert bad_lines("A § 1\nB | http://x.example\nC | https://x.example\nD |") == (2, 4)
