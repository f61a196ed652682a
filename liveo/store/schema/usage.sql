-- Roll-ups, written in the transaction of the import. Grain: one row per key. entity_id 0 = no entity.
create table usage_daily (
    company_id bigint not null, entity_id bigint not null, subject_id bigint not null, day date not null,
    destination varchar not null,     -- one of the seven; the direction where there is none: free or unanswered
    rate_id bigint not null,          -- the row of the sheet that priced the calls; 0 = free
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
