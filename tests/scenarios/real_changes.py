"""The changes of a scenario really made in a base, the plain way: statement by statement, apart from the core.

One function for each kind, in ``REAL_CHANGES``; a new kind without its own fails the contract test.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import count
from typing import Any

from liveo.core.catalogue import OptionCode
from liveo.core.changes.division import BillIn, MarkOwnInvoices, MoveTo, ShareBy
from liveo.core.changes.entities import AddEntity, CloseEntity, DescribeEntity, MergeEntities
from liveo.core.changes.options import SwitchOff, SwitchOn
from liveo.core.changes.prices import Discount, NegotiatePrice
from liveo.core.changes.repetition import Every, Repetition
from liveo.core.changes.subjects import AddSubjects, RemoveSubjects
from liveo.core.company import Entity
from liveo.core.periods import Period
from liveo.store.database import Transaction

FIRST_DAY, LAST_DAY = date(2026, 1, 1), date(2026, 12, 31)
"""The days on which prices are really changed: more than any month that a test looks at."""


@dataclass
class RealCompany:
    """One company in the middle of a transaction; what was added has a real id instead of its provisional one."""

    tx: Transaction
    company_id: int
    subjects: dict[int, int] = field(default_factory=dict)
    entities: dict[int, int] = field(default_factory=dict)
    fresh: count = field(default_factory=lambda: count(5000))

    def run(self, sql: str, **params: object) -> list[tuple[Any, ...]]:
        return self.tx.execute(sql, {key: value for key, value in params.items() if f"${key}" in sql})

    def subject(self, found: int) -> int:
        return self.subjects.get(found, found)

    def entity(self, found: int) -> int:
        return self.entities.get(found, found)

    def shifted(self, day: date, repetition: Repetition, rank: int) -> date:
        months = {Every.ONCE: 0, Every.MONTH: 1, Every.YEAR: 12}[repetition.every] * rank
        [(found,)] = self.run("select ($day::date + to_months($months))::date", day=day, months=months)
        return found if months else day

    def times(self, period: Period, repetition: Repetition) -> list[tuple[date, date]]:
        ranks = range(repetition.times)
        return [
            (self.shifted(period.start, repetition, rank), self.shifted(period.end, repetition, rank)) for rank in ranks
        ]

    def activate(self, subject: int, option: str, times: Iterable[tuple[date, date]]) -> None:
        for start, end in times:
            sql = "insert into activations values (nextval('activation_ids'), $company, $subject, $option, $a, $b, 1)"
            self.run(sql, company=self.company_id, subject=subject, option=option, a=start, b=end)

    def stop(self, subject: int, option: str, day: date) -> None:
        whose = "where subject_id = $subject and ($option = 'all' or option = $option)"
        for sql in (
            f"delete from activations {whose} and start_day > $day",
            f"update activations set end_day = least(end_day, $day) {whose}",
        ):
            self.run(sql, subject=subject, option=option, day=day)

    def set_price(self, option: str, monthly: Decimal, start: date, end: date) -> None:
        """Write a negotiated price over those of its days."""
        words = {"company": self.company_id, "option": option, "a": start, "b": end, "monthly": monthly}
        for sql in (
            """insert into prices select option, company_id, monthly, $b, end_day from prices
            where company_id = $company and option = $option and start_day < $a and end_day > $b""",
            "update prices set end_day = $a where company_id = $company and option = $option"
            " and start_day < $a and end_day > $a",
            "update prices set start_day = $b where company_id = $company and option = $option"
            " and start_day >= $a and start_day < $b and end_day > $b",
            "delete from prices where company_id = $company and option = $option and start_day >= $a and end_day <= $b",
            "insert into prices values ($option, $company, $monthly, $a, $b)",
        ):
            self.run(sql, **words)

    def close(self, entity: int, day: date) -> None:
        sql = "update entities set start_day = least(start_day, $day), end_day = least(end_day, $day)"
        self.run(sql + " where entity_id = $entity", entity=entity, day=day)


def _switch_on(real: RealCompany, change: SwitchOn) -> None:
    for subject in change.subject_ids:
        real.activate(real.subject(subject), change.option, real.times(change.period, change.repetition))


def _switch_off(real: RealCompany, change: SwitchOff) -> None:
    for subject in change.subject_ids:
        real.stop(real.subject(subject), change.option, change.day)


def _add_subjects(real: RealCompany, change: AddSubjects) -> None:
    for rank, provisional in enumerate(change.subject_ids, start=1):
        subject = real.subjects[provisional] = next(real.fresh)
        named = {"subject": subject, "company": real.company_id, "code": f"Z{subject}", "option": change.option}
        named["name"] = f"{change.name} {rank}" if len(change.subject_ids) > 1 else change.name
        if change.option is OptionCode.ACCOUNT:
            real.run("insert into accounts values ($subject, $company, $code, $name, '999')", **named)
        else:
            real.run("insert into resources values ($subject, $company, $code, $option, $name, '', null)", **named)
        for option in (change.option, *change.extras):
            real.activate(subject, option, real.times(change.period, change.repetition))
        if change.entity_id is not None:
            _assign(real, subject, real.entity(change.entity_id), change.period.start)


def _assign(real: RealCompany, subject: int, entity: int, start: date, end: date = date.max) -> None:
    sql = "insert into assignments values ($company, $subject, $entity, $a, $b)"
    real.run(sql, company=real.company_id, subject=subject, entity=entity, a=start, b=end)


def _remove_subjects(real: RealCompany, change: RemoveSubjects) -> None:
    for subject in change.subject_ids:
        real.stop(real.subject(subject), "all", change.day)


def _negotiate(real: RealCompany, change: NegotiatePrice) -> None:
    for start, end in real.times(change.period, change.repetition):
        if start < end:
            real.set_price(change.option, change.monthly, start, end)


def _discount(real: RealCompany, change: Discount) -> None:
    """Day by day: what each day costs before any of them changes, less so many per cent."""
    days = {
        start + timedelta(days=rank)
        for start, end in real.times(change.period, change.repetition)
        for start, end in [(max(start, FIRST_DAY), min(end, LAST_DAY))]
        for rank in range((end - start).days)
    }
    in_force = """
        select $option as option, days.day, arg_min(monthly, company_id is null) as monthly
        from (select unnest($days::date[]) as day) as days
        inner join prices on prices.option = $option and days.day >= start_day and days.day < end_day
        and (company_id is null or company_id = $company)
        group by days.day order by days.day
    """
    for option in change.options:
        for _, day, monthly in real.run(in_force, option=option, days=sorted(days), company=real.company_id):
            left = (monthly * (100 - change.percent) / 100).quantize(Decimal("0.0001"), ROUND_HALF_UP)
            real.set_price(option, left, day, day + timedelta(days=1))


def _move(real: RealCompany, change: MoveTo) -> None:
    for subject in map(real.subject, change.subject_ids):
        for sql in (
            "delete from assignments where subject_id = $subject and start_day >= $day and end_day > $day",
            "update assignments set end_day = $day where subject_id = $subject and end_day > $day",
        ):
            real.run(sql, subject=subject, day=change.day)
        if change.entity_id is not None:
            _assign(real, subject, real.entity(change.entity_id), change.day)


def _mark(real: RealCompany, change: MarkOwnInvoices) -> None:
    marked = sorted({real.entity(entity) for entity in change.entity_ids})
    real.run("update divisions set own_invoices = $marked", marked=marked)


def _share(real: RealCompany, change: ShareBy) -> None:
    real.run("update divisions set sharing_key = $key", key=change.key)
    if change.fixed_shares is not None:
        parts = [{"entity_id": real.entity(e), "share": share} for e, share in change.fixed_shares if share]
        real.run("update divisions set fixed_shares = $parts", parts=parts)


def _bill(real: RealCompany, change: BillIn) -> None:
    real.run("update divisions set billing_mode = $mode", mode=change.mode)


def _add_entity(real: RealCompany, change: AddEntity) -> None:
    sql = (
        "insert into entities values ($entity, $company, $code, $name, false, $regime, '', '', '', '', '', '', $a, $b)"
    )
    entity = real.entities[change.entity.entity_id] = next(real.fresh)
    days = {"a": change.entity.period.start, "b": change.entity.period.end}
    real.run(sql, entity=entity, company=real.company_id, **days, **_described(change.entity))


def _describe_entity(real: RealCompany, change: DescribeEntity) -> None:
    sql = "update entities set name = $name, code = $code, vat_regime = $regime where entity_id = $entity"
    real.run(sql, entity=real.entity(change.entity.entity_id), **_described(change.entity))


def _described(entity: Entity) -> dict[str, object]:
    return {"name": entity.name, "code": entity.code, "regime": entity.vat_regime}


def _merge(real: RealCompany, change: MergeEntities) -> None:
    target = real.entity(change.target)
    for entity in map(real.entity, change.entity_ids):
        for sql in (
            """insert into assignments select company_id, subject_id, $target, $day, end_day from assignments
            where entity_id = $entity and start_day < $day and end_day > $day""",
            "update assignments set end_day = $day where entity_id = $entity and start_day < $day and end_day > $day",
            "update assignments set entity_id = $target where entity_id = $entity and start_day >= $day"
            " and end_day > $day",
        ):
            real.run(sql, entity=entity, target=target, day=change.day)
        real.close(entity, change.day)
        _give_share(real, entity, target, change.day)


def _give_share(real: RealCompany, entity: int, target: int, day: date) -> None:
    """From the first month without the entity on, the target has its fixed share too."""
    first = day if day.day == 1 else (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    found = real.run("from divisions order by since")
    for row in found:
        parts = {part["entity_id"]: part["share"] for part in row[-1]}
        parts[target] = parts.get(target, Decimal(0)) + parts.pop(entity, Decimal(0))
        shares = [{"entity_id": e, "share": share} for e, share in sorted(parts.items()) if share]
        later = [other[1] for other in found if other[1] > row[1]]
        if row[1] >= first:
            real.run("update divisions set fixed_shares = $s where since = $since", s=shares, since=row[1])
        elif not later or later[0] > first:
            kept = dict(zip(("company", "since", "mode", "key", "marked", "s"), row, strict=True))
            sql = "insert into divisions values ($company, $since, $mode, $key, $marked, $s)"
            real.run(sql, **kept | {"since": first, "s": shares})


def _close_entity(real: RealCompany, change: CloseEntity) -> None:
    real.close(real.entity(change.entity_id), change.day)


REAL_CHANGES: Mapping[type, Callable[[RealCompany, Any], None]] = {
    SwitchOn: _switch_on,
    SwitchOff: _switch_off,
    AddSubjects: _add_subjects,
    RemoveSubjects: _remove_subjects,
    NegotiatePrice: _negotiate,
    Discount: _discount,
    MoveTo: _move,
    MarkOwnInvoices: _mark,
    ShareBy: _share,
    BillIn: _bill,
    AddEntity: _add_entity,
    DescribeEntity: _describe_entity,
    MergeEntities: _merge,
    CloseEntity: _close_entity,
}
