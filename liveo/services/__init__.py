"""The questions: each asks the store, lets the core compute, and answers; pages and the command line share them."""
