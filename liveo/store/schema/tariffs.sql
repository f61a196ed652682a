-- What things cost, and who sells them. Prices of calls are integer millionths of a euro (micros); option prices are
-- exact decimals.

create sequence sheet_ids;
create sequence rate_ids;
create sequence allowance_ids;

create table seller (
    name varchar not null, legal_form varchar not null, siren varchar not null, siret varchar not null,
    vat_number varchar not null, trade_register varchar not null, street varchar not null,
    postcode varchar not null, city varchar not null, country varchar not null, email varchar not null,
    phone varchar not null, iban varchar not null, bic varchar not null, payment_days integer not null,
    late_rate varchar not null, vat_on_debits boolean not null,
    series varchar not null           -- tells its numbers from those of another issuer: FA-<series>-2026; may be empty
);

create table prices (
    option varchar not null,
    company_id bigint,                -- null: the catalogue of everybody; else negotiated
    monthly decimal(12, 4) not null,
    start_day date not null,
    end_day date not null
);

create table settings (name varchar primary key, value varchar not null);   -- day_count, demonstration_today ...

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
    valid_to date not null,
    retired boolean not null default false   -- replaced by a corrected row; kept for the calls it has priced
);

-- Billed time included for each account in each month, whole months only.
create table allowances (
    allowance_id bigint primary key,
    company_id bigint,                -- null: for everybody
    name varchar not null,
    priority integer not null,        -- the lowest is used up first
    destinations varchar[] not null,
    seconds integer not null,
    valid_from date not null,
    valid_to date not null
);
