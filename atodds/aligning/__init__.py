"""From names to entities and events, so that claims about the same thing meet.

What belongs here: aliases, acronyms, spelling variants, demonyms, part-of relations, event keys. What to keep out:
comparing values; storing anything.
"""
