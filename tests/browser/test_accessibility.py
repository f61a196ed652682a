"""Every page under the rules of axe (WCAG 2.1 A and AA, and good practice), in both themes."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser

from tests.browser.conftest import Server, Visit

PAGES = {
    "accueil": "?entreprise=FOURNIL&mois=2026-10",
    "consommation": "consommation?entreprise=FOURNIL&mois=2026-10",
    "consommation, budget": "consommation?entreprise=FOURNIL&mois=2026-11&vue=budget",
    "consommation, alertes": "consommation?entreprise=FOURNIL&mois=2026-07&vue=alerts",
    "consommation, appels": "consommation?entreprise=FOURNIL&mois=2026-10&vue=list",
    "simulateur": "simulateur?entreprise=ARMOR&mois=2026-10",
    "répartition": "repartition?entreprise=ARMOR&mois=2026-10",
    "factures": "factures?entreprise=ARMOR&mois=2026-10",
    "imports": "imports?entreprise=ARMOR&mois=2026-10",
}
NOT_OURS = {
    # Streamlit's drop zone: a section that is presentational and can still have the focus; its button is named.
    "presentation-role-conflict",
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_breaks_a_rule_of_accessibility(chromium: Browser, server: Server, scheme: str) -> None:
    context = chromium.new_context(viewport={"width": 1280, "height": 900}, locale="fr-FR", color_scheme=scheme)
    visit = Visit(context.new_page(), server.url)
    found = {}
    for name, address in PAGES.items():
        visit.open(address)
        broken = Axe().run(visit.page).response["violations"]
        told = [f"{rule['id']}: {rule['nodes'][0]['html'][:200]}" for rule in broken if rule["id"] not in NOT_OURS]
        if told:
            found[name] = told
    context.close()
    assert found == {}
