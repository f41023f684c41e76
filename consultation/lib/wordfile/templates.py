"""A Word file that papers are written into, checked and written anew with nothing but what a paper needs (I5, O3).

`read_template` starts a process of its own, as `read` does; what comes back was written by us, part by part. Refused is
what could act or fetch, what a paper has no room for, and a place that is missing or misspelt.
"""

import base64
import json
from dataclasses import dataclass

from consultation.lib import apart

WALL_SECONDS = 20
_LONGEST_ANSWER = 8_000_000


@dataclass(frozen=True)
class Problem:
    """`code` is one of the sentences of the page; `words` is what of the file it is about."""

    code: str
    words: str = ""


class TemplateError(ValueError):
    """What is wrong with a template, all of it at once."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(", ".join(problem.code for problem in problems))
        self.problems = problems


def read_template(content: bytes) -> bytes:
    """The template as it is kept: DOCX with its letterhead, its styles and its places, and nothing else."""
    module = "consultation.lib.wordfile.docx.checking"
    ended = apart.run(module, content=content, seconds=WALL_SECONDS, longest=_LONGEST_ANSWER)
    if ended.code != 0 or len(ended.written) > _LONGEST_ANSWER:
        raise TemplateError([Problem("too_large")])
    answer = json.loads(ended.written)
    if "problems" in answer:
        raise TemplateError([Problem(str(code), str(words)) for code, words in answer["problems"]])
    return base64.b64decode(answer["template"])
