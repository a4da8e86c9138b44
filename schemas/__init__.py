"""One file, one stored table, as a pandera model. DuckDB tables and docs/tables.md are generated from these.

Imports nothing of the engine. The same quantity has the same column name in every table, with its unit in the name.
"""
