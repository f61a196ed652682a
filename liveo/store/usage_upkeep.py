"""Roll-ups are kept true to the calls: added to by imports, made anew where calls that are there have changed."""

from liveo.store.database import Transaction


def add_usage(tx: Transaction) -> None:
    """Add the calls of the temp table touched_calls to the roll-ups, and use up the allowances they count on.

    Where there are allowances, a call may change what later calls of its month cost: the month is made anew.
    """
    tx.run("months_with_allowances")
    tx.run("rollups")
    if tx.execute("select 1 from concerned_months limit 1"):
        make_anew(tx)


def make_anew(tx: Transaction) -> None:
    """Use up the allowances of the months of the temp table concerned_months anew, then make their roll-ups anew."""
    use_allowances(tx)
    tx.run("concerned_usage")
    tx.run("rollups")


def use_allowances(tx: Transaction) -> None:
    """Give each call of the concerned months the included time that is its own, and the price that follows."""
    tx.run("allowances")
    [(ranks,)] = tx.execute("select coalesce(max(rank), 0) from ranked_allowances")
    for rank in range(1, ranks + 1):
        tx.run("allowance_use", {"rank": rank})
    tx.run("allowed_calls")
    tx.run("pricing")
    tx.run("repriced_calls")
