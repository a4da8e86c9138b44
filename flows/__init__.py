"""Prefect: what runs when. Tasks, retries, artifacts, schedules, and the `atodds` command.

What to keep out: regular expressions, SQL and arithmetic; anything shared by two flows (it belongs to the engine). No file
here may bear the name of a top-level package: Prefect puts this folder first on `sys.path`.
"""
