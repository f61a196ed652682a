"""What the page Imports says: the account of a file's lines, what to do about a call without a price."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from liveo.core.destinations import UnratedReason
from liveo.core.money import micros, round_cents
from liveo.core.periods import Period
from liveo.rendering.french import euros, period_words, plural
from liveo.rendering.labels import IMPORT_FORMATS, code_label
from liveo.services.import_check import FileCheck
from liveo.services.imports import ImportReport
from liveo.ui.escape import md

ADVICE: Final[Mapping[UnratedReason, str]] = {
    UnratedReason.WITHHELD_NUMBER: "Le fichier ne dit pas quel numéro a été appelé : demandez un relevé complet à "
    "l'opérateur.",
    UnratedReason.UNREADABLE_NUMBER: "Ce qui a été composé n'est pas un numéro : vérifiez l'appel dans le standard.",
    UnratedReason.INCOMPLETE_NUMBER: "Il manque des chiffres : l'appel a sans doute été coupé pendant la numérotation.",
    UnratedReason.UNKNOWN_SHORT_NUMBER: "Numéro court d'aucun service connu : si c'est un poste, créez son compte ; "
    "sinon ajoutez-le au plan de numérotation.",
    UnratedReason.UNKNOWN_PREFIX: "Aucun pays n'a cet indicatif : vérifiez le numéro, ou complétez le plan de "
    "numérotation.",
    UnratedReason.NO_TARIFF_FOR_KIND: "La grille n'a pas de prix pour ce type d'appel vers cette destination : "
    "complétez-la.",
    UnratedReason.NO_RATE: "La grille tarifaire n'a pas de ligne pour ce numéro : complétez-la.",
    UnratedReason.UNKNOWN_ACCOUNT: "Le fichier nomme un compte qui n'existe pas, ou n'en nomme aucun : créez le "
    "compte, ou corrigez son code dans le fichier.",
}
"""What to do about a call without a price."""

COLUMN_MEANINGS: Final[Mapping[str, str]] = {
    "call_id": "identifiant de l'appel ; le même appel n'est jamais compté deux fois",
    "started_at": "début, par exemple 2026-03-05T09:12:00+01:00 ; sans fuseau, heure de Paris",
    "account": "code du compte Livéo, ou son numéro de poste si l'entreprise est choisie ; peut être vide",
    "caller": "numéro ou poste qui appelle",
    "dialled": "numéro composé",
    "kind": "voice, fax ou sms",
    "seconds": "durée facturable en secondes ; 0 si l'appel est resté sans réponse",
    "answered": "oui ou non",
    "direction": "outbound (sortant), inbound (entrant) ou internal (interne) ; peut manquer",
}


def format_name(code: str) -> str:
    """Return the French name of a format of call files."""
    return code_label(IMPORT_FORMATS, code)


def amount(amount_micros: int) -> str:
    """Write the price of calls, rounded once."""
    return euros(round_cents(micros(amount_micros)))


def balance(lines: int, accepted: int, known: int, refused: int) -> str:
    """Account for every line: "19 lignes = 5 importées + 12 déjà connues + 2 refusées"."""
    parts = [
        plural(accepted, "importée"),
        plural(known, "déjà connue", "déjà connues"),
        plural(refused, "refusée"),
    ]
    return f"**{plural(lines, 'ligne')}** = {' + '.join(parts)}"


def outcome(report: ImportReport) -> str:
    """Say in one sentence what an import did."""
    if report.already_imported:
        return "Ce fichier a déjà été importé : rien n'a changé, aucun appel n'est compté deux fois."
    if not report.lines:
        return "Ce fichier ne contient aucun appel : rien n'a changé."
    if not report.accepted and not report.refused:
        return "Tous ces appels étaient déjà connus : rien n'a changé, aucun n'est compté deux fois."
    if not report.accepted:
        return "Aucun nouvel appel n'a été importé."
    verb = "importé" if report.accepted == 1 else "importés"
    return f"{plural(report.accepted, 'appel')} {verb}, pour {amount(report.amount_micros)} HT."


def what_it_holds(check: FileCheck) -> str:
    """Say what a file holds: "Livéo (CSV) · 1 234 appels du 1er au 31 mars 2026 · 2 lignes illisibles"."""
    parts = [format_name(check.format), plural(check.readable, "appel")]
    if check.first_day and check.last_day:
        parts[-1] += f" {period_words(Period(check.first_day, check.last_day + timedelta(days=1)))}"
    if check.refused:
        parts.append(plural(check.refused, "ligne illisible", "lignes illisibles"))
    return " · ".join(parts)


def whose_it_is(check: FileCheck, names: Mapping[str, str]) -> str:
    """Say whose calls a file holds, ``names`` being those of companies by code."""
    if check.names_accounts:
        return "Le fichier nomme lui-même ses comptes."
    if check.company:
        return f"Postes reconnus : **{md(names.get(check.company, check.company))}**."
    return ":orange[Aucun compte reconnu.]" if check.readable else ""
