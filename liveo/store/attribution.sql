-- Who pays for each fresh call, and which way it went? Works on whole batches, through distinct callers and callees.
-- Needs: fresh_calls (row_id and the columns of a call file), classified (dialled, kind, number, destination, reason).
-- Parameters: $company_id, the company named by the person who imports, or null: then codes and full numbers decide.
-- $names_our_accounts: the file's account codes are ours, so that one that nobody has leaves the call to nobody.
-- Leaves: attributed (row_id, company_id, subject_id, direction) and calls_to_rate, what the rating asks for.

create or replace temp table subject_codes as
select company_id, subject_id, code
from accounts
union all
select company_id, subject_id, code
from resources;

create or replace temp table subject_numbers as
select company_id, coalesce(account_id, subject_id) as subject_id, number
from resources
where number != '';

create or replace temp table named as
-- account_code may be a code of ours or, within a company that was named, an extension
select codes.account_code, coalesce(any_value(subject_codes.subject_id), any_value(accounts.subject_id)) as subject_id
from (select distinct account_code from fresh_calls where account_code is not null) as codes
left join subject_codes
    on subject_codes.code = codes.account_code
    and ($company_id is null or subject_codes.company_id = $company_id)
left join accounts on accounts.extension = codes.account_code and accounts.company_id = $company_id
group by codes.account_code;

create or replace temp table parties as
-- a caller or a callee as written in the file, in the one form of its number where it has one
select texts.party, any_value(classified.number) as number
from (select caller as party from fresh_calls union select dialled from fresh_calls) as texts
left join classified on classified.dialled = texts.party and classified.kind = 'voice'
group by texts.party;

create or replace temp table recognised as
-- extensions only mean something within one company; full numbers everywhere
select
    parties.party,
    any_value(accounts.subject_id) as by_extension,
    any_value(subject_numbers.subject_id) as by_number
from parties
left join accounts on accounts.extension = parties.party and accounts.company_id = $company_id
left join subject_numbers
    on subject_numbers.number = parties.number
    and ($company_id is null or subject_numbers.company_id = $company_id)
group by parties.party;

create or replace temp table told as
-- what people said of callers and codes that no reference names
select party, any_value(subject_id) as subject_id
from caller_owners
where $company_id is null or company_id = $company_id
group by party;

create or replace temp table attributed as
with found as (
    select
        fresh_calls.row_id,
        fresh_calls.direction as stated,
        named.subject_id as by_code,
        coalesce(
            case
                when $names_our_accounts and fresh_calls.account_code is not null and named.subject_id is null then null
                else coalesce(caller.by_extension, caller.by_number)
            end,
            told_code.subject_id,
            told_caller.subject_id
        ) as calling,
        coalesce(callee.by_extension, callee.by_number) as called,
        classified.destination is null and colleague.subject_id is not null as to_colleague
    from fresh_calls
    left join named on named.account_code = fresh_calls.account_code
    left join told as told_code on told_code.party = fresh_calls.account_code
    left join told as told_caller on told_caller.party = fresh_calls.caller
    left join recognised as caller on caller.party = fresh_calls.caller
    left join recognised as callee on callee.party = fresh_calls.dialled
    left join classified on classified.dialled = fresh_calls.dialled and classified.kind = fresh_calls.kind
    left join subject_codes as payer on payer.subject_id = coalesce(named.subject_id, caller.by_extension, caller.by_number)
    left join (
        select company_id, extension, min(subject_id) as subject_id
        from accounts
        group by company_id, extension
    ) as colleague
        on colleague.company_id = payer.company_id and colleague.extension = fresh_calls.dialled
),

directed as (
    select
        *,
        case
            when stated is not null then stated
            when to_colleague then 'internal'
            when coalesce(by_code, calling) is not null then 'outbound'
            when called is not null then 'inbound'
            else 'outbound'
        end as direction
    from found
),

owned as (
    select
        row_id,
        direction,
        case when direction = 'inbound' then coalesce(by_code, called) else coalesce(by_code, calling) end as subject_id
    from directed
)

select
    owned.row_id,
    coalesce(subject_codes.company_id, $company_id) as company_id,
    owned.subject_id,
    owned.direction
from owned
left join subject_codes on subject_codes.subject_id = owned.subject_id;

create or replace temp table calls_to_rate as
select
    fresh_calls.row_id as call_id,
    attributed.company_id,
    attributed.subject_id,
    fresh_calls.day,
    fresh_calls.kind,
    fresh_calls.dialled,
    fresh_calls.seconds::integer as seconds,
    fresh_calls.answered,
    attributed.direction != 'outbound' as internal
from fresh_calls
inner join attributed on attributed.row_id = fresh_calls.row_id;
