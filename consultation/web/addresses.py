"""What stands in an address: numbers that a column can hold."""

from werkzeug.routing import IntegerConverter, Map

from consultation.lib.integers import DIGITS, LARGEST


class Number(IntegerConverter):
    """`<int:…>` of every address: a larger number is no address of ours, so that no view meets one (I1)."""

    regex = DIGITS

    def __init__(self, url_map: Map) -> None:
        super().__init__(url_map, max=LARGEST)
