"""`consultation …`: which commands there are. The one that is called is read then: a server needs no papers."""

from importlib import import_module

import click

from consultation import loading

COMMANDS = {
    "run": "running",
    "serve": "serving",
    "work": "working",
    "db": "shape",
    "demo": "demo",
    "staff": "staff",
    "responses": "responses",
    "moderation": "moderation",
    "analysis": "analysis",
    "summary": "summary",
    "search": "search",
    "audit": "audit",
    "erase": "erase",
    "doctor": "doctor",
}
"""Name -> the module of `consultation.commands` with its `command`."""


class Commands(click.Group):
    """Finds a command by its name, without reading the others."""

    def list_commands(self, _context: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        with loading.undisturbed():
            found: click.Command = import_module(f"consultation.commands.{COMMANDS[name]}").command
        return found


@click.group(cls=Commands)
def main() -> None:
    """Public consultations: drafts with deadlines, moderated responses, one committee-ready summary."""


if __name__ == "__main__":
    main()
