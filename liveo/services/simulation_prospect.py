"""A blank prospect in a few words: "40 comptes, 2 menus vocaux, 10 enregistrements" becomes what a simulation adds."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from itertools import pairwise
from typing import Final

from liveo.core.catalogue import OPTION_TYPES, OptionCode, Owner, SubjectId
from liveo.core.changes.subjects import AddSubjects, new_subject_ids
from liveo.core.errors import LiveoError
from liveo.core.periods import Period
from liveo.services.simulation_stages import Step

MOST: Final = 3_000
AT_ONCE: Final = 500
"""How many one change adds: what a scenario file holds."""

WORDS: Final[Mapping[str, OptionCode]] = {
    "compte": OptionCode.ACCOUNT,
    "poste": OptionCode.ACCOUNT,
    "utilisateur": OptionCode.ACCOUNT,
    "alias": OptionCode.ALIAS,
    "enregistrement": OptionCode.CALL_RECORDING,
    "supervision": OptionCode.CALL_SUPERVISION,
    "numero": OptionCode.DID_NUMBER,
    "sda": OptionCode.DID_NUMBER,
    "file": OptionCode.CALL_QUEUE,
    "pont": OptionCode.CONFERENCE_BRIDGE,
    "conference": OptionCode.CONFERENCE_BRIDGE,
    "fax": OptionCode.FAX,
    "menu": OptionCode.IVR_MENU,
}
"""How people call what they want, without accents, in the singular."""

NAMES: Final[Mapping[OptionCode, str]] = {
    OptionCode.ACCOUNT: "Compte",
    OptionCode.DID_NUMBER: "Numéro",
    OptionCode.CALL_QUEUE: "File",
    OptionCode.CONFERENCE_BRIDGE: "Pont",
    OptionCode.FAX: "Fax",
    OptionCode.IVR_MENU: "Menu vocal",
}
"""What is added is called so, with a number."""

_PART: Final = re.compile(r"(\d{1,9}) ?(?P<what>[^\d,;+]+)")
_SEPARATORS: Final = re.compile(r"[\s,;+.]+|\bet\b|\bavec\b")

Equipment = Mapping[OptionCode, int]


class UnreadableEquipment(LiveoError):
    """What a prospect wants cannot be read without guessing."""


def equipment(text: str) -> Equipment:
    """Read how many of each option a prospect wants; raises UnreadableEquipment for what it cannot read whole."""
    wanted: dict[OptionCode, int] = {}
    for count, what in _parts(_folded(text)):
        option = _option(what)
        if option in wanted:
            raise UnreadableEquipment(f"« {what.strip()} » est demandé deux fois : donnez un seul nombre.")
        if not 1 <= int(count) <= MOST:
            raise UnreadableEquipment(f"« {count} {what.strip()} » : donnez un nombre de 1 à {MOST}.")
        wanted[option] = int(count)
    _refuse_options_without_accounts(wanted)
    return wanted


def equipment_steps(wanted: Equipment, start: date) -> tuple[Step, ...]:
    """Return a step for each kind of account and each kind of resource, active from a day on, without end.

    The first accounts take the options: 10 recordings and 4 supervisions for 40 accounts are 4 with both, 6 with
    recording only, and 30 plain ones.
    """
    wanted_groups = [(OptionCode.ACCOUNT, count, extras) for count, extras in _account_groups(wanted)]
    wanted_groups += [
        (option, wanted[option], ())
        for option in OptionCode
        if OPTION_TYPES[option].owner is Owner.RESOURCE and option in wanted
    ]
    steps: list[Step] = []
    taken: tuple[SubjectId, ...] = ()
    for option, count, extras in wanted_groups:
        if count:
            ids = new_subject_ids(taken, count)
            steps.append(_added(option, ids, start, extras))
            taken += ids
    return tuple(steps)


def _parts(text: str) -> list[tuple[str, str]]:
    found = list(_PART.finditer(text))
    left = _SEPARATORS.sub("", _PART.sub("", text))
    if not found or left:
        raise UnreadableEquipment(
            "Écrivez des nombres suivis de ce qu'ils comptent, par exemple « 40 comptes, 2 menus vocaux, "
            "10 enregistrements »."
        )
    return [(match[1], match["what"]) for match in found]


def _option(what: str) -> OptionCode:
    """Return the option that one of the words names, an s or x at its end aside."""
    named = [WORDS[stem] for word in re.findall(r"[a-z]+", what) for stem in (word, word[:-1]) if stem in WORDS]
    if not named:
        known = "comptes, alias, enregistrements, supervisions, numéros, files, ponts, fax, menus"
        raise UnreadableEquipment(f"« {what.strip()} » : mot inconnu. Connus : {known}.")
    return named[0]


def _refuse_options_without_accounts(wanted: Equipment) -> None:
    accounts = wanted.get(OptionCode.ACCOUNT, 0)
    for option, count in wanted.items():
        if OPTION_TYPES[option].owner is Owner.ACCOUNT and count > accounts:
            raise UnreadableEquipment(
                f"{count} options de compte pour {accounts} compte{'s' if accounts > 1 else ''} : demandez au moins "
                f"{count} comptes."
            )


def _account_groups(wanted: Equipment) -> list[tuple[int, tuple[OptionCode, ...]]]:
    """Return how many accounts have which options, those with most options first."""
    options = [o for o in wanted if OPTION_TYPES[o].owner is Owner.ACCOUNT and o is not OptionCode.ACCOUNT]
    bounds = sorted({0, wanted.get(OptionCode.ACCOUNT, 0), *(wanted[option] for option in options)})
    return [
        (after - before, tuple(option for option in options if wanted[option] >= after))
        for before, after in pairwise(bounds)
    ]


def _added(option: OptionCode, ids: tuple[SubjectId, ...], start: date, extras: tuple[OptionCode, ...]) -> Step:
    name = f"{NAMES[option]} équipé" if extras else NAMES[option]
    lots = [ids[done : done + AT_ONCE] for done in range(0, len(ids), AT_ONCE)]
    names = [name] if len(lots) == 1 else [f"{name} {chr(ord('A') + rank)}" for rank in range(len(lots))]
    return tuple(
        AddSubjects(lot, option, called, Period(start), extras=extras) for lot, called in zip(lots, names, strict=True)
    )


def _folded(text: str) -> str:
    """Return a text without accents, capitals and odd spaces."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(sign for sign in decomposed if not unicodedata.combining(sign)).split())
