"""Every refusal is a named class whose message is a French sentence: what, where, what to do.

Bad *data* is returned beside the good (rows, problems); only a refusal is raised. Anything that is not a
``LiveoError`` is a bug and never reaches people as text.
"""

from collections.abc import Iterable
from datetime import date


class LiveoError(Exception):
    """A refusal, with its sentence for people."""


class UnknownCode(LiveoError):
    """A code that is in no table; answered with the known ones."""

    def __init__(self, kind: str, code: object, known: Iterable[str]) -> None:
        super().__init__(f"{kind} inconnu : « {code} ». Connus : {', '.join(known)}.")


class InvalidAmount(LiveoError):
    """A price or amount that cannot be read without guessing."""


class InvalidPeriod(LiveoError):
    """A period whose end lies before its start, or a date that cannot be read."""


class MissingPrice(LiveoError):
    """An option is active on a day for which the catalogue holds no price."""

    def __init__(self, option: str, day: date) -> None:
        super().__init__(
            f"Aucun prix de « {option} » au {day:%d/%m/%Y} : complétez le catalogue avant de facturer ce mois."
        )
        self.option, self.day = option, day


class OverlappingPrices(LiveoError):
    """Two prices of one option for the same customer cover the same day."""


class OverlappingAssignments(LiveoError):
    """An account or a resource belongs to two entities on the same day: both would pay, or chance would choose."""


class SharesNotWhole(LiveoError):
    """The fixed shares of a company's entities do not add up to 100 %."""


class InvalidQuantity(LiveoError):
    """An option is switched on for less than one unit."""


class UnknownSubject(LiveoError):
    """A change or an activation names an account or a resource that the company does not have."""


class UnknownEntity(LiveoError):
    """A change or an assignment names an entity that the company does not have."""


class InvalidChange(LiveoError):
    """A change of a scenario contradicts itself or another one."""


class NothingToShare(LiveoError):
    """An amount cannot be shared out: there is nobody, or every weight is zero."""


class UnknownImportFormat(UnknownCode):
    """A call file is to be read in a format that is in no row of the import formats; answered with the known ones."""

    def __init__(self, code: object, known: Iterable[str]) -> None:
        super().__init__("Format d'import", code, known)


class UnreadableFile(LiveoError):
    """A call file cannot be read at all: missing, too big, no text, or of no known format."""


class ImportStopped(LiveoError):
    """One of several call files was refused: those before it are in, those after it were not read."""

    def __init__(self, refusal: LiveoError, done: Iterable[str]) -> None:
        super().__init__(f"{refusal} Importés avant lui : {', '.join(done)} ; relancer la commande ne double rien.")


class UnknownCompany(LiveoError):
    """A company code that the base does not hold; answered with those it holds."""

    def __init__(self, code: object, known: Iterable[str]) -> None:
        held = ", ".join(known)
        rest = f"Connues : {held}." if held else "La base n'en contient aucune : lancez « python -m liveo demo »."
        super().__init__(f"Entreprise inconnue : « {code} ». {rest}")


class MissingReference(LiveoError):
    """Reference rows without which nothing can be billed are not in the base."""

    @classmethod
    def of_everything(cls) -> "MissingReference":
        """Refuse to work on a base that was never filled."""
        return cls("La base ne contient ni plan de numérotation ni tarifs : lancez d'abord « python -m liveo demo ».")


class UnwritableFolder(LiveoError):
    """The folder that documents should go to cannot take them."""


class NotAllowed(LiveoError):
    """A person asks for what their role does not allow."""


class AlreadyFilled(LiveoError):
    """The demonstration is asked for in a base that holds companies already."""


class ReferenceRefused(LiveoError):
    """A reference file is not what it should be; names the file, the line (from 1), the column, and what to do."""

    def __init__(self, file: str, line: int, column: str, why: str) -> None:
        place = f"« {file} », ligne {line}" + (f", colonne « {column} »" if column else "")
        super().__init__(f"{place} : {why}")
        self.file, self.line, self.column = file, line, column
