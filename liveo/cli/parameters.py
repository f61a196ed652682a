"""Words of the command line become values, or one French sentence."""

from collections.abc import Callable
from typing import Any

import click

from liveo.core.billing_modes import billing_mode_from_str
from liveo.core.catalogue import day_count_from_str
from liveo.core.destinations import call_kind_from_str
from liveo.core.errors import InvalidAmount, LiveoError
from liveo.core.money import read_amount
from liveo.core.periods import Month, parse_day, parse_instant, parse_period
from liveo.core.rating import LONGEST_CALL_SECONDS


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


def read_seconds(text: str) -> int:
    """Read a duration in whole seconds, at most thirty days; raises InvalidAmount."""
    if text.isascii() and text.isdigit() and int(text[:20]) <= LONGEST_CALL_SECONDS:
        return int(text)
    raise InvalidAmount(f"Durée illisible : « {text} ». Écrivez un nombre entier de secondes, trente jours au plus.")


def read_rank(text: str) -> int:
    """Read the place of something in a list, from 1; raises InvalidAmount."""
    if text.isascii() and text.isdigit() and int(text[:10]) >= 1:
        return int(text[:10])
    raise InvalidAmount(f"Rang illisible : « {text} ». Écrivez 1 pour le premier, 2 pour le deuxième.")


MONTH = Word("AAAA-MM", Month.parse)
DAY = Word("AAAA-MM-JJ", parse_day)
PERIOD = Word("DÉBUT..FIN", parse_period)
INSTANT = Word("AAAA-MM-JJThh:mm", parse_instant)
AMOUNT = Word("EUROS", read_amount)
MODE = Word("MODE", billing_mode_from_str)
KIND = Word("GENRE", call_kind_from_str)
DAY_COUNT = Word("DÉCOMPTE", day_count_from_str)
SECONDS = Word("SECONDES", read_seconds)
RANK = Word("RANG", read_rank)

_FAULTS = {
    "No such command": "Commande inconnue",
    "Missing command": "Il manque le nom d'une commande",
    "unexpected extra": "Un mot de trop dans la commande",
}


def french_sentence(error: click.ClickException) -> str:
    """Return what is wrong with a command, in French and in one sentence."""
    match error:
        case click.MissingParameter():
            return f"Il manque le paramètre {_shown(error.param)} : ajoutez-le ({_help_hint(error)})."
        case click.NoSuchOption():
            return f"Option inconnue : {error.option_name} ({_help_hint(error)})."
        case click.BadParameter():
            return f"{_shown(error.param)} : {error.message}"
        case click.UsageError():
            return f"{_fault(error)} ({_help_hint(error)})."
        case _:
            return error.format_message()


def _fault(error: click.UsageError) -> str:
    """Say in French what click only says in English."""
    match error:
        case click.BadOptionUsage() if "requires" in error.message:
            return f"Il manque une valeur après {error.option_name}"
        case click.BadOptionUsage():
            return f"Pas de valeur admise pour {error.option_name}"
        case click.exceptions.NoArgsIsHelpError():
            return "Il manque le nom d'une commande"
    for english, french in _FAULTS.items():
        if english in error.message:
            return french
    return "Commande mal formée"


def _shown(param: click.Parameter | None) -> str:
    if param is None:
        return "?"
    return param.opts[-1] if isinstance(param, click.Option) else (param.metavar or str(param.name).upper())


def _help_hint(error: click.ClickException) -> str:
    context = getattr(error, "ctx", None)
    return f"aide : {context.command_path if context else 'python -m liveo'} --help"
