"""What of the claims cannot be true together: what a check's author imports, running the checks, ranking and explaining what they find.

    outcome = run_checks(source, context, find_checks())

What to keep out: which claims speak of one fact (`atodds.linking`), rendering (`atodds.report`), and the database: claims come from a
`ClaimSource`, which `atodds.store.claim_table` is.
"""
