-- What passages are about, and which place holds which.
CREATE TABLE topics (
    run_id VARCHAR NOT NULL,
    document_id VARCHAR NOT NULL,
    document_path VARCHAR NOT NULL,
    char_start BIGINT NOT NULL,
    topic_id VARCHAR NOT NULL,
    name VARCHAR NOT NULL,
    kind VARCHAR NOT NULL,
    period_low DATE,
    period_high DATE,
    shares VARCHAR[] NOT NULL
);

CREATE TABLE standings (
    run_id VARCHAR NOT NULL,
    one VARCHAR NOT NULL,
    other VARCHAR NOT NULL,
    standing VARCHAR NOT NULL
);
