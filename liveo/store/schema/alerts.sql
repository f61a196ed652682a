-- What people said about calls out of the ordinary; what is out of the ordinary is found in the calls, each time.

create sequence alert_review_ids;

-- From what on calls are out of the ordinary, where a company chose; no row: as at first.
create table alert_thresholds (
    company_id bigint primary key,
    times integer not null,           -- how many times the habit
    least_micros bigint not null      -- what costs less is no matter
);

-- An alert that somebody has looked into: what it was then, who it was, and what they found.
create table alert_reviews (
    review_id bigint primary key,
    company_id bigint not null,
    subject_id bigint not null,
    start_day date not null,
    end_day date not null,            -- excluded
    reasons varchar[] not null,       -- codes, the weightiest first
    calls bigint not null,
    amount_micros bigint not null,
    person varchar not null,          -- login
    reviewed_at timestamptz not null,
    note varchar not null
);
