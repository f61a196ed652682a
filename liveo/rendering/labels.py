"""The French name of every code that people see: each kind is one table, and a member without a row is a failed test.

Codes that live in layers which drawing may not import (call file formats, problems of an import) are keyed by text.
"""

from collections.abc import Mapping
from enum import StrEnum

from liveo.core.billing_modes import BillingMode
from liveo.core.catalogue import ChargeRule, DayCount, OptionCode, Owner
from liveo.core.changes.repetition import Every
from liveo.core.charges import ChargeCode
from liveo.core.company import VatRegime
from liveo.core.destinations import CallKind, Destination, UnratedReason
from liveo.core.documents import DocumentKind, IssueState
from liveo.core.entities import SharingKey
from liveo.core.people import Right, Role

LABELS: Mapping[type[StrEnum], Mapping[str, str]] = {
    OptionCode: {
        OptionCode.ACCOUNT: "Compte Livéo",
        OptionCode.ALIAS: "Alias (téléphone supplémentaire)",
        OptionCode.CALL_RECORDING: "Enregistrement des appels",
        OptionCode.CALL_SUPERVISION: "Supervision des appels",
        OptionCode.DID_NUMBER: "Numéro SDA",
        OptionCode.CALL_QUEUE: "File d'attente",
        OptionCode.CONFERENCE_BRIDGE: "Pont de conférence",
        OptionCode.FAX: "Fax",
        OptionCode.IVR_MENU: "Menu vocal interactif",
        OptionCode.ENTITY_BILLING: "Facturation par entité",
    },
    Destination: {
        Destination.FRANCE_FIXED: "France Fixe",
        Destination.FRANCE_MOBILE: "France Mobile",
        Destination.INTERNATIONAL_FIXED: "International Fixe",
        Destination.INTERNATIONAL_MOBILE: "International Mobile",
        Destination.SPECIAL_NUMBERS: "Numéros Spéciaux",
        Destination.FAX_FRANCE: "Fax France",
        Destination.SMS_FRANCE: "SMS France",
    },
    BillingMode: {
        BillingMode.SINGLE: "Facture unique",
        BillingMode.SINGLE_BY_ENTITY: "Facture unique, sections par entité",
        BillingMode.PER_ENTITY: "Une facture par entité",
        BillingMode.MIXED: "Mixte, avec factures séparées",
    },
    DocumentKind: {
        DocumentKind.INVOICE: "Facture",
        DocumentKind.CREDIT_NOTE: "Avoir",
    },
    IssueState: {
        IssueState.DRAFT: "Brouillon",
        IssueState.READY: "Prête",
        IssueState.ISSUED: "Émise",
        IssueState.CREDITED: "Créditée",
    },
    Every: {
        Every.ONCE: "Une seule fois",
        Every.MONTH: "Tous les mois",
        Every.YEAR: "Tous les ans",
    },
    SharingKey: {
        SharingKey.HEAD_OFFICE: "Tout au siège",
        SharingKey.EQUAL: "À parts égales",
        SharingKey.ACCOUNTS: "Au nombre de comptes",
        SharingKey.CONSUMPTION: "Selon la consommation",
        SharingKey.FIXED_SHARES: "Parts fixes",
    },
    Role: {
        Role.SUPERVISOR: "Superviseur",
        Role.SALES: "Commercial",
        Role.MANAGER: "Gestionnaire",
        Role.ADMINISTRATOR: "Administrateur",
        Role.USER: "Utilisateur",
    },
    Right: {
        Right.IMPORT_CALLS: "Importer des appels",
        Right.CORRECT_CALLS: "Corriger et revaloriser des appels",
        Right.KEEP_TARIFFS: "Tenir les tarifs",
        Right.KEEP_ENTITIES: "Tenir les entités et leurs affectations",
        Right.KEEP_BUDGETS: "Tenir les budgets",
        Right.ACKNOWLEDGE_ALERTS: "Acquitter les alertes",
        Right.SIMULATE: "Enregistrer et partager des simulations",
        Right.APPLY_CHANGES: "Appliquer une simulation",
        Right.ISSUE_INVOICES: "Émettre les factures",
        Right.SEE_WHOLE_NUMBERS: "Voir les numéros entiers",
        Right.MANAGE_PEOPLE: "Gérer les personnes",
    },
    CallKind: {
        CallKind.VOICE: "Appel vocal",
        CallKind.FAX: "Fax",
        CallKind.SMS: "SMS",
    },
    UnratedReason: {
        UnratedReason.WITHHELD_NUMBER: "Numéro masqué",
        UnratedReason.UNREADABLE_NUMBER: "Numéro illisible",
        UnratedReason.INCOMPLETE_NUMBER: "Numéro incomplet",
        UnratedReason.UNKNOWN_SHORT_NUMBER: "Numéro court inconnu",
        UnratedReason.UNKNOWN_PREFIX: "Indicatif inconnu",
        UnratedReason.NO_TARIFF_FOR_KIND: "Aucun tarif pour ce type d'appel",
        UnratedReason.NO_RATE: "Absent de la grille tarifaire",
        UnratedReason.UNKNOWN_ACCOUNT: "Compte inconnu",
    },
    VatRegime: {
        VatRegime.METROPOLITAN: "France métropolitaine (20 %)",
        VatRegime.OVERSEAS: "Guadeloupe, Martinique, Réunion (8,5 %)",
        VatRegime.EXEMPT: "Sans TVA (0 %)",
    },
    DayCount: {
        DayCount.HALF_OPEN: "Jour de suppression non facturé",
        DayCount.TOUCHED: "Jour de suppression facturé",
    },
    Owner: {
        Owner.ACCOUNT: "Compte",
        Owner.RESOURCE: "Ressource",
        Owner.COMPANY: "Entreprise",
    },
    ChargeRule: {
        ChargeRule.PRORATED: "Au prorata des jours",
        ChargeRule.FULL_MONTH: "Mois entier dès un jour actif",
    },
}

SHORT_LABELS: Mapping[str, str] = {OptionCode.ALIAS: "Alias"}
"""For invoice lines and axes, where the full label takes too much room."""

IMPORT_FORMATS: Mapping[str, str] = {
    "auto": "Reconnu automatiquement",
    "asterisk": "Asterisk (cdr-csv)",
    "freeswitch": "FreeSWITCH (mod_cdr_csv)",
    "cdr_stats": "CDR-Stats (CSV)",
    "liveo": "Livéo (CSV)",
}

PROBLEM_REASONS: Mapping[str, str] = {
    "line_too_long": "Ligne trop longue",
    "control_character": "Caractère de contrôle dans la ligne",
    "unclosed_quote": "Guillemet jamais refermé",
    "wrong_field_count": "Nombre de colonnes inattendu",
    "missing_call_key": "Identifiant d'appel absent",
    "unreadable_time": "Date ou heure illisible",
    "time_out_of_range": "Date hors des années 2000 à 2100",
    "nonexistent_time": "Heure qui n'existe pas (passage à l'heure d'été)",
    "unreadable_duration": "Durée illisible",
    "negative_duration": "Durée négative",
    "excessive_duration": "Durée de plus de 30 jours",
    "billed_exceeds_duration": "Durée facturée plus longue que l'appel",
    "unknown_answer": "Réponse inconnue (attendu : oui ou non)",
    "billed_unanswered": "Appel sans réponse mais avec une durée",
    "unknown_kind": "Type d'appel inconnu",
    "unknown_direction": "Sens d'appel inconnu",
    "duplicate_in_file": "Appel déjà présent plus haut dans le fichier",
}

DIRECTIONS: Mapping[str, str] = {"outbound": "Sortant", "inbound": "Entrant", "internal": "Interne"}

ROLES: Mapping[str, str] = {
    "supervisor": "Superviseur",
    "sales": "Commercial",
    "manager": "Gestionnaire",
    "administrator": "Administrateur",
    "user": "Utilisateur",
}

CHANGE_KINDS: Mapping[str, str] = {
    "switch_on": "Activer une option",
    "switch_off": "Supprimer une option",
    "add_subjects": "Ajouter un compte ou une ressource",
    "remove_subjects": "Retirer un compte ou une ressource",
    "negotiate_price": "Négocier un prix",
    "discount": "Accorder une remise",
    "move_to": "Changer d'entité",
    "mark_own_invoices": "Choisir les factures séparées",
    "share_by": "Partager les charges communes",
    "bill_in": "Choisir le mode de facturation",
    "add_entity": "Créer une entité",
    "describe_entity": "Modifier la fiche d'une entité",
    "merge_entities": "Fusionner des entités",
    "close_entity": "Fermer une entité",
}

COUNTED_OPTIONS: Mapping[OptionCode, tuple[str, str]] = {
    OptionCode.ACCOUNT: ("compte", "comptes"),
    OptionCode.ALIAS: ("compte", "comptes"),
    OptionCode.CALL_RECORDING: ("compte", "comptes"),
    OptionCode.CALL_SUPERVISION: ("compte", "comptes"),
    OptionCode.DID_NUMBER: ("numéro", "numéros"),
    OptionCode.CALL_QUEUE: ("file", "files"),
    OptionCode.CONFERENCE_BRIDGE: ("pont", "ponts"),
    OptionCode.FAX: ("fax", "fax"),
    OptionCode.IVR_MENU: ("menu", "menus"),
    OptionCode.ENTITY_BILLING: ("entreprise", "entreprises"),
}
"""What an option is counted in, singular and plural."""

COUNTED_CALLS: Mapping[Destination, tuple[str, str]] = {
    Destination.FAX_FRANCE: ("fax", "fax"),
    Destination.SMS_FRANCE: ("SMS", "SMS"),
}
"""What consumption is counted in where it is not calls."""

CALLS = ("appel", "appels")


def label(member: StrEnum) -> str:
    """Return the French name of a member of a core enum; raises KeyError for one that has none."""
    return LABELS[type(member)][member]


def short_label(code: ChargeCode) -> str:
    """Return the name of an option or a destination as it stands on an invoice line."""
    if isinstance(code, OptionCode):
        return SHORT_LABELS.get(code, LABELS[OptionCode][code])
    return LABELS[Destination][code]


def code_label(table: Mapping[str, str], code: str) -> str:
    """Return the French name of a code of one of the text-keyed tables; an unknown one stays visible as it is."""
    return table.get(code, code)


def counted_noun(code: ChargeCode) -> tuple[str, str]:
    """Return what a charge is counted in, singular and plural: ("compte", "comptes"), ("appel", "appels")."""
    return COUNTED_OPTIONS[code] if isinstance(code, OptionCode) else COUNTED_CALLS.get(code, CALLS)
