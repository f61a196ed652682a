"""A trial of the page Répartition as a scenario, and back: the same files, the same store, the same engine.

Moves stay moves; each setting is one change of its own. A scenario of the Simulateur that only divides a bill otherwise
can be tried on the Répartition too.
"""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, Final

from liveo.core.changes.division import BillIn, MarkOwnInvoices, MoveTo, ShareBy
from liveo.core.changes.entities import AddEntity, CloseEntity, DescribeEntity, MergeEntities
from liveo.core.divisions import division_in
from liveo.core.entities import SharingKey
from liveo.core.periods import Month
from liveo.core.scenario import Change
from liveo.services.allocation_trial import Trial
from liveo.services.billing import customer
from liveo.services.moves import Move
from liveo.services.scenario_document import Scenario, ScenarioPage, ScenarioStep
from liveo.services.scenario_schema import ScenarioRefused
from liveo.store.database import Base


def scenario_of_trial(base: Base, company: str, month: Month, trial: Trial, name: str = "", note: str = "") -> Scenario:
    """Return a trial as a scenario: a step for each thing tried, settings last."""
    changes: list[Change | Move] = list(trial.steps)
    if trial.own_invoices is not None:
        changes.append(MarkOwnInvoices(trial.own_invoices))
    if trial.sharing_key is not None or trial.fixed_shares is not None:
        own_key = division_in(customer(base, company).state, month).sharing_key
        changes.append(ShareBy(trial.sharing_key or SharingKey(own_key), trial.fixed_shares))
    if trial.billing_mode is not None:
        changes.append(BillIn(trial.billing_mode))
    steps = tuple(ScenarioStep((change,)) for change in changes)
    return Scenario(company, month, steps, name, note, ScenarioPage.ALLOCATION)


def trial_of_scenario(scenario: Scenario) -> Trial:
    """Return what a scenario tries of the division of a bill, switched-off steps left out.

    Raises ScenarioRefused when it changes options, accounts or prices: that is for the Simulateur.
    """
    trial = Trial()
    for change in (change for step in scenario.steps if step.active for change in step.changes):
        if type(change) not in _TRIED:
            raise ScenarioRefused(
                "Ce scénario change aussi des options, des comptes ou des prix : ouvrez-le dans le Simulateur."
            )
        trial = _TRIED[type(change)](trial, change)
    return trial


def _with_step(trial: Trial, step: Any) -> Trial:
    return replace(trial, steps=(*trial.steps, step))


def _with_move(trial: Trial, change: MoveTo) -> Trial:
    return _with_step(trial, Move(change.subject_ids, change.entity_id, change.day))


def _with_key(trial: Trial, change: ShareBy) -> Trial:
    shares = trial.fixed_shares if change.fixed_shares is None else change.fixed_shares
    return replace(trial, sharing_key=change.key, fixed_shares=shares)


_TRIED: Final[Mapping[type[Change | Move], Callable[[Trial, Any], Trial]]] = {
    Move: _with_step,
    AddEntity: _with_step,
    DescribeEntity: _with_step,
    MergeEntities: _with_step,
    CloseEntity: _with_step,
    MoveTo: _with_move,
    MarkOwnInvoices: lambda trial, change: replace(trial, own_invoices=change.entity_ids),
    ShareBy: _with_key,
    BillIn: lambda trial, change: replace(trial, billing_mode=change.mode),
}
