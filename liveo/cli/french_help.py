"""The help of every command in French: click's own words are English and follow no setting of ours."""

import click

_HELP = "Affiche cette aide."


class FrenchCommand(click.Command):
    """A command whose help has French headings."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how the command is typed."""
        _write_usage(self, ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options."""
        _write_options(self, ctx, formatter)


class FrenchGroup(click.Group):
    """A group of commands whose help has French headings."""

    command_class = FrenchCommand

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how the group is typed."""
        _write_usage(self, ctx, formatter)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the options, then the commands."""
        _write_options(self, ctx, formatter)
        with formatter.section("Commandes"):
            names = self.list_commands(ctx)
            shown = [(name, self.get_command(ctx, name)) for name in names]
            formatter.write_dl([(name, (command.help or "") if command else "") for name, command in shown])


def _write_usage(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    pieces = " ".join(command.collect_usage_pieces(ctx)).replace("COMMAND [ARGS]", "COMMANDE [PARAMÈTRES]")
    formatter.write_usage(ctx.command_path, pieces, prefix="Utilisation : ")


def _write_options(command: click.Command, ctx: click.Context, formatter: click.HelpFormatter) -> None:
    records = [record for param in command.get_params(ctx) if (record := param.get_help_record(ctx))]
    with formatter.section("Options"):
        formatter.write_dl([(name, _in_french(name, text)) for name, text in records])


def _in_french(name: str, text: str) -> str:
    return _HELP if "--help" in name else text.replace("[required]", "(obligatoire)")
