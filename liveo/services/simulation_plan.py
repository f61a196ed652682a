"""What a salesperson is trying: steps in order, each on or off, with a way back. Nothing here reaches the base.

A step is one line on the page; it may hold several changes that only make sense together.
"""

from dataclasses import dataclass, replace

from liveo.core.catalogue import SubjectId
from liveo.core.changes.options import SwitchOn
from liveo.core.changes.subjects import AddSubjects, new_subject_ids
from liveo.core.periods import Period
from liveo.core.scenario import Change
from liveo.services.simulation_stages import Step

MAX_REMEMBERED = 50


@dataclass(frozen=True, slots=True)
class PlannedStep:
    """One line of the plan. ``number`` is its own for ever; a step that is not ``active`` is kept but not counted."""

    number: int
    changes: Step
    active: bool = True


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps as they are, as they were before each of the latest modifications, and as they were before each undo.

    The oldest come first; ``future`` is forgotten as soon as something else is modified.
    """

    steps: tuple[PlannedStep, ...] = ()
    past: tuple[tuple[PlannedStep, ...], ...] = ()
    future: tuple[tuple[PlannedStep, ...], ...] = ()
    last_number: int = 0

    @property
    def active_steps(self) -> tuple[Step, ...]:
        """What counts, in order."""
        return tuple(step.changes for step in self.steps if step.active)

    @property
    def can_undo(self) -> bool:
        """Whether there is a modification to take back."""
        return bool(self.past)

    @property
    def can_redo(self) -> bool:
        """Whether there is something taken back that can be had again."""
        return bool(self.future)


def with_step(plan: Plan, changes: Step) -> Plan:
    """Return the plan with one more step at its end, switched on; what it adds gets ids of its own.

    A step that was made for an earlier plan, or that is planned twice, may thus add to what the others add.
    """
    number = plan.last_number + 1
    step = PlannedStep(number, _renumbered(changes, _ids_taken(plan)))
    return replace(_modified(plan, (*plan.steps, step)), last_number=number)


def with_steps(plan: Plan, steps: tuple[Step, ...]) -> Plan:
    """Return the plan with these steps instead of its own; one undo brings those back."""
    fresh = replace(plan, steps=())
    for changes in steps:
        fresh = with_step(fresh, changes)
    return replace(_modified(plan, fresh.steps), last_number=fresh.last_number)


def redated(plan: Plan, number: int, period: Period) -> Plan:
    """Return the plan with other days for what one step switches on or adds."""
    return _modified(plan, tuple(_on_days(s, period) if s.number == number else s for s in plan.steps))


def without_step(plan: Plan, number: int) -> Plan:
    """Return the plan without a step."""
    return _modified(plan, tuple(step for step in plan.steps if step.number != number))


def switched(plan: Plan, number: int, *, active: bool) -> Plan:
    """Return the plan with a step switched on or off."""
    return _modified(plan, tuple(replace(s, active=active) if s.number == number else s for s in plan.steps))


def cleared(plan: Plan) -> Plan:
    """Return the plan without any step."""
    return _modified(plan, ())


def replaced(plan: Plan, steps: tuple[PlannedStep, ...]) -> Plan:
    """Return the plan with steps that come from elsewhere in place of its own; an undo has those back."""
    numbered = tuple(replace(step, number=plan.last_number + rank) for rank, step in enumerate(steps, start=1))
    return replace(_modified(plan, numbered), last_number=plan.last_number + len(numbered))


def undone(plan: Plan) -> Plan:
    """Return the plan as it was before its last modification; the same when there is none."""
    if not plan.past:
        return plan
    return replace(plan, steps=plan.past[-1], past=plan.past[:-1], future=(*plan.future, plan.steps))


def redone(plan: Plan) -> Plan:
    """Return the plan as it was before its last undo; the same when there is none."""
    if not plan.future:
        return plan
    return replace(plan, steps=plan.future[-1], past=(*plan.past, plan.steps), future=plan.future[:-1])


def planned(steps: tuple[PlannedStep, ...]) -> Plan:
    """Return a plan of steps that come from elsewhere, numbered in order, without any past."""
    numbered = tuple(replace(step, number=number) for number, step in enumerate(steps, start=1))
    return Plan(numbered, last_number=len(numbered))


def _on_days(step: PlannedStep, period: Period) -> PlannedStep:
    changes = (replace(c, period=period) if isinstance(c, SwitchOn | AddSubjects) else c for c in step.changes)
    return replace(step, changes=tuple(changes))


def _ids_taken(plan: Plan) -> list[SubjectId]:
    """Return the ids in the plan, and in those that an undo may bring back."""
    every = (*plan.past, plan.steps, *plan.future)
    changes = [change for steps in every for step in steps for change in step.changes]
    return [subject for change in changes if isinstance(change, AddSubjects) for subject in change.subject_ids]


def _renumbered(changes: Step, taken: list[SubjectId]) -> Step:
    renumbered: list[Change] = []
    for change in changes:
        if isinstance(change, AddSubjects):
            change = replace(change, subject_ids=new_subject_ids(taken, len(change.subject_ids)))
            taken = [*taken, *change.subject_ids]
        renumbered.append(change)
    return tuple(renumbered)


def _modified(plan: Plan, steps: tuple[PlannedStep, ...]) -> Plan:
    if steps == plan.steps:
        return plan
    return replace(plan, steps=steps, past=(*plan.past, plan.steps)[-MAX_REMEMBERED:], future=())
