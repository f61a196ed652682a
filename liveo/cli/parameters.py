"""Words of the command line become values, or one French sentence."""

from collections.abc import Callable
from typing import Any

import click

from liveo.core.billing_modes import billing_mode_from_str
from liveo.core.catalogue import day_count_from_str
from liveo.core.destinations import call_kind_from_str
from liveo.core.errors import LiveoError
from liveo.core.money import read_amount
from liveo.core.periods import Month, parse_day, parse_instant, parse_period


class Word(click.ParamType[Any, Any]):
    """A parameter read by a function of the core, whose refusal becomes the message."""

    def __init__(self, name: str, read: Callable[[str], Any]) -> None:
        self.name = name
        self._read = read

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the value of a word; a default is a value already."""
        if not isinstance(value, str):
            return value
        try:
            return self._read(value)
        except LiveoError as refusal:
            self.fail(str(refusal), param, ctx)


MONTH = Word("AAAA-MM", Month.parse)
DAY = Word("AAAA-MM-JJ", parse_day)
PERIOD = Word("DÉBUT..FIN", parse_period)
INSTANT = Word("AAAA-MM-JJThh:mm", parse_instant)
AMOUNT = Word("EUROS", read_amount)
MODE = Word("MODE", billing_mode_from_str)
KIND = Word("GENRE", call_kind_from_str)
DAY_COUNT = Word("DÉCOMPTE", day_count_from_str)


def french_sentence(error: click.ClickException) -> str:
    """Return what is wrong with a command, in French and in one sentence."""
    match error:
        case click.MissingParameter():
            return f"Il manque le paramètre {_shown(error.param)} : ajoutez-le ({_help_hint(error)})."
        case click.NoSuchOption():
            return f"Option inconnue : {error.option_name} ({_help_hint(error)})."
        case click.BadParameter():
            return f"{_shown(error.param)} : {error.message}"
        case click.UsageError() if "No such command" in error.message:
            return f"Commande inconnue ({_help_hint(error)})."
        case click.UsageError():
            return f"Commande mal formée : {error.message} ({_help_hint(error)})."
        case _:
            return error.format_message()


def _shown(param: click.Parameter | None) -> str:
    if param is None:
        return "?"
    return param.opts[-1] if isinstance(param, click.Option) else (param.metavar or str(param.name).upper())


def _help_hint(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    return f"aide : {context.command_path if context else 'python -m liveo'} --help"
