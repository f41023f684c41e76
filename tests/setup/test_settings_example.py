"""`.env.example` names every setting that the code reads, and no other."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
NAME = re.compile(r"\bCONSULTATION_[A-Z_]+")


def test_every_setting_is_explained_and_no_other() -> None:
    code = {name for file in (ROOT / "consultation").rglob("*.py") for name in NAME.findall(file.read_text("utf-8"))}
    example = re.findall(r"^# .+\n(CONSULTATION_[A-Z_]+)=", (ROOT / ".env.example").read_text("utf-8"), re.MULTILINE)
    assert set(example) == code
    assert len(example) == len(code)
