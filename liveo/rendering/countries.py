"""Countries as e-invoices name them: the two letters of ISO 3166-1 for a country written in French."""

from functools import cache

from babel import Locale


def country_code(name: str) -> str:
    """Return the code of a country by its French name, or the code itself: "France" is "FR"; empty when unknown."""
    wanted = name.strip().casefold()
    return _codes().get(wanted, "")


@cache
def _codes() -> dict[str, str]:
    names = {code: str(name) for code, name in Locale("fr").territories.items() if len(code) == 2}
    return {code.casefold(): code for code in names} | {name.casefold(): code for code, name in names.items()}
