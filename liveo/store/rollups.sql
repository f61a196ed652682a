-- Adds the calls of the temp table touched_calls (rows of calls) to every roll-up; grain kept by merging.
-- Runs in the transaction that wrote the calls. Free calls count under the name of their direction.

create or replace temp table touched_usage as
select
    touched_calls.company_id,
    coalesce(subject_entities.entity_id, 0) as entity_id,
    touched_calls.subject_id,
    touched_calls.day,
    touched_calls.hour,
    coalesce(touched_calls.destination, touched_calls.direction) as destination,
    touched_calls.kind,
    coalesce(touched_calls.country, '') as country,
    coalesce(touched_calls.rate_id, 0) as rate_id,
    touched_calls.answered,
    touched_calls.seconds,
    touched_calls.billed_seconds,
    touched_calls.included_seconds,
    touched_calls.amount_micros
from touched_calls
left join subject_entities
    on subject_entities.subject_id = touched_calls.subject_id
    and touched_calls.day >= subject_entities.start_day
    and touched_calls.day < subject_entities.end_day
where touched_calls.company_id is not null and touched_calls.subject_id is not null and touched_calls.reason is null;

merge into usage_daily
using (
    select
        company_id,
        entity_id,
        subject_id,
        day,
        destination,
        kind,
        country,
        rate_id,
        count(*) as calls,
        count(*) filter (where answered) as answered,
        sum(seconds)::bigint as seconds,
        sum(billed_seconds)::bigint as billed_seconds,
        sum(included_seconds)::bigint as included_seconds,
        sum(amount_micros)::bigint as amount_micros
    from touched_usage
    group by all
    order by company_id, day
) as added
on
    usage_daily.company_id = added.company_id
    and usage_daily.entity_id = added.entity_id
    and usage_daily.subject_id = added.subject_id
    and usage_daily.day = added.day
    and usage_daily.destination = added.destination
    and usage_daily.kind = added.kind
    and usage_daily.country = added.country
    and usage_daily.rate_id = added.rate_id
when matched then update set
    calls = usage_daily.calls + added.calls,
    answered = usage_daily.answered + added.answered,
    seconds = usage_daily.seconds + added.seconds,
    billed_seconds = usage_daily.billed_seconds + added.billed_seconds,
    included_seconds = usage_daily.included_seconds + added.included_seconds,
    amount_micros = usage_daily.amount_micros + added.amount_micros
when not matched then insert by name;

merge into usage_entities
using (
    select
        company_id,
        entity_id,
        day,
        destination,
        kind,
        country,
        count(*) as calls,
        count(*) filter (where answered) as answered,
        sum(seconds)::bigint as seconds,
        sum(amount_micros)::bigint as amount_micros
    from touched_usage
    group by all
    order by company_id, day
) as added
on
    usage_entities.company_id = added.company_id
    and usage_entities.entity_id = added.entity_id
    and usage_entities.day = added.day
    and usage_entities.destination = added.destination
    and usage_entities.kind = added.kind
    and usage_entities.country = added.country
when matched then update set
    calls = usage_entities.calls + added.calls,
    answered = usage_entities.answered + added.answered,
    seconds = usage_entities.seconds + added.seconds,
    amount_micros = usage_entities.amount_micros + added.amount_micros
when not matched then insert by name;

merge into usage_hourly
using (
    select
        company_id,
        entity_id,
        day,
        hour,
        destination,
        kind,
        country,
        count(*) as calls,
        count(*) filter (where answered) as answered,
        sum(seconds)::bigint as seconds,
        sum(amount_micros)::bigint as amount_micros
    from touched_usage
    group by all
    order by company_id, day
) as added
on
    usage_hourly.company_id = added.company_id
    and usage_hourly.entity_id = added.entity_id
    and usage_hourly.day = added.day
    and usage_hourly.hour = added.hour
    and usage_hourly.destination = added.destination
    and usage_hourly.kind = added.kind
    and usage_hourly.country = added.country
when matched then update set
    calls = usage_hourly.calls + added.calls,
    answered = usage_hourly.answered + added.answered,
    seconds = usage_hourly.seconds + added.seconds,
    amount_micros = usage_hourly.amount_micros + added.amount_micros
when not matched then insert by name;

merge into unrated_daily
using (
    select
        company_id,
        day,
        reason,
        count(*) as calls
    from touched_calls
    where company_id is not null and reason is not null
    group by all
) as added
on
    unrated_daily.company_id = added.company_id
    and unrated_daily.day = added.day
    and unrated_daily.reason = added.reason
when matched then update set calls = unrated_daily.calls + added.calls
when not matched then insert by name;
