"""One file, one rule about what cannot both be true. What users add to most.

A check imports `atodds.checking` and `atodds.claims` and nothing more of the engine: no Prefect, no DuckDB, no store.
Files are found by name at run time; there is nothing to register.
"""
