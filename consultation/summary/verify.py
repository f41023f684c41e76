"""Whether a package is whole, true to itself and safe to publish; needs nothing but its files (R40, R45, R46)."""

import json
from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

from consultation.summary import agreement, docx_check, pdf_check, readback, recount
from consultation.summary.annex_names import INDEX, from_archive, index
from consultation.summary.canonical import dump
from consultation.summary.manifest import CLOSED_DATA, CLOSED_FOLDER, CLOSED_MANIFEST, MANIFEST, PUBLIC
from consultation.summary.privacy import compact, has_cpr, occurs, squeezed
from consultation.summary.wording import WORDS

Files = Mapping[str, bytes]

LANGUAGE = "da"


def faults(package: Path | Files) -> tuple[str, ...]:
    """Everything that is wrong with a package in a folder, or in memory by name ("lukket/manifest.json"); each fault
    names the file and the fact. Empty for a package as it was made."""
    files = _read(package) if isinstance(package, Path) else dict(package)
    written = files.pop(INDEX, None)
    files = from_archive(files, (*PUBLIC, MANIFEST))
    public = {name: data for name, data in files.items() if not name.startswith(CLOSED_FOLDER)}
    closed = {name: data for name, data in files.items() if name.startswith(CLOSED_FOLDER)}
    missing = [name for name in (*PUBLIC, MANIFEST) if name not in public]
    if missing:
        return tuple(f"{name}: mangler" for name in missing)
    texts, unreadable = _texts(public)
    found = [
        *unreadable,
        *_guarded(INDEX, _index, written, public),
        *_guarded(MANIFEST, _listed, public, MANIFEST),
        *_guarded(CLOSED_MANIFEST, _closed, closed),
        *_guarded("data.json", _data, public),
        *_guarded(MANIFEST, _stamps, public, texts),
        *_guarded("lukket", _leaks, public, texts, closed),
    ]
    if not unreadable:
        found += _guarded("papirerne", _agreement, public, texts)
    return tuple(dict.fromkeys(found))


def _read(folder: Path) -> dict[str, bytes]:
    found = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def _guarded(place: str, look: Any, *arguments: Any) -> Iterator[str]:
    """The faults that a look finds; a file that breaks the look is a fault too."""
    try:
        yield from look(*arguments)
    except Exception as error:  # noqa: BLE001 - a spoiled file breaks each reader in its own way, and that is the finding
        yield f"{place}: kan ikke efterprøves: {type(error).__name__} {error}"


def _texts(public: Files) -> tuple[dict[str, str], list[str]]:
    """The words of each file that can be read, and what is wrong with the others."""
    texts, unreadable = {}, []
    for name, data in public.items():
        try:
            texts[name] = readback.words(name, data)
        except Exception as error:  # noqa: BLE001 - a spoiled file breaks each reader in its own way, and that is the finding
            unreadable.append(f"{name}: kan ikke læses: {type(error).__name__}")
    return texts, unreadable


def _index(written: bytes | None, public: Files) -> Iterator[str]:
    """The index of an archive is there when it is one, and says what is there."""
    if written is not None:
        snapshot = json.loads(public[MANIFEST])["snapshot"]["id"]
        if written != index(public, json.loads(public["data.json"]), snapshot).encode():
            yield f"{INDEX}: er ikke skrevet, som den blev lavet"


def _listed(files: Files, manifest: str, folder: str = "") -> Iterator[str]:
    """Each file has the size and checksum that the manifest says, and no file is unlisted."""
    listed = {f"{folder}{each['name']}": each for each in json.loads(files[manifest])["files"]}
    for name, entry in listed.items():
        data = files.get(name)
        if data is None:
            yield f"{name}: mangler"
        elif len(data) != entry["size"] or sha256(data).hexdigest() != entry["sha256"]:
            yield f"{name}: størrelse eller kontrolsum er ikke som i {manifest}"
    for name in files:
        if name not in listed and name != manifest:
            yield f"{name}: står ikke i {manifest}"
    if not folder:
        yield from (f"{name}: står ikke i {manifest}" for name in PUBLIC if name not in listed)
        yield from (f"{manifest}: nævner en lukket fil" for name in listed if name.startswith(CLOSED_FOLDER))


def _closed(closed: Files) -> Iterator[str]:
    """The closed part may be left out as a whole; what is there must be all of it."""
    if closed:
        yield from _listed(closed, CLOSED_MANIFEST, CLOSED_FOLDER)


def _data(public: Files) -> Iterator[str]:
    package = json.loads(public["data.json"])
    manifest = json.loads(public[MANIFEST])
    for name, found in (("data.json", package), (MANIFEST, manifest)):
        if dump(found) != public[name]:
            yield f"{name}: er ikke skrevet, som den blev lavet"
    if manifest["counts"] != package["counts"]:
        yield f"{MANIFEST}: tallene er ikke som i data.json"
    if manifest["consultation"] != package["consultation"]["slug"]:
        yield f"{MANIFEST}: hører til en anden høring end data.json"
    yield from (f"data.json: {fault}" for fault in recount.faults(package))


def _stamps(public: Files, texts: Mapping[str, str]) -> Iterator[str]:
    """All papers name the snapshot of the manifest, and KLADDE stands in all of them or in none; PDFs and Word
    files can be read by everyone."""
    snapshot = json.loads(public[MANIFEST])["snapshot"]
    words = WORDS[LANGUAGE]
    for name, words_of in texts.items():
        if name.endswith(".pdf"):
            yield from (f"{name}: {problem}" for problem in pdf_check.faults(public[name], LANGUAGE))
        if name.endswith(".docx"):
            yield from (f"{name}: {problem}" for problem in docx_check.faults(public[name], LANGUAGE))
        if name.endswith(".json"):
            continue
        text = squeezed(words_of)
        made_of = words.snapshot.format(snapshot=snapshot["id"])
        if made_of.casefold() not in text.casefold():
            yield f"{name}: er ikke lavet af øjebliksbillede {snapshot['id']}"
        stamp = "KLADDE Overblik" if name.endswith(".xlsx") else words.provisional
        if (compact(stamp) in compact(text)) != snapshot["provisional"]:
            yield f"{name}: KLADDE står ikke, som {MANIFEST} siger"


def _agreement(public: Files, texts: Mapping[str, str]) -> Iterator[str]:
    snapshot = json.loads(public[MANIFEST])["snapshot"]
    yield from agreement.faults(public, texts, json.loads(public["data.json"]), snapshot)


def _leaks(public: Files, texts: Mapping[str, str], closed: Files) -> Iterator[str]:
    """No personal number and no closed word in any public file, inflated."""
    kept = json.loads(closed[CLOSED_DATA]) if CLOSED_DATA in closed else {"never_public": [], "cleared": []}
    for name, text in texts.items():
        # A column of numbers could look like one, so words are looked at line by line.
        if any(has_cpr(line, kept["cleared"]) for line in dict.fromkeys(text.splitlines())):
            yield f"{name}: har et CPR-nummer"
        whole, dense = squeezed(text), compact(text)
        for number, word in enumerate(kept["never_public"], start=1):
            if occurs(word, whole, dense):
                # Which word it is stays in the closed file.
                yield f"{name}: har lukket tekst nr. {number} i {CLOSED_DATA}"
        if name.endswith(".json") and CLOSED_FOLDER.encode() in public[name]:
            yield f"{name}: nævner en lukket fil"
