"""From names to entities and events, so that claims about the same thing meet.

What belongs here: aliases, acronyms, spelling variants, demonyms, part-of relations, event keys. What to keep out:
comparing values; storing anything.

    align(claims, documents)          claims with subject_id and facet_id, entities, links, part-of relations
    relate_scopes(facet_id, facet_id) same, part, whole, disjoint or unknown, with the reason
    load_measures().relate(a, b)      the same for measures
    Alignment.same_source(a, b)       whether two attributions name one source; same_source(a, b) by their words alone
    Alignment.event_period(id)        first and last day of an event
    tell_of_events(claims, ...)       aligned claims under their event's fullest name, undated ones with its year
"""

from atodds.aligning.alignment import AlignedEntity, Alignment, EntityLink, PartOf, align
from atodds.aligning.measures import load_measures
from atodds.aligning.scopes import WHOLE, Scope, ScopeRelation, family_of, relate_scopes, scope_of
from atodds.aligning.sources import same_source
from atodds.aligning.telling import tell_of_events

__all__ = [
    "WHOLE", "AlignedEntity", "Alignment", "EntityLink", "PartOf", "Scope", "ScopeRelation", "align", "family_of",
    "load_measures", "relate_scopes", "same_source", "scope_of", "tell_of_events",
]  # fmt: skip
