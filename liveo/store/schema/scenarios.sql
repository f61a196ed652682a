-- What people try on a bill and keep: nothing here is ever billed, and no cached answer is made of it.

create sequence scenario_ids;

create table scenarios (
    scenario_id bigint primary key,
    company_id bigint,                -- null: a prospect
    page varchar not null,            -- where it is tried: simulation, allocation
    deleted boolean not null          -- kept, so that it can be had back
);

-- Every saving of a scenario is one more version; none is ever changed.
create table scenario_versions (
    scenario_id bigint not null,
    version integer not null,         -- from 1
    name varchar not null,
    month date not null,              -- the month it looks at: its first day
    steps integer not null,
    document varchar not null,        -- JSON, as docs/scenario.md describes it
    ground varchar not null,          -- JSON: a print of each part of the base that it stands on
    saved_at timestamptz not null,
    person varchar not null,          -- login
    primary key (scenario_id, version)
);

-- What somebody is trying and has not saved: it outlives the browser, not a month.
create table scenario_drafts (
    token varchar not null,           -- stands in the address of one browser tab
    company_id bigint not null,       -- 0: a prospect
    page varchar not null,
    document varchar not null,
    saved_at timestamptz not null,
    person varchar not null,
    primary key (token, person, company_id, page)
);

create sequence application_ids;

-- What of a scenario was really written: both sides of it, so that it can be undone as long as nothing else changed it.
create table applications (
    application_id bigint primary key,
    company_id bigint not null,
    name varchar not null,            -- that of the scenario, or empty
    words varchar not null,           -- JSON: each change in words
    change varchar not null,          -- JSON: what was replaced, what was written
    applied_at timestamptz not null,
    person varchar not null,          -- login
    undone boolean not null
);
