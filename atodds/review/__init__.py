"""The review app: the findings of a run, with decisions, on 127.0.0.1.

What belongs here: pages and forms over a snapshot, the log of decisions and what reviewers teach. What does not: the database, the
rules, rendering of findings (that is `atodds.report`, whose cards these pages show).

    from atodds.review.serving import serve_review
    serve_review(snapshot, log, root=workspace.root)
"""
