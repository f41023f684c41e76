"""A paper on somebody's own machine: read by everyone at any width, and nobody is told that it is read (O3-O5)."""

import shutil
import subprocess
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from consultation.summary import docx, html, pdf
from consultation.summary.document import Document
from tests.journeys.walking import Walker
from tests.summary.papers import PAPER, PROVISIONAL, paper_of

SOFFICE = shutil.which("soffice")


class Canary(ThreadingHTTPServer):
    """A server on loopback that nobody has a reason to ask anything."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        canary = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                canary.asked.append(self.path)
                self.send_response(204)
                self.end_headers()

            def log_message(self, *_words: object) -> None:
                pass

        super().__init__(("127.0.0.1", 0), Handler)

    def hostile(self) -> tuple[str, ...]:
        """What would ask it, were any of it read as more than words."""
        at = f"http://127.0.0.1:{self.server_port}"
        return (
            f'<img src="{at}/img"><script src="{at}/script"></script><link rel=stylesheet href={at}/css>',
            f"</style><style>@import url({at}/import)</style><svg><image href='{at}/svg'/></svg>",
            f'INCLUDEPICTURE "{at}/field" {{ INCLUDETEXT {at}/text }} DDEAUTO x y z',
            f'#image("{at}/typst") #include "{at}/x.typ" \\input{{{at}/tex}}',
            f'"><iframe src="{at}/frame"></iframe><meta http-equiv=refresh content="0;url={at}/refresh">',
        )


@pytest.fixture
def canary() -> Iterator[Canary]:
    server = Canary()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def saved(folder: Path, name: str, content: bytes) -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


@pytest.mark.browser
@pytest.mark.parametrize("paper", [PAPER, PROVISIONAL], ids=["final", "provisional"])
def test_R52_a_downloaded_paper_is_sound_at_every_width_and_fetches_nothing(
    walks: Callable[..., Walker], tmp_path: Path, paper: Document
) -> None:
    walker, fetched = walks("downloaded paper"), list[str]()
    walker.page.on("request", lambda request: fetched.append(request.url))
    file = saved(tmp_path, "notat.html", html.write(paper))
    walker.page.goto(file.as_uri())
    walker.look("paper")
    assert fetched == [file.as_uri()]
    assert walker.page.get_by_role("img", name="Figur 1: Svar fra hver afsendertype").count() == 1
    assert [walker.page.get_by_role(kind).count() for kind in ("main", "banner", "contentinfo")] == [1, 1, 1]


@pytest.mark.browser
def test_R52_the_first_link_leads_past_the_contents(walks: Callable[..., Walker], tmp_path: Path) -> None:
    walker = walks("past the contents")
    walker.page.goto(saved(tmp_path, "notat.html", html.write(PAPER)).as_uri())
    walker.key("Tab")
    walker.key("Enter")
    assert walker.page.evaluate("document.activeElement.tagName") == "MAIN"


@pytest.mark.browser
def test_O5_no_hostile_word_of_a_downloaded_paper_asks_anybody(
    walks: Callable[..., Walker], canary: Canary, tmp_path: Path
) -> None:
    walker = walks("hostile paper", audited=False)
    for number, text in enumerate(canary.hostile()):
        walker.page.goto(saved(tmp_path, f"{number}.html", html.write(paper_of(text))).as_uri())
        walker.page.wait_for_load_state("networkidle")
        assert text.split("<")[0].strip() in walker.page.inner_text("main")
    assert canary.asked == []


def test_O4_no_hostile_word_asks_anybody_while_a_paper_is_set(canary: Canary) -> None:
    for text in canary.hostile():
        assert pdf.write(paper_of(text))
        assert docx.write(paper_of(text))
    assert canary.asked == []


@pytest.mark.slow
@pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is not installed")
def test_O3_no_hostile_word_asks_anybody_when_a_word_file_is_opened(canary: Canary, tmp_path: Path) -> None:
    files = [saved(tmp_path, f"{n}.docx", docx.write(paper_of(text))) for n, text in enumerate(canary.hostile())]
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [str(SOFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), *map(str, files)]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    assert all(file.with_suffix(".pdf").exists() for file in files)
    assert canary.asked == []
