-- Roll-ups, written in the transaction of the import. Grain: one row per key. entity_id 0 = no entity.
create table usage_daily (
    company_id bigint not null, entity_id bigint not null, subject_id bigint not null, day date not null,
    destination varchar not null,     -- one of the seven; the direction where there is none: free or unanswered
    kind varchar not null,            -- voice, fax, sms
    country varchar not null,         -- two letters; empty where nothing says it
    rate_id bigint not null,          -- the row of the sheet that priced the calls; 0 = free
    calls bigint not null,            -- attempts, answered or not, that nothing keeps from being rated
    answered bigint not null,
    seconds bigint not null, billed_seconds bigint not null,
    included_seconds bigint not null,  -- the billed ones that allowances cover
    amount_micros bigint not null
);

create table usage_hourly (
    company_id bigint not null, entity_id bigint not null, day date not null, hour tinyint not null,
    destination varchar not null, kind varchar not null, country varchar not null,
    calls bigint not null, answered bigint not null, seconds bigint not null, amount_micros bigint not null
);

create table unrated_daily (
    company_id bigint not null, day date not null, reason varchar not null, calls bigint not null
);

-- The calls that roll-ups count, one row each, with what a roll-up does not keep: rated or free, of a known payer.
-- number is that of the other party, as well as it can be read; masked_number is the same without its last four digits,
-- save an extension, which is shown whole. What a file wrote is cut at the host of an address, so that the digits
-- hidden are those of the number.
create view counted_calls as
with parties as (
    select
        calls.*,
        coalesce(subject_entities.entity_id, 0) as entity_id,
        coalesce(calls.destination, calls.direction) as traffic,
        case when calls.direction = 'inbound' then calls.caller else calls.dialled end as written
    from calls
    left join subject_entities
        on subject_entities.subject_id = calls.subject_id
        and calls.day >= subject_entities.start_day
        and calls.day < subject_entities.end_day
    where calls.company_id is not null and calls.subject_id is not null and calls.reason is null
),

numbered as (
    select
        * replace (
            coalesce(
                case when direction = 'outbound' then number end,
                regexp_replace(
                    regexp_replace(regexp_replace(written, '[@;?].*$', ''), '[^0-9+]', '', 'g'),
                    '^0([1-9][0-9]{8})$',
                    '+33\1'
                )
            ) as number
        )
    from parties
)

select
    call_id,
    company_id,
    entity_id,
    subject_id,
    started_at,
    day,
    hour,
    direction,
    traffic as destination,
    kind,
    coalesce(country, '') as country,
    answered,
    seconds,
    included_seconds,
    amount_micros,
    number,
    case
        when number = '' or (direction = 'internal' and length(number) <= 6) then number
        else left(number, greatest(length(number) - 4, 0)) || '••••'
    end as masked_number
from numbered;
