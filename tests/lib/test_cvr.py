import pytest

from consultation.lib.cvr import compact, is_cvr


@pytest.mark.parametrize("typed", ["99000007", " 99 00 00 07 ", "DK99000007", "DK-99 00 00 07", "9900-0007"])
def test_a_number_is_read_however_it_is_typed(typed: str) -> None:
    assert compact(typed) == "99000007"
    assert is_cvr(compact(typed))


@pytest.mark.parametrize("typed", ["99000008", "9900000", "990000070", "00000000", "abcdefgh", "", "99 00 00 0x"])
def test_a_wrong_digit_is_seen(typed: str) -> None:
    assert not is_cvr(compact(typed))
