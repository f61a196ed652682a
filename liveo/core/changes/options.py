"""Changes of options: switched on, switched off."""

from dataclasses import dataclass, replace
from datetime import date

from liveo.core.catalogue import OptionCode, SubjectId
from liveo.core.changes.repetition import ONCE, Repetition
from liveo.core.changes.subjects import refuse_misplaced_option, refuse_unknown_subjects
from liveo.core.company import CompanyState
from liveo.core.periods import Period
from liveo.core.proration import Activation, removed_on


@dataclass(frozen=True, slots=True)
class SwitchOn:
    """Switch an option on for subjects, from the first day of ``period`` until its end, excluded; perhaps again."""

    subject_ids: tuple[SubjectId, ...]
    option: OptionCode
    period: Period
    repetition: Repetition = ONCE

    def applied_to(self, state: CompanyState) -> CompanyState:
        """Add activations for each subject; raises UnknownSubject, InvalidChange for an option of something else."""
        refuse_unknown_subjects(state, self.subject_ids)
        refuse_misplaced_option(state, self.subject_ids, self.option)
        periods = self.repetition.periods(self.period)
        added = (Activation(subject, self.option, days) for subject in self.subject_ids for days in periods)
        return replace(state, activations=(*state.activations, *added))


@dataclass(frozen=True, slots=True)
class SwitchOff:
    """Remove an option from subjects on ``day``: the first day that is not billed any more."""

    subject_ids: tuple[SubjectId, ...]
    option: OptionCode
    day: date

    def applied_to(self, state: CompanyState) -> CompanyState:
        """End what is active on the day, and drop what would only start later; raises UnknownSubject.

        What starts on that very day stays, for its one day: so the removal of a real option is billed too.
        """
        refuse_unknown_subjects(state, self.subject_ids)
        concerned = frozenset(self.subject_ids)
        kept = (
            removed_on(a, self.day) if a.option is self.option and a.subject_id in concerned else a
            for a in state.activations
        )
        return replace(state, activations=tuple(a for a in kept if a is not None))
