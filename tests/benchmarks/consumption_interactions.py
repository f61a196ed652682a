"""How long the server works for each thing people do on the page Consommation, and how that grows with the calls.

    python -m tests.benchmarks.consumption_interactions BASE LARGER

Both bases are made by `python -m liveo scale` with the same accounts; LARGER has more calls. The largest company is
measured; each interaction is done on several months, so that nothing is remembered of it; the script of the page runs
as in a browser. Two times are told: that of the processor, all threads together, which other programs of the machine do
not lengthen; and that of the clock, which is what people wait for, on a quiet machine.
"""

import gc
import json
import logging
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Mapping

from liveo.services.bases import open_base
from liveo.services.companies import company_summaries, count_calls
from liveo.services.consumption_names import names_of
from tests.pages.viewing import assert_sound, open_page

ROUNDS = 7


def interactions(code: str) -> Mapping[str, Mapping[str, object]]:
    """Return what is chosen in each interaction, by the names of the page's widgets."""
    names = names_of(open_base(), code)
    entity, account = list(names.entity_ids)[1], list(names.subject_ids)[5]
    return {
        "vue d'ensemble": {"mesure": "calls"},
        "une destination": {"destinations": ["france_mobile"]},
        "une entité": {"entites": [entity]},
        "un compte": {"comptes": [account]},
        "sans réponse": {"reponse": "unanswered"},
        "un jour": {"heures": list(range(24))},
        "coût d'au moins 0,50 €": {"cout_min": "0,5"},
        "numéro contenant 06": {"contient": "06"},
        "trimestre": {"periode": "quarter"},
        "douze mois": {"periode": "twelve_months"},
        "entités et destinations": {"vue": "flows"},
        "ce qui a changé": {"vue": "changes"},
        "pays": {"vue": "countries"},
        "comptes et numéros": {"vue": "numbers"},
        "budget": {"vue": "budget"},
        "alertes": {"vue": "alerts"},
        "liste des appels": {"vue": "list"},
        "les plus chers": {"vue": "list", "tri": "dearest"},
    }


def measure(path: str) -> dict[str, list[float]]:
    """Return the median times of each interaction in a base, processor and clock, in milliseconds; and its calls."""
    os.environ["LIVEO_DB"] = path
    logging.disable(logging.WARNING)
    base = open_base()
    company = max(company_summaries(base), key=lambda c: c.accounts)
    found = {"calls": [float(count_calls(base))]}
    page = open_page("consommation", company.code, str(company.months[-2]))
    gc.collect()
    gc.freeze()  # as the launcher does
    for name, choices in interactions(company.code).items():
        spent = []
        for rank in range(ROUNDS):
            page = open_page("consommation", company.code, str(company.months[-2 - rank]))
            for key, value in choices.items():
                page.session_state[key] = value
            start = time.process_time(), time.perf_counter()
            page.run()
            spent.append((time.process_time() - start[0], time.perf_counter() - start[1]))
            assert_sound(page)
        found[name] = [1000 * statistics.median(times) for times in zip(*spent, strict=True)]
    return found


def main(paths: list[str]) -> None:
    """Measure one base in this process, or two in one of their own each, and print them side by side."""
    if len(paths) == 1:
        print(json.dumps(measure(paths[0])))
        return
    command = [sys.executable, "-m", "tests.benchmarks.consumption_interactions"]
    small, large = (
        json.loads(subprocess.run([*command, path], check=True, capture_output=True, text=True).stdout)
        for path in paths
    )
    calls = " | ".join(f"{base.pop('calls')[0]:,.0f} appels".replace(",", " ") for base in (small, large))
    print(f"| Geste | {calls} | Rapport | Rapport à l'horloge |\n|---|--:|--:|--:|--:|")
    for name, (processor, clock) in small.items():
        ratios = large[name][0] / processor, large[name][1] / clock
        print(
            f"| {name} | {processor:.0f} | {large[name][0]:.0f} | {ratios[0]:.2f} | {ratios[1]:.2f} |".replace(".", ",")
        )


if __name__ == "__main__":
    main(sys.argv[1:])
