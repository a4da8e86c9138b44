"""Speed and accuracy, each a command that prints a table: `python -m benchmarks.reading` and so on, or `make bench-reading`.

Figures are written to `benchmarks/RESULTS.md` with date and commit. The annotated documents and public sets stand outside the project, in
`../shared`; a bench that needs them says so plainly where they are absent.
"""
