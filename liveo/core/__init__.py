"""The rulebook: pure functions over immutable records, standard library only."""
