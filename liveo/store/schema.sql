-- Every table and roll-up. Periods are half-open [start, end); an end that is not known yet is 9999-12-31.
-- Prices of calls are integer millionths of a euro (micros); option prices are exact decimals.

create table schema_version (version integer not null);

create sequence subject_ids;      -- companies, accounts and resources share it: an id names one subject
create sequence entity_ids;
create sequence activation_ids;
create sequence import_ids;
create sequence call_ids;
create sequence sheet_ids;
create sequence rate_ids;

create table seller (
    name varchar not null, legal_form varchar not null, siren varchar not null, siret varchar not null,
    vat_number varchar not null, trade_register varchar not null, street varchar not null,
    postcode varchar not null, city varchar not null, country varchar not null, email varchar not null,
    phone varchar not null, iban varchar not null, bic varchar not null, payment_days integer not null,
    late_rate varchar not null, vat_on_debits boolean not null
);

create table companies (
    subject_id bigint primary key,
    code varchar not null unique,
    name varchar not null,
    siren varchar not null, vat_number varchar not null,
    street varchar not null, postcode varchar not null, city varchar not null, country varchar not null,
    billing_mode varchar not null,
    sharing_key varchar not null
);

create table entities (
    entity_id bigint primary key,
    company_id bigint not null,
    code varchar not null,
    name varchar not null,
    head_office boolean not null,
    own_invoice boolean not null,
    vat_regime varchar not null,
    siret varchar not null,
    street varchar not null, postcode varchar not null, city varchar not null, country varchar not null,
    unique (company_id, code)
);

create table accounts (
    subject_id bigint primary key,
    company_id bigint not null,
    code varchar not null unique,
    name varchar not null,
    extension varchar not null
);

create table resources (
    subject_id bigint primary key,
    company_id bigint not null,
    code varchar not null unique,
    option varchar not null,
    name varchar not null,
    number varchar not null,          -- E.164, empty where there is none
    account_id bigint                 -- the account it is given to, if any
);

create table assignments (
    company_id bigint not null,
    subject_id bigint not null,
    entity_id bigint not null,
    start_day date not null,
    end_day date not null
);

create table activations (
    activation_id bigint primary key,
    company_id bigint not null,
    subject_id bigint not null,
    option varchar not null,
    start_day date not null,
    end_day date not null,
    quantity integer not null
);

create table prices (
    option varchar not null,
    company_id bigint,                -- null: the catalogue of everybody; else negotiated
    monthly decimal(12, 4) not null,
    start_day date not null,
    end_day date not null
);

create table settings (name varchar primary key, value varchar not null);   -- day_count, demonstration_today ...

create table numbering_plan (
    prefix varchar not null, digits_min integer not null, digits_max integer not null,
    country varchar not null, number_class varchar not null, label varchar not null
);

create table numbering_policy (number_class varchar not null, kind varchar not null, destination varchar not null);

create table rate_sheets (
    sheet_id bigint primary key,
    company_id bigint,                -- null: the sheet of everybody
    name varchar not null
);

create table rates (
    rate_id bigint primary key,
    sheet_id bigint not null,
    prefix varchar not null,
    destination varchar not null,
    label varchar not null,
    connection_micros bigint not null,
    per_minute_micros bigint not null,
    first_increment integer not null,   -- seconds
    next_increment integer not null,    -- seconds
    minimum_micros bigint not null,
    service_micros bigint not null,     -- per call
    unit_micros bigint not null,        -- per SMS
    valid_from date not null,
    valid_to date not null
);

-- Which entity each subject belongs to, and when: its own assignments, else those of the account it is given to.
create view subject_entities as
select subject_id, entity_id, start_day, end_day
from assignments
union all
select resources.subject_id, assignments.entity_id, assignments.start_day, assignments.end_day
from resources
inner join assignments on assignments.subject_id = resources.account_id
where resources.subject_id not in (select subject_id from assignments);

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

-- One row per call leg. amount_micros is final: rated once, at import. reason is null for a rated or free call.
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
    caller varchar not null,
    dialled varchar not null,
    number varchar,                   -- E.164 or short code, null where unreadable
    country varchar,
    destination varchar,              -- null for internal, inbound and unrated calls
    answered boolean not null,
    seconds integer not null,
    billed_seconds integer not null,
    rate_id bigint,
    amount_micros bigint not null,
    reason varchar                    -- why it is not rated
);

-- Roll-ups, written in the transaction of the import. Grain: one row per key. entity_id 0 = no entity.
create table usage_daily (
    company_id bigint not null, entity_id bigint not null, subject_id bigint not null, day date not null,
    destination varchar not null,     -- one of the seven; the direction where there is none: free or unanswered
    calls bigint not null,            -- attempts, answered or not, that nothing keeps from being rated
    answered bigint not null,
    seconds bigint not null, billed_seconds bigint not null, amount_micros bigint not null
);

create table usage_hourly (
    company_id bigint not null, entity_id bigint not null, day date not null, hour tinyint not null,
    destination varchar not null,
    calls bigint not null, answered bigint not null, seconds bigint not null, amount_micros bigint not null
);

create table unrated_daily (
    company_id bigint not null, day date not null, reason varchar not null, calls bigint not null
);
