"""Which claims speak of one fact: values, measure, axes and time of two claims, and the weight of what they share.

`comparing.make_comparing` puts the comparison together, once for a run, for `atodds explain` and for the report; `pairing` is the one place
that says why two claims meet or do not. Each aspect of a comparison is a small function `(a, b, knowledge) -> Aspect` in the list of its
module. Stated differences forbid; silence forbids nothing.

What to keep out: verdicts and findings (`atodds.judging`), texts, and the database.
"""
