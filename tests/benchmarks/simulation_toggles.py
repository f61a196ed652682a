"""How long the server works for one toggle on the page Simulateur: python -m tests.benchmarks.simulation_toggles BASE…

Each BASE is what `python -m liveo scale --accounts 900 --companies 1` made, with as many calls as wanted. Each change
is new, so that nothing is remembered of it; the script of the page runs as in a browser. Times are those of the
processor, which other programs of the machine do not lengthen. One process for each base.
"""

import gc
import logging
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from decimal import Decimal

from liveo.core.catalogue import OptionCode, SubjectId
from liveo.core.changes.options import SwitchOff, SwitchOn
from liveo.core.changes.prices import Discount
from liveo.core.changes.subjects import AddSubjects
from liveo.core.periods import Month, Period
from liveo.services.bases import open_base
from liveo.services.billing import customer
from liveo.services.companies import company_summaries
from liveo.services.simulation_plan import Plan, with_step
from liveo.services.simulation_stages import Step
from tests.pages.viewing import assert_sound, open_page

ROUNDS = 9
DETAILS = ("Par option et destination", "Douze mois", "Économie du prorata")
"""The tab that is open."""

Draw = Callable[[tuple[SubjectId, ...], date], Step]
"""A step for some accounts from a day on."""


def recorded(who: tuple[SubjectId, ...], day: date) -> Step:
    """Record the calls of ten accounts."""
    return (SwitchOn(who[:10], OptionCode.CALL_RECORDING, Period(day)),)


def supervised(who: tuple[SubjectId, ...], day: date) -> Step:
    """Supervise the calls of everybody."""
    return (SwitchOn(who, OptionCode.CALL_SUPERVISION, Period(day)),)


def without_alias(who: tuple[SubjectId, ...], day: date) -> Step:
    """Remove every alias."""
    return (SwitchOff(who, OptionCode.ALIAS, day),)


def with_menu(who: tuple[SubjectId, ...], day: date) -> Step:
    """Add a menu for two weeks."""
    period = Period(day, day + timedelta(days=14))
    return (AddSubjects((SubjectId(-1),), OptionCode.IVR_MENU, "Menu", period),)


def discounted(who: tuple[SubjectId, ...], day: date) -> Step:
    """Take a tenth off everything."""
    return (Discount(tuple(OptionCode), Decimal(10), Period(day)),)


CHANGES: Mapping[str, Draw] = {
    "menu pour deux semaines": with_menu,
    "enregistrement, 10 comptes": recorded,
    "supervision, tous les comptes": supervised,
    "fin de tous les alias": without_alias,
    "remise sur tout": discounted,
}


def main(paths: list[str]) -> None:
    """Print the median and the worst time of each change with each tab open, in milliseconds."""
    if len(paths) > 1:
        for path in paths:
            subprocess.run([sys.executable, "-m", "tests.benchmarks.simulation_toggles", path], check=True)
        return
    os.environ["LIVEO_DB"] = paths[0]
    logging.disable(logging.WARNING)
    base = open_base()
    company = max(company_summaries(base), key=lambda c: c.accounts)
    month: Month = company.months[-2]
    who = tuple(account.subject_id for account in customer(base, company.code).state.accounts)
    print(f"{paths[0]}: {company.accounts} accounts, {month}")
    for place, opened in enumerate(DETAILS):
        page = open_page("simulateur", company.code, str(month))
        page.session_state["simulation_details"] = opened
        page.run()
        gc.collect()
        gc.freeze()  # as the launcher does
        for name, draw in CHANGES.items():
            spent = []
            for rank in range(place * ROUNDS, (place + 1) * ROUNDS):
                plan = with_step(Plan(), draw(who, month.first + timedelta(days=rank)))
                page.session_state["_simulateur"] = {company.code: plan}
                start = time.process_time()
                page.run()
                spent.append(1000 * (time.process_time() - start))
                assert_sound(page)
            print(f"{opened:<28}{name:<32}{statistics.median(spent):7.0f}{max(spent):7.0f}", flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
