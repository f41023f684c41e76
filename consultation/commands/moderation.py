"""`consultation moderation …`."""

import json
from typing import TextIO

import click

from consultation.moderation import detectors


@click.group("moderation")
def command() -> None:
    """Personal data in texts."""


@command.command("scan")
@click.argument("file", type=click.File("r", encoding="utf-8"))
def scan(file: TextIO) -> None:
    """Findings in a text as JSON lines: kind, sure, start, end, text."""
    for found in detectors.scan(file.read()):
        row = {name: getattr(found, name) for name in ("kind", "sure", "start", "end", "text")}
        click.echo(json.dumps(row, ensure_ascii=False))
