"""Consumption: roll-ups as core records to charge, and as frames to look at."""

from collections.abc import Collection

import polars as pl

from liveo.core.catalogue import SubjectId
from liveo.core.charges import UsageSlice
from liveo.core.destinations import Destination
from liveo.core.periods import Month, Period
from liveo.store.database import Base
from liveo.store.rates import rates_by_id


def usage_slices(
    base: Base,
    company_id: SubjectId,
    month: Month,
    daily_for: Collection[SubjectId] = (),
    subjects: Collection[SubjectId] | None = None,
) -> list[UsageSlice]:
    """Return what a company, or some of its subjects, used in a month.

    The subjects of ``daily_for`` come day by day, so that they can be moved.
    """
    rates = rates_by_id(base, company_id)
    rows = base.rows(
        "usage_slices",
        company_id=company_id,
        first=month.first,
        end=month.period.end,
        daily=list(daily_for),
        subjects=None if subjects is None else list(subjects),
        destinations=list(Destination),
    )
    return [
        UsageSlice(
            subject_id=SubjectId(row["subject_id"]),
            destination=Destination(row["destination"]),
            start=row["start_day"],
            calls=row["calls"],
            seconds=row["seconds"],
            billed_seconds=row["billed_seconds"],
            amount_micros=row["amount_micros"],
            included_seconds=row["included_seconds"],
            row=rates.get(row["rate_id"]),
        )
        for row in rows
    ]


def unrated(base: Base, company_id: SubjectId, period: Period) -> pl.DataFrame:
    """Return one row per reason: reason, calls; for the calls of a period that wait for a price."""
    return base.read("unrated_by_reason", company_id=company_id, first=period.start, end=period.end)
