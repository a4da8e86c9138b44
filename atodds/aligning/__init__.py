"""From names to entities and events, so that claims about the same thing meet.

What belongs here: aliases, acronyms, spelling variants, demonyms, part-of relations, event keys. What to keep out:
comparing values; storing anything.

    align(claims, documents)          claims with subject_id and facet_id, entities, links, part-of relations
    relate_scopes(facet_id, facet_id) same, part, whole, disjoint or unknown, with the reason
"""

from atodds.aligning.alignment import AlignedEntity, Alignment, EntityLink, PartOf, align
from atodds.aligning.measures import load_measures
from atodds.aligning.scopes import WHOLE, Scope, ScopeRelation, Standing, family_of, relate_scopes, scope_of

__all__ = [
    "WHOLE", "AlignedEntity", "Alignment", "EntityLink", "PartOf", "Scope", "ScopeRelation", "Standing", "align", "family_of",
    "load_measures", "relate_scopes", "scope_of",
]  # fmt: skip
