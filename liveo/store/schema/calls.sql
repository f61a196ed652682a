-- What the switches sent.

create sequence import_ids;
create sequence call_ids;

-- One row per import of one file; the same content is never imported twice.
create table imports (
    import_id bigint primary key,
    file_name varchar not null,
    sha256 varchar not null unique,
    format varchar not null,
    company_id bigint,                -- the company named by the person who imported, if any
    imported_at timestamptz not null,
    lines bigint not null,            -- lines = accepted + known + refused
    accepted bigint not null,
    known bigint not null,            -- calls that another import had already brought
    refused bigint not null,
    unrated bigint not null,
    amount_micros bigint not null
);

create table refused_lines (
    import_id bigint not null,
    line bigint not null,
    reason varchar not null,
    detail varchar not null,
    content varchar not null
);

-- One row per call leg. amount_micros is final: rated at import, or again after a correction. reason is null for a rated or free call.
create table calls (
    call_id bigint not null,
    import_id bigint not null,
    line bigint not null,
    call_key uhugeint not null,       -- identity of the call: hash of its format and its key there
    company_id bigint,                -- null where neither the file nor the person says
    subject_id bigint,                -- account or fax that pays; null where unknown
    started_at timestamptz not null,
    day date not null,                -- civil day in Europe/Paris
    hour tinyint not null,            -- civil hour in Europe/Paris
    direction varchar not null,       -- outbound, inbound, internal
    kind varchar not null,            -- voice, fax, sms
    account_code varchar,             -- as the file writes it
    caller varchar not null,
    dialled varchar not null,
    number varchar,                   -- E.164 or short code, null where unreadable
    other_party varchar not null default '',  -- number of the other party, as well as it can be read
    country varchar,
    destination varchar,              -- null for internal, inbound and unrated calls
    answered boolean not null,
    seconds integer not null,
    billed_seconds integer not null,
    included_seconds integer not null,  -- the billed ones that an allowance covers
    rate_id bigint,
    amount_micros bigint not null,
    reason varchar                    -- why it is not rated
);

-- Whose calls are those of a caller, or under an account code, that no reference names? What people said.
create table caller_owners (
    company_id bigint not null,
    party varchar not null,           -- account code or caller, as files write it
    subject_id bigint not null,
    primary key (company_id, party)
);

-- What people said of single calls that could not be rated; the call itself keeps what its file says.
create table call_corrections (
    call_id bigint primary key,
    dialled varchar,                  -- the number that was meant; null: as written
    waived boolean not null           -- not to be billed
);
