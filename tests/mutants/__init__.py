"""`make mutants`: small wrong changes to the code, and which of them the tests notice (docs/mutants.md)."""
