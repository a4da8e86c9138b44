"""The review app and the adjudications a person makes: a local web app over a snapshot, decisions appended to a log."""
