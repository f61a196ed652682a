-- The detail of the calls behind issued invoices, kept apart from them: it is erased long before they are.

create sequence annex_ids;

create table annexes (
    annex_id bigint primary key,
    company_id bigint not null,
    month date not null,
    kept_at timestamptz not null,
    purge_day date not null,          -- from this day on the calls are erased
    calls bigint not null,            -- those that are listed
    unlisted varchar not null,        -- those that must not be itemised, as JSON: entity code -> [calls, micros]
    calls_hash varchar not null       -- SHA-256, hexadecimal, over the calls
);

-- The calls of one annex as a Parquet file, numbers without their last four digits.
create table annex_calls (
    annex_id bigint primary key,
    calls blob not null
);
