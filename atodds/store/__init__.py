"""DuckDB and Parquet: the only package that executes SQL against the workspace's database.

What belongs here: the writer's lock, migrations, validated loading with quarantine, blocking queries, snapshots.
What to keep out: rules and rendering.
"""
