"""What the documentation says is held to what there is."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
ID = r"[A-Z]\d+b?"


def test_every_requirement_that_a_test_is_named_after_stands_in_the_tests_readme() -> None:
    listed = set(re.findall(rf"^\| ({ID}) \|", (ROOT / "tests" / "README.md").read_text("utf-8"), flags=re.MULTILINE))
    named = {
        one
        for file in (ROOT / "tests").rglob("test_*.py")
        for prefix in re.findall(rf"def test_((?:{ID}_)+)", file.read_text("utf-8"))
        for one in prefix.strip("_").split("_")
    }
    assert named - listed == set()


def test_every_part_of_the_package_stands_in_the_readme() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    parts = {
        path.name
        for path in (ROOT / "consultation").iterdir()
        if path.suffix == ".py" or (path / "__init__.py").is_file()
    }
    assert [name for name in sorted(parts - {"__init__.py"}) if name.removesuffix(".py") not in readme] == []
