"""The kinds of changes of a scenario, a file for each matter; ``liveo.core.scenario`` holds the table of them.

Each kind is one dataclass and its ``applied_to``. A change never touches the state it is given: it returns another.
"""
