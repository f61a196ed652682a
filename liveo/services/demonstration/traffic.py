"""The calls of one customer, drawn at once for all days: whoever has no account on a day makes no call on it.

Frames of calls hold columns of a call file (``ROW_SCHEMA``), and ``civil``: the moment in Paris without its zone.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from liveo.core.catalogue import OptionCode
from liveo.core.company import VatRegime
from liveo.core.periods import Period
from liveo.services.demonstration.chance import chance
from liveo.services.demonstration.customers import Customer
from liveo.services.demonstration.numbers import Pool, draw_numbers, pool_of
from liveo.services.demonstration.people import HEAD_OFFICE
from liveo.services.demonstration.rhythms import HEAD_OFFICE_RHYTHM, RHYTHMS, Rhythm, day_weights, draw_seconds
from liveo.services.demonstration.stage import Stage

Integers = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Texts = npt.NDArray[np.str_]

_FAXES_A_DAY: Final = 2.4
_OVERSEAS_HOURS: Final = 2  # what Saint-Denis is ahead of Paris in summer, an hour short of it in winter
_UNEVEN_PEOPLE: Final = 0.6
_UNEVEN_DAYS: Final = 0.12
_LONGEST_SECONDS: Final = 7_200
_SPREAD: Final = 1.0


@dataclass(frozen=True, slots=True)
class Use:
    """What a call is for: its kind and direction, its share of the calls, how many are missed, how long half last."""

    name: str
    kind: str
    direction: str
    share: float
    missed: float
    median_seconds: int


USES: Final = (
    Use("outbound", "voice", "outbound", share=0.63, missed=0.15, median_seconds=85),
    Use("inbound", "voice", "inbound", share=0.25, missed=0.26, median_seconds=100),
    Use("internal", "voice", "internal", share=0.10, missed=0.18, median_seconds=40),
    Use("sms", "sms", "outbound", share=0.02, missed=0.0, median_seconds=0),
)
FAX: Final = Use("fax", "fax", "outbound", share=0.0, missed=0.06, median_seconds=55)


@dataclass(frozen=True, slots=True)
class Callers:
    """Accounts or fax machines as parallel arrays; ``reached_at`` is the number that people outside dial."""

    codes: Texts
    called_from: Texts
    reached_at: Texts
    hours_ahead: Integers
    lives: Sequence[Period]


@dataclass(frozen=True, slots=True)
class Attempts:
    """Calls as parallel arrays: who makes them, on which day of the window, in which second of that civil day."""

    who: Integers
    day: Integers
    second: Integers

    def only(self, chosen: npt.NDArray[np.bool_]) -> "Attempts":
        """Return some of them."""
        return Attempts(self.who[chosen], self.day[chosen], self.second[chosen])


def calls_of(customer: Customer, stage: Stage) -> pl.DataFrame:
    """Return all calls of a customer, in no order."""
    code = customer.line["code"]
    pools = {use.name: pool_of(stage.sources.numbers, code, use.name) for use in (*USES, FAX) if use.name != "internal"}
    accounts, days = _accounts(customer), stage.window.days
    frames: list[pl.DataFrame] = []
    for name, rhythm, members in _groups(customer):
        generator = chance(code, name)
        attempts = _attempts(accounts, members, rhythm, float(customer.line["calls_per_day"]), days, generator)
        frames += _by_use(accounts, attempts, days, pools, generator)
    return pl.concat([*frames, _faxes(customer, days, pools[FAX.name], chance(code, FAX.name))])


def presence(lives: Sequence[Period], days: Period) -> Floats:
    """Return one row per life and one column per day: 1.0 where the day lies in the life."""
    starts = np.array([(life.start - days.start).days for life in lives], dtype=np.int64)[:, None]
    ends = np.array([(life.end - days.start).days for life in lives], dtype=np.int64)[:, None]
    columns = np.arange(days.days)[None, :]
    return ((columns >= starts) & (columns < ends)).astype(np.float64)


def frame_of_calls(
    use: Use,
    accounts: Texts,
    caller: pl.Series,
    dialled: pl.Series,
    moments: npt.NDArray[np.datetime64],
    generator: np.random.Generator,
) -> pl.DataFrame:
    """Return calls of one use, each with its length; what nobody answers lasts nothing, nor does a message."""
    count = len(accounts)
    answered = generator.random(count) >= use.missed
    drawn = generator.lognormal(np.log(max(use.median_seconds, 1)), _SPREAD, count).astype(np.int64)
    lasting = answered & (use.median_seconds > 0)
    return pl.DataFrame(
        {
            "account_code": pl.Series(accounts, dtype=pl.String),
            "caller": caller,
            "dialled": dialled,
            "civil": moments,
            "seconds": np.where(lasting, drawn.clip(1, _LONGEST_SECONDS), 0),
            "answered": answered,
        }
    ).with_columns(kind=pl.lit(use.kind), direction=pl.lit(use.direction))


def moments_of(attempts: Attempts, days: Period) -> npt.NDArray[np.datetime64]:
    """Return the civil moments of attempts."""
    seconds = attempts.day * 86_400 + attempts.second
    return np.datetime64(days.start.isoformat(), "us") + seconds.astype("timedelta64[s]")


def _groups(customer: Customer) -> Iterator[tuple[str, Rhythm, Integers]]:
    """Yield who lives in which rhythm: the head office keeps office hours, whatever the trade."""
    at_head_office = np.array([person.home == HEAD_OFFICE for person in customer.people])
    groups = {
        "sites": (RHYTHMS[customer.line["rhythm"]], ~at_head_office),
        "head office": (HEAD_OFFICE_RHYTHM, at_head_office),
    }
    for name, (rhythm, members) in groups.items():
        if members.any():
            yield name, rhythm, np.flatnonzero(members)


def _accounts(customer: Customer) -> Callers:
    people, resources = customer.people, customer.state.resources
    overseas = {entity.code for entity in customer.state.entities if entity.vat_regime is VatRegime.OVERSEAS}
    direct = {resource.account_id: resource.number for resource in reversed(resources) if resource.number}
    shared = next(resource.number for resource in resources if resource.option is OptionCode.DID_NUMBER)
    return Callers(
        codes=np.array([person.account.code for person in people]),
        called_from=np.array([person.account.extension for person in people]),
        reached_at=np.array([_national(direct.get(person.account.subject_id, shared)) for person in people]),
        hours_ahead=np.array([_OVERSEAS_HOURS * (person.home in overseas) for person in people]),
        lives=[person.life for person in people],
    )


def _attempts(
    callers: Callers, members: Integers, rhythm: Rhythm, a_day: float, days: Period, generator: np.random.Generator
) -> Attempts:
    """Draw how often each member calls on each day, and when."""
    lives = presence([callers.lives[i] for i in members.tolist()], days)
    zeal = generator.lognormal(-(_UNEVEN_PEOPLE**2) / 2, _UNEVEN_PEOPLE, len(members))
    weather = generator.lognormal(0.0, _UNEVEN_DAYS, days.days)
    counts = generator.poisson(a_day * np.outer(zeal, day_weights(rhythm, days) * weather) * lives)
    row, day = np.nonzero(counts)
    times = counts[row, day]
    who = members[np.repeat(row, times)]
    return Attempts(who, np.repeat(day, times), draw_seconds(rhythm, generator, callers.hours_ahead[who]))


def _by_use(
    accounts: Callers, attempts: Attempts, days: Period, pools: dict[str, Pool], generator: np.random.Generator
) -> Iterator[pl.DataFrame]:
    """Yield one frame for each use that attempts are put to."""
    bounds = np.cumsum([use.share for use in USES])
    chosen = np.searchsorted(bounds / bounds[-1], generator.random(len(attempts.who)), side="right")
    for place, use in enumerate(USES):
        made = attempts.only(chosen == place)
        own = pl.Series(accounts.called_from[made.who], dtype=pl.String)
        if use.name == "internal":
            other = pl.Series(accounts.called_from[_colleagues(made.who, len(accounts.codes), generator)])
        else:
            other = draw_numbers(pools[use.name], generator, len(made.who))
        reached = pl.Series(accounts.reached_at[made.who], dtype=pl.String)
        caller, dialled = (other, reached) if use.name == "inbound" else (own, other)
        yield frame_of_calls(use, accounts.codes[made.who], caller, dialled, moments_of(made, days), generator)


def _colleagues(who: Integers, count: int, generator: np.random.Generator) -> Integers:
    """Draw somebody else for each; who is alone in a company calls their own voice mail."""
    return (who + generator.integers(min(1, count - 1), max(count, 1), len(who))) % count


def _faxes(customer: Customer, days: Period, pool: Pool, generator: np.random.Generator) -> pl.DataFrame:
    """Draw the faxes that each machine sends while it is switched on."""
    machines = [item for item in customer.equipment if item.resource.option is OptionCode.FAX]
    callers = Callers(
        codes=np.array([item.resource.code for item in machines], dtype=np.str_),
        called_from=np.array([_national(item.resource.number) for item in machines], dtype=np.str_),
        reached_at=np.array([], dtype=np.str_),
        hours_ahead=np.zeros(len(machines), dtype=np.int64),
        lives=[item.active for item in machines],
    )
    everybody = np.arange(len(machines))
    made = _attempts(callers, everybody, HEAD_OFFICE_RHYTHM, _FAXES_A_DAY, days, generator)
    caller = pl.Series(callers.called_from[made.who], dtype=pl.String)
    dialled = draw_numbers(pool, generator, len(made.who))
    return frame_of_calls(FAX, callers.codes[made.who], caller, dialled, moments_of(made, days), generator)


def _national(number: str) -> str:
    """Write a French number as people dial it."""
    return number.replace("+33", "0", 1)
