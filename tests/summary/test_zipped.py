"""Office files as the same bytes every time: what is long is copied as it was compressed, and reads as it did (R45)."""

import io
import random
import zipfile

import pytest

from consultation.summary import zipped

LONG = random.Random(3).randbytes(zipped._LONG // 2 + 9).hex().encode()
PARTS = {"b/long.xml": LONG, "[Content_Types].xml": b"<t/>", "a.xml": b"<a/>", "c.xml": b"<c/>"}


def archive(date: tuple[int, int, int, int, int, int], mode: int) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as made:
        for name, content in PARTS.items():
            part = zipfile.ZipInfo(name, date)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = mode << 16
            made.writestr(part, content)
    return written.getvalue()


def test_every_part_reads_as_it_did() -> None:
    with zipfile.ZipFile(io.BytesIO(zipped.steady(archive((2026, 3, 2, 12, 0, 0), 0o644)))) as found:
        assert found.testzip() is None
        assert {name: found.read(name) for name in found.namelist()} == PARTS
        assert found.namelist()[0] == "[Content_Types].xml"
        assert {one.date_time for one in found.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_hour_and_the_rights_of_the_machine_leave_no_trace() -> None:
    assert zipped.steady(archive((2026, 3, 2, 12, 0, 0), 0o644)) == zipped.steady(archive((1999, 1, 1, 0, 0, 0), 0o600))


def test_a_copied_part_has_the_bytes_of_one_that_is_compressed_here(monkeypatch: pytest.MonkeyPatch) -> None:
    given = archive((2026, 3, 2, 12, 0, 0), 0o644)
    copied = zipped.steady(given)
    monkeypatch.setattr(zipped, "_LONG", 1 << 40)
    assert zipped.steady(given) == copied


@pytest.mark.parametrize("name", ["a.xml", "b/long.xml"])
def test_an_edited_part_says_what_the_edit_made_of_it(name: str) -> None:
    made = zipped.steady(archive((2026, 3, 2, 12, 0, 0), 0o644), {name: lambda content: content[:3] + b"!"})
    with zipfile.ZipFile(io.BytesIO(made)) as found:
        assert found.read(name) == PARTS[name][:3] + b"!"
