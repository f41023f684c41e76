"""CVR numbers of organisations: how they are typed, and whether the check digit is right. No register is asked."""

from stdnum.dk import cvr


def compact(typed: str) -> str:
    """ "99 00 00 07" and "DK-99000007" as "99000007"; anything else without its spaces."""
    return str(cvr.compact(typed))


def is_cvr(number: str) -> bool:
    """Whether these are eight digits whose last one is right."""
    return number.isascii() and number.isdigit() and bool(cvr.is_valid(number))
