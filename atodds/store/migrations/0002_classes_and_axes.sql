-- What a figure is of (two classes and words) and what narrows it (typed axes), in place of facets and qualifiers.
-- Claims that were stored before are read anew: the version of extraction is another one.

ALTER TABLE claims DROP COLUMN facet_id;
ALTER TABLE claims DROP COLUMN facet_source;
ALTER TABLE claims DROP COLUMN qualifiers;
ALTER TABLE claims DROP COLUMN qualifier_text;
ALTER TABLE claims ADD COLUMN topic_id VARCHAR;
ALTER TABLE claims ADD COLUMN predicate VARCHAR;
ALTER TABLE claims ADD COLUMN counted VARCHAR;
ALTER TABLE claims ADD COLUMN also VARCHAR[] DEFAULT [];
ALTER TABLE claims ADD COLUMN words VARCHAR[] DEFAULT [];
ALTER TABLE claims ADD COLUMN axes STRUCT(axis VARCHAR, "value" VARCHAR, said VARCHAR, source VARCHAR)[] DEFAULT [];
ALTER TABLE claims ALTER COLUMN also SET NOT NULL;
ALTER TABLE claims ALTER COLUMN words SET NOT NULL;
ALTER TABLE claims ALTER COLUMN axes SET NOT NULL;
ALTER TABLE claims ALTER COLUMN also DROP DEFAULT;
ALTER TABLE claims ALTER COLUMN words DROP DEFAULT;
ALTER TABLE claims ALTER COLUMN axes DROP DEFAULT;
