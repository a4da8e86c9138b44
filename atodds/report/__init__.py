"""Rendering a snapshot for people and machines: HTML, Markdown, JSON, CSV, Parquet, SARIF. Reads snapshots, never the database."""
