"""What a scenario creates gets the code, and an account the extension, that come after those of the company."""

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from liveo.core.company import Account, CompanyState, Resource
from liveo.store.database import Base

_NUMBERED: Final = re.compile(r"(.*?)(\d+)", re.DOTALL)


def created_accounts(base: Base, known: CompanyState, after: CompanyState) -> tuple[Account, ...]:
    """Return the accounts that are new, with codes that stand after those of the company, as charges do."""
    new = [account for account in after.accounts if account.subject_id < 0]
    codes = _free_codes(base, [account.code for account in known.accounts], len(new), f"{known.company.code}-0000")
    extensions = _next_extensions([account.extension for account in known.accounts], len(new))
    return tuple(
        replace(account, code=code, extension=extension)
        for account, code, extension in zip(new, codes, extensions, strict=True)
    )


def created_resources(base: Base, known: CompanyState, after: CompanyState) -> tuple[Resource, ...]:
    """Return the resources that are new, with codes that stand after those of the same option."""
    found: list[Resource] = []
    new = [resource for resource in after.resources if resource.subject_id < 0]
    for option in sorted({resource.option for resource in new}):
        own = [resource for resource in new if resource.option is option]
        codes = [resource.code for resource in known.resources if resource.option is option]
        names = _free_codes(base, codes, len(own), f"{known.company.code}-{option.upper()}-000")
        found += [replace(resource, code=code) for resource, code in zip(own, names, strict=True)]
    return tuple(found)


def following_codes(last: str, count: int) -> list[str]:
    """Return codes that come after one in the order of texts: "FOU-0901" after "FOU-0900", "X-9-001" after "X-9"."""
    numbered = _NUMBERED.fullmatch(last)
    if numbered:
        stem, digits = numbered[1], numbered[2]
        if len(str(int(digits) + count)) <= len(digits):
            return [f"{stem}{int(digits) + rank:0{len(digits)}d}" for rank in range(1, count + 1)]
    return [f"{last}-{rank:03d}" for rank in range(1, count + 1)]


def _free_codes(base: Base, known: Sequence[str], count: int, without_any: str) -> list[str]:
    last = max(known, default=without_any)
    codes = following_codes(last, count)
    taken = base.rows("codes_taken", codes=codes)
    return following_codes(f"{last}-0", count) if taken else codes


def _next_extensions(known: Sequence[str], count: int) -> list[str]:
    """Return the next short numbers; none where the company has no number to follow."""
    numbers = [int(extension) for extension in known if extension.isascii() and extension.isdigit()]
    return [str(max(numbers) + rank) if numbers else "" for rank in range(1, count + 1)]
