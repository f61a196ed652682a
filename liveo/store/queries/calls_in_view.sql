-- Which calls are behind a figure? Grain: one row per rated or free call, each with the count and the sum of all that
-- are found. Order: $ranking, then latest first.
-- The last four digits of the other party never leave the base, and are never compared; an extension is shown whole.
-- Parameters: those of consumption_by_day, and $answered (null: both), $beginnings (of numbers, one of which must fit;
-- empty: all), $digits (anywhere in the number; empty: all), $ranking (latest, oldest, dearest, longest), $limit,
-- $offset.
with parties as (
    select
        calls.call_id,
        calls.started_at,
        calls.subject_id,
        coalesce(subject_entities.entity_id, 0) as entity_id,
        calls.direction,
        calls.kind,
        coalesce(calls.destination, calls.direction) as destination,
        calls.country,
        calls.answered,
        calls.seconds,
        calls.amount_micros,
        case when calls.direction = 'outbound' then calls.number end as read_number,
        case when calls.direction = 'inbound' then calls.caller else calls.dialled end as written
    from calls
    left join subject_entities
        on subject_entities.subject_id = calls.subject_id
        and calls.day >= subject_entities.start_day
        and calls.day < subject_entities.end_day
    where
        calls.company_id = $company_id
        and calls.day >= $first
        and calls.day < $end
        and calls.reason is null
        and calls.subject_id is not null
        and coalesce(calls.destination, calls.direction) in (select unnest($traffic::varchar[]))
        and (len($subjects::bigint[]) = 0 or calls.subject_id in (select unnest($subjects::bigint[])))
        and ($answered::boolean is null or calls.answered = $answered::boolean)
),

-- What the file wrote is cut at the host of an address, so that the digits hidden are those of the number.
numbered as (
    select
        * exclude (read_number, written),
        coalesce(
            read_number,
            regexp_replace(
                regexp_replace(regexp_replace(written, '[@;?].*$', ''), '[^0-9+]', '', 'g'),
                '^0([1-9][0-9]{8})$',
                '+33\1'
            )
        ) as number
    from parties
),

masked as (
    select
        * exclude (number),
        number = '' or (direction = 'internal' and length(number) <= 6) as whole,
        case when whole then number else left(number, greatest(length(number) - 4, 0)) end as shown
    from numbered
)

select
    call_id,
    started_at,
    subject_id,
    entity_id,
    direction,
    kind,
    destination,
    country,
    case when whole then shown else shown || '••••' end as number,
    answered,
    seconds::bigint as seconds,
    amount_micros,
    count(*) over () as all_calls,
    (sum(amount_micros) over ())::bigint as all_amount_micros
from masked
where
    (len($entities::bigint[]) = 0 or entity_id in (select unnest($entities::bigint[])))
    and (len($beginnings::varchar[]) = 0 and $digits = '' or shown != '')
    and contains(shown, $digits)
    and (
        len($beginnings::varchar[]) = 0
        or len(list_filter($beginnings::varchar[], lambda begun: starts_with(shown, left(begun, length(shown))))) > 0
    )
order by
    case $ranking
        when 'latest' then -epoch_us(started_at)
        when 'oldest' then epoch_us(started_at)
        when 'dearest' then -amount_micros
        when 'longest' then -seconds
    end,
    started_at desc,
    call_id desc
limit $limit
offset $offset
