-- Which row of which sheet prices each call of a batch, and for how long? With pricing.sql, the set-based twin of
-- liveo/core/rating.py, in integers only: change both.
-- Reads:  calls_to_rate, a temp table (call_id bigint, company_id bigint null where unknown, subject_id bigint null
--         where the account is unknown, day date, kind varchar, dialled varchar, seconds integer, answered boolean,
--         internal boolean: true for whatever is free by nature, internal or inbound); classified, left by
--         classification.sql; rates that are not retired; rate_sheets (at most one sheet per company, one with company_id null).
-- Leaves: timed, a temp table. Grain: one row per call_id. No parameters. Order: none.
--         Free call: no reason, no rate_id. Unrated call: reason set, no destination, no rate_id.

create or replace temp table timed as
with settled as (
    -- sheet_owner: the company, where it has a sheet of its own; 0 where only the default sheet speaks
    select
        calls_to_rate.call_id,
        calls_to_rate.day,
        calls_to_rate.kind,
        calls_to_rate.seconds,
        coalesce(own_sheets.company_id, 0) as sheet_owner,
        calls_to_rate.internal or not calls_to_rate.answered as free,
        classified.number,
        classified.country,
        case when not calls_to_rate.internal then classified.destination end as destination,
        case
            when calls_to_rate.internal or not calls_to_rate.answered then null
            when calls_to_rate.company_id is null or calls_to_rate.subject_id is null then 'unknown_account'
            else classified.reason
        end as reason
    from calls_to_rate
    left join classified on classified.dialled = calls_to_rate.dialled and classified.kind = calls_to_rate.kind
    left join (
        select distinct company_id
        from rate_sheets
        where company_id is not null
    ) as own_sheets on own_sheets.company_id = calls_to_rate.company_id
),

-- The longest prefix of any sheet that begins a number stands for the number: all other prefixes that begin the
-- number begin it too. There are hundreds of them, where there are hundreds of thousands of numbers.
sold_prefixes as (
    select distinct destination, prefix
    from rates
    where not retired
),

heads as (
    select
        destination,
        number,
        unnest(range(0, least(length(number), (select max(length(prefix)) from rates)) + 1)) as head_length
    from (
        select distinct destination, number
        from settled
        where destination is not null and reason is null and not free
    )
),

number_keys as (
    select
        heads.destination,
        heads.number,
        max_by(sold_prefixes.prefix, heads.head_length) as rate_key
    from heads
    inner join sold_prefixes
        on sold_prefixes.destination = heads.destination
        and sold_prefixes.prefix = left(heads.number, heads.head_length)
    group by heads.destination, heads.number
),

keyed as (
    select settled.*, number_keys.rate_key
    from settled
    left join number_keys
        on number_keys.destination = settled.destination
        and number_keys.number = settled.number
        and settled.reason is null
        and not settled.free
),

questions as (
    select distinct sheet_owner, destination, rate_key, day
    from keyed
    where rate_key is not null
),

-- All prefixes sold that begin each of these keys, the key itself included.
key_prefixes as (
    select
        keys.destination,
        keys.rate_key,
        sold_prefixes.prefix
    from (select distinct destination, rate_key from questions) as keys
    inner join sold_prefixes
        on sold_prefixes.destination = keys.destination
        and starts_with(keys.rate_key, sold_prefixes.prefix)
),

-- The company's own sheet first, whatever the length of its prefix; then the longest prefix valid on that day.
answers as (
    select
        questions.sheet_owner,
        questions.destination,
        questions.rate_key,
        questions.day,
        max_by(rates.rate_id, {'own': rate_sheets.company_id is not null, 'length': length(rates.prefix)}) as rate_id
    from questions
    inner join key_prefixes
        on key_prefixes.destination = questions.destination
        and key_prefixes.rate_key = questions.rate_key
    inner join rates
        on rates.destination = key_prefixes.destination
        and rates.prefix = key_prefixes.prefix
        and questions.day >= rates.valid_from
        and questions.day < rates.valid_to
        and not rates.retired
    inner join rate_sheets
        on rate_sheets.sheet_id = rates.sheet_id
        and coalesce(rate_sheets.company_id, questions.sheet_owner) = questions.sheet_owner
    group by questions.sheet_owner, questions.destination, questions.rate_key, questions.day
)

-- billed = first + ceil((seconds - first) / next) * next, and 0 for 0
select
    keyed.call_id,
    keyed.number,
    keyed.country,
    case when keyed.reason is null and (keyed.free or rates.rate_id is not null) then keyed.destination end as destination,
    keyed.kind,
    rates.rate_id,
    case
        when rates.rate_id is null or keyed.kind = 'sms' or keyed.seconds = 0 then 0
        else
            rates.first_increment
            + (greatest(keyed.seconds::bigint - rates.first_increment, 0) + rates.next_increment - 1)
            // rates.next_increment
            * rates.next_increment
    end::bigint as billed_seconds,
    0 as included_seconds,
    case
        when keyed.free or keyed.reason is not null then keyed.reason
        when rates.rate_id is null then 'no_rate'
    end as reason
from keyed
left join answers
    on answers.sheet_owner = keyed.sheet_owner
    and answers.destination = keyed.destination
    and answers.rate_key = keyed.rate_key
    and answers.day = keyed.day
left join rates on rates.rate_id = answers.rate_id;
