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

-- The same without accounts and prices: its size depends on neither, nor on the calls.
create table usage_entities (
    company_id bigint not null, entity_id bigint not null, day date not null,
    destination varchar not null, kind varchar not null, country varchar not null,
    calls bigint not null, answered bigint not null, seconds bigint not null, amount_micros bigint not null
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
-- number is that of the other party; masked_number is the same without its last four digits, save an extension, which is
-- shown whole.
create view counted_calls as
select
    call_id,
    company_id,
    coalesce(subject_entities.entity_id, 0) as entity_id,
    calls.subject_id,
    started_at,
    day,
    hour,
    direction,
    coalesce(destination, direction) as destination,
    kind,
    coalesce(country, '') as country,
    answered,
    seconds,
    included_seconds,
    amount_micros,
    other_party as number,
    case
        when other_party = '' or (direction = 'internal' and length(other_party) <= 6) then other_party
        else left(other_party, greatest(length(other_party) - 4, 0)) || '••••'
    end as masked_number
from calls
left join subject_entities
    on subject_entities.subject_id = calls.subject_id
    and calls.day >= subject_entities.start_day
    and calls.day < subject_entities.end_day
where calls.company_id is not null and calls.subject_id is not null and calls.reason is null;

-- The calls of a view of consumption, before anything is asked of their numbers: those conditions make every call's
-- number be looked at, so that only queries that need them state them. An empty list and a null ask for no restriction,
-- save of_traffic (values of destination), of which an empty list asks for none; to_day is excluded.
create macro calls_within(
    of_company, from_day, to_day, of_traffic, of_entities, of_subjects, of_kinds, of_countries, in_hours,
    that_answered, at_least_micros, at_most_micros, at_least_seconds, at_most_seconds
) as table
select *
from counted_calls
where
    company_id = of_company
    and day >= from_day
    and day < to_day
    and list_contains(of_traffic::varchar[], destination)
    and (len(of_entities::bigint[]) = 0 or entity_id in (select unnest(of_entities::bigint[])))
    and (len(of_subjects::bigint[]) = 0 or subject_id in (select unnest(of_subjects::bigint[])))
    and (len(of_kinds::varchar[]) = 0 or list_contains(of_kinds::varchar[], kind))
    and (len(of_countries::varchar[]) = 0 or list_contains(of_countries::varchar[], country))
    and (len(in_hours::bigint[]) = 0 or list_contains(in_hours::bigint[], (isodow(day) - 1) * 24 + hour))
    and (that_answered::boolean is null or answered = that_answered::boolean)
    and (at_least_micros::bigint is null or amount_micros >= at_least_micros::bigint)
    and (at_most_micros::bigint is null or amount_micros <= at_most_micros::bigint)
    and (at_least_seconds::bigint is null or seconds >= at_least_seconds::bigint)
    and (at_most_seconds::bigint is null or seconds <= at_most_seconds::bigint);

-- The same calls, with the number of the other party as somebody may see it (shown), and what of it may be compared
-- (legible): unless whole, its last four digits are neither shown nor searched. Beginnings, one of which must fit, and
-- digits, anywhere in the number, come twice: those of the view, and those of a search in it.
create macro numbered_calls(
    of_company, from_day, to_day, of_traffic, of_entities, of_subjects, of_kinds, of_countries, in_hours,
    that_answered, at_least_micros, at_most_micros, at_least_seconds, at_most_seconds,
    show_whole, of_numbers, with_beginnings, with_digits, sought_beginnings, sought_digits
) as table
with seen as (
    select
        *,
        case when show_whole then number else masked_number end as shown,
        case when show_whole then number else rtrim(masked_number, '•') end as legible
    from calls_within(
        of_company, from_day, to_day, of_traffic, of_entities, of_subjects, of_kinds, of_countries, in_hours,
        that_answered, at_least_micros, at_most_micros, at_least_seconds, at_most_seconds
    )
)

select *
from seen
where
    (len(of_numbers::varchar[]) = 0 or shown in (select unnest(of_numbers::varchar[])))
    and (len(with_beginnings::varchar[]) = 0 and with_digits = '' or legible != '')
    and (with_digits = '' or contains(legible, with_digits))
    and (
        len(with_beginnings::varchar[]) = 0
        or len(
            list_filter(with_beginnings::varchar[], lambda begun: starts_with(legible, case when legible = shown then begun else left(begun, length(legible)) end))
        ) > 0
    )
    and (len(sought_beginnings::varchar[]) = 0 and sought_digits = '' or legible != '')
    and (sought_digits = '' or contains(legible, sought_digits))
    and (
        len(sought_beginnings::varchar[]) = 0
        or len(
            list_filter(sought_beginnings::varchar[], lambda begun: starts_with(legible, case when legible = shown then begun else left(begun, length(legible)) end))
        ) > 0
    );
