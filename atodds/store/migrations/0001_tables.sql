-- Generated from schemas/ by python -m atodds.store.ddl

CREATE TABLE documents (
    document_id VARCHAR NOT NULL,
    path VARCHAR NOT NULL,
    format VARCHAR NOT NULL,
    content_sha256 VARCHAR NOT NULL,
    size_bytes BIGINT NOT NULL,
    version BIGINT NOT NULL,
    lineage VARCHAR NOT NULL,
    superseded_by VARCHAR,
    same_content_as VARCHAR,
    title VARCHAR,
    author VARCHAR,
    publisher VARCHAR,
    published_on DATE,
    language VARCHAR,
    url VARCHAR,
    page_count BIGINT,
    status VARCHAR NOT NULL,
    reason VARCHAR,
    notices VARCHAR[] NOT NULL,
    claim_count BIGINT NOT NULL,
    text VARCHAR NOT NULL,
    extra VARCHAR
);

CREATE TABLE segments (
    document_id VARCHAR NOT NULL,
    segment_number BIGINT NOT NULL,
    kind VARCHAR NOT NULL,
    char_start BIGINT NOT NULL,
    char_end BIGINT NOT NULL,
    heading VARCHAR,
    heading_path VARCHAR[] NOT NULL,
    caption VARCHAR,
    table_number BIGINT,
    anchor BIGINT,
    source_line_start BIGINT,
    source_line_end BIGINT,
    page BIGINT
);

CREATE TABLE claims (
    claim_id VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    document_path VARCHAR NOT NULL,
    source_line_start BIGINT,
    source_line_end BIGINT,
    page BIGINT,
    cell VARCHAR,
    char_start BIGINT,
    char_end BIGINT,
    mention_start BIGINT,
    mention_end BIGINT,
    quote VARCHAR NOT NULL,
    mention_text VARCHAR NOT NULL,
    segment_kind VARCHAR NOT NULL,
    heading VARCHAR,
    claim_type VARCHAR NOT NULL,
    measure VARCHAR NOT NULL,
    measure_kind VARCHAR NOT NULL,
    subject VARCHAR,
    subject_id VARCHAR,
    subject_source VARCHAR,
    facet VARCHAR,
    facet_id VARCHAR,
    facet_source VARCHAR,
    value_low DOUBLE,
    value_high DOUBLE,
    unit VARCHAR,
    currency VARCHAR,
    per_unit VARCHAR,
    date_low DATE,
    date_high DATE,
    members VARCHAR[],
    polarity BOOLEAN,
    bound VARCHAR NOT NULL,
    last_digit DOUBLE,
    as_of_low DATE,
    as_of_high DATE,
    as_of_source VARCHAR,
    attribution VARCHAR,
    modality VARCHAR NOT NULL,
    qualifiers VARCHAR[] NOT NULL,
    qualifier_text VARCHAR,
    links STRUCT(relation VARCHAR, claim_id VARCHAR)[] NOT NULL,
    confidence DOUBLE NOT NULL,
    extractor VARCHAR NOT NULL
);

CREATE TABLE entities (
    run_id VARCHAR NOT NULL,
    entity_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    aliases VARCHAR[] NOT NULL,
    part_of VARCHAR[] NOT NULL,
    period_low DATE,
    period_high DATE,
    claim_count BIGINT NOT NULL
);

CREATE TABLE links (
    run_id VARCHAR NOT NULL,
    mention VARCHAR NOT NULL,
    document_id VARCHAR,
    entity_id VARCHAR NOT NULL,
    score DOUBLE NOT NULL,
    reason VARCHAR NOT NULL
);

CREATE TABLE copies (
    run_id VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    document_path VARCHAR NOT NULL,
    copy_of_id VARCHAR NOT NULL,
    copy_of_path VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    similarity DOUBLE NOT NULL,
    char_start BIGINT,
    char_end BIGINT,
    of_char_start BIGINT,
    of_char_end BIGINT
);

CREATE TABLE discrepancies (
    run_id VARCHAR NOT NULL,
    discrepancy_id VARCHAR NOT NULL,
    check_id VARCHAR NOT NULL,
    verdict VARCHAR NOT NULL,
    severity DOUBLE NOT NULL,
    confidence DOUBLE NOT NULL,
    title VARCHAR,
    reason VARCHAR NOT NULL,
    fact_key VARCHAR,
    fact VARCHAR,
    claim_ids VARCHAR[] NOT NULL,
    conflicts VARCHAR[][] NOT NULL,
    state VARCHAR NOT NULL,
    status VARCHAR NOT NULL
);

CREATE TABLE problems (
    run_id VARCHAR NOT NULL,
    stage VARCHAR NOT NULL,
    name VARCHAR,
    message VARCHAR NOT NULL,
    claim_ids VARCHAR[] NOT NULL
);

CREATE TABLE quarantine (
    table_name VARCHAR NOT NULL,
    row_id VARCHAR,
    document_id VARCHAR,
    document_path VARCHAR,
    source_line BIGINT,
    column_name VARCHAR,
    failed_check VARCHAR NOT NULL,
    failure_case VARCHAR,
    row_json VARCHAR NOT NULL
);

CREATE TABLE readings (
    document_id VARCHAR NOT NULL,
    reading_key VARCHAR NOT NULL
);

CREATE TABLE runs (
    run_id VARCHAR NOT NULL,
    run_number BIGINT NOT NULL,
    parent_run_id VARCHAR,
    scope VARCHAR NOT NULL,
    inputs_sha256 VARCHAR NOT NULL,
    status VARCHAR NOT NULL,
    started_at TIMESTAMP NOT NULL,
    finished_at TIMESTAMP,
    atodds_version VARCHAR NOT NULL,
    extraction_version VARCHAR NOT NULL,
    seeds_sha256 VARCHAR NOT NULL,
    documents BIGINT NOT NULL,
    documents_read BIGINT NOT NULL,
    claims BIGINT NOT NULL,
    quarantined BIGINT NOT NULL,
    contradictions BIGINT NOT NULL,
    tensions BIGINT NOT NULL,
    problems BIGINT NOT NULL
);

CREATE TABLE adjudications (
    adjudication_id VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    discrepancy_id VARCHAR NOT NULL,
    check_id VARCHAR NOT NULL,
    fact_key VARCHAR NOT NULL,
    decision VARCHAR,
    category VARCHAR,
    wrong VARCHAR[] NOT NULL,
    reason VARCHAR,
    reviewer VARCHAR,
    assignee VARCHAR,
    decided_at TIMESTAMP NOT NULL,
    expires_on DATE,
    undoes VARCHAR,
    run_id VARCHAR
);
