"""The ``modelzoo`` command. Each subcommand is a module here, loaded when it is called.

Exit status: 0 success, 1 catalog errors, 2 usage error, 130 interrupted.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

import click

from sphinx_modelzoo import __version__
from sphinx_modelzoo.cli.common import FAILED
from sphinx_modelzoo.cli.spoken import Command, speak, speaking
from sphinx_modelzoo.gc_tuning import calm_collector
from sphinx_modelzoo.problems.messages import Message, nearest, plain

if TYPE_CHECKING:
    from collections.abc import Mapping

COMMANDS: Mapping[str, tuple[str, str]] = {
    "init": ("init", "Create a catalog, and show what to add to the documentation."),
    "check": ("check", "Check a catalog for problems."),
    "import": ("import_", "Create or update a catalog from tables, model cards or an index."),
    "list": ("list_", "List models, with a filter and columns."),
    "export": ("export", "Write a catalog in another format."),
    "sync": ("sync", "Record which translations fit their sources, and list those that do not."),
    "diff": ("diff", "List what changed from one release of a catalog to the next."),
    "pages": ("pages", "Write the zoo's pages as Markdown files."),
    "schema": ("schema", "Print the JSON Schema of catalogs, for editors."),
}
"""Each subcommand with its module and what it does; the modules have a ``command``."""


class Commands(Command, click.Group):
    """A group that knows its commands without importing them."""

    def main(self, *arguments: Any, **more: Any) -> Any:
        """Run the command in the language of the locale."""
        with speaking():
            return super().main(*arguments, **more)

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names, in the order of the registry."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the module of a command."""
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"{__name__}.{COMMANDS[cmd_name][0]}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command; for an unknown one, suggest the one that was meant."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            known = Message("known commands: {names}", names=", ".join(COMMANDS))
            hint = nearest(args[0], COMMANDS) or known
            ctx.fail(speak("unknown command “{name}” ({hint})", name=plain(args[0]), hint=hint))
        return super().resolve_command(ctx, args)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the list of commands in the help, from the registry."""
        with formatter.section(speak("Commands")):
            formatter.write_dl([(name, speak(about)) for name, (_, about) in COMMANDS.items()])

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command; an interrupt ends it quietly."""
        try:
            with calm_collector(pause=True):
                result = super().invoke(ctx)
        except KeyboardInterrupt:
            click.echo(speak("interrupted"), err=True)
            ctx.exit(130)
        if ctx.meta.get(FAILED):  # plugins: the rest has been done
            ctx.exit(1)
        return result


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, prog_name="modelzoo")
def main() -> None:
    """Manage a model zoo in your documentation: one YAML catalog, a table, a page per model.

    Exit status: 0 success, 1 catalog errors, 2 usage error.
    """
