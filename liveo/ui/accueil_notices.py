"""What needs attention, in words: each kind of finding has its sentence, its sign and the page where to act."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from liveo.core.entities import SharingKey
from liveo.rendering.french import day_long, euros, number, of_month, plural
from liveo.rendering.labels import label
from liveo.services.attention import (
    AbnormalCalls,
    EntityBillingMissing,
    EntityBillingNeedless,
    Finding,
    RefusedLines,
    UnratedCalls,
    WithoutEntity,
)
from liveo.ui.accueil_words import named
from liveo.ui.alert_words import alert_days, alert_total, reasons
from liveo.ui.escape import md

URGENT: Final = ":red[:material/error:]"
TO_DO: Final = ":orange[:material/warning:]"
TO_KNOW: Final = ":blue[:material/info:]"

WHO_PAYS: Final[Mapping[SharingKey, str]] = {
    SharingKey.HEAD_OFFICE: "le siège les paie",
    SharingKey.EQUAL: "leur coût est réparti à parts égales entre les entités",
    SharingKey.ACCOUNTS: "leur coût est réparti selon le nombre de comptes de chaque entité",
    SharingKey.CONSUMPTION: "leur coût est réparti selon la consommation de chaque entité",
    SharingKey.FIXED_SHARES: "leur coût est réparti selon la part fixe de chaque entité",
}


@dataclass(frozen=True, slots=True)
class Notice:
    """A sentence in markdown with its sign, and the page that it leads to with what to show there."""

    sign: str
    text: str
    page: str
    link: str
    icon: str
    query: Mapping[str, str] = field(default_factory=dict)


def notice(finding: Finding) -> Notice:
    """Return the notice of a finding."""
    return NOTICES[type(finding)](finding)


def _unrated(finding: UnratedCalls) -> Notice:
    reasons = ", ".join(f"{label(reason).lower()} ({calls})" for reason, calls in finding.reasons)
    verb, pronoun = ("attend", "il bloque") if finding.calls == 1 else ("attendent", "ils bloquent")
    return Notice(
        TO_DO,
        f"**{plural(finding.calls, 'appel')} {of_month(finding.month)} {verb} un prix** : {reasons}. "
        f"En attendant, {pronoun} l'émission des factures du mois, pas leur aperçu.",
        "imports",
        "Voir ces appels",
        ":material/build:",
        {"onglet": "Appels à corriger"},
    )


def _abnormal_calls(finding: AbnormalCalls) -> Notice:
    alert = finding.alert
    others = f" {plural(finding.others, 'autre alerte', 'autres alertes')} ce mois-ci." if finding.others else ""
    return Notice(
        URGENT,
        f"**Appels inhabituels {alert_days(alert)}** : {md(finding.subject) or 'une ligne retirée depuis'}, "
        f"**{alert_total(alert)}**. {md(reasons(alert)[0])} Un poste ou un mot de passe a pu être piraté.{others}",
        "consommation",
        "Voir les alertes",
        ":material/notifications_active:",
        {"mois": f"{alert.days.start:%Y-%m}", "vue": "alerts"},
    )


def _without_entity(finding: WithoutEntity) -> Notice:
    accounts, resources = len(finding.accounts), finding.resources
    parts = [plural(accounts, "compte")] if accounts else []
    parts += [plural(resources, "ressource")] if resources else []
    names = f" ({named(finding.accounts)})" if accounts else ""
    verb = "n'appartient" if accounts + resources == 1 else "n'appartiennent"
    return Notice(
        TO_KNOW,
        f"**{' et '.join(parts)} {verb} à aucune entité** le {day_long(finding.day)}{names} : "
        f"{WHO_PAYS[finding.sharing_key]}.",
        "repartition",
        "Répartir",
        ":material/account_tree:",
    )


def _missing(finding: EntityBillingMissing) -> Notice:
    return Notice(
        TO_DO,
        f"**L'option « Facturation par entité » n'est pas activée**, mais le mode « {label(finding.mode)} » la "
        f"demande : elle ajoute {euros(finding.amount)} HT à la facture du mois.",
        "repartition",
        "Comparer les modes",
        ":material/account_tree:",
    )


def _needless(finding: EntityBillingNeedless) -> Notice:
    return Notice(
        TO_KNOW,
        f"**L'option « Facturation par entité » est payée ({euros(finding.amount)} HT)**, mais le mode "
        f"« {label(finding.mode)} » n'en a pas besoin.",
        "simulateur",
        "Simuler sans elle",
        ":material/tune:",
    )


def _refused(finding: RefusedLines) -> Notice:
    verb = "a été refusée" if finding.refused == 1 else "ont été refusées"
    return Notice(
        TO_DO,
        f"**{plural(finding.refused, 'ligne')} sur {number(finding.lines)}** du fichier "
        f"« {md(finding.file_name)} » {verb} le {day_long(finding.imported_on)} : "
        "les appels qu'elles décrivent ne sont pas facturés.",
        "imports",
        "Voir ces lignes",
        ":material/upload_file:",
        {"import": str(finding.import_id)},
    )


NOTICES: Final[Mapping[type[Finding], Callable[[Any], Notice]]] = {
    UnratedCalls: _unrated,
    AbnormalCalls: _abnormal_calls,
    WithoutEntity: _without_entity,
    EntityBillingMissing: _missing,
    EntityBillingNeedless: _needless,
    RefusedLines: _refused,
}
