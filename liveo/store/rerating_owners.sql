-- Whose are the candidates? Those of a known account stay with it; for the others, what people said, then the codes,
-- extensions and numbers of now.
-- Reads: candidates, classified. Leaves: owners (call_id, company_id, subject_id) and calls_to_rate.

create or replace temp table owners as
with codes as (
    select company_id, subject_id, code
    from accounts
    union all
    select company_id, subject_id, code
    from resources
),

numbers as (
    select company_id, coalesce(account_id, subject_id) as subject_id, number
    from resources
    where number != ''
),

found as (
    select
        candidates.call_id,
        coalesce(
            any_value(told.subject_id),
            any_value(codes.subject_id),
            any_value(extensions.subject_id),
            any_value(numbers.subject_id)
        ) as subject_id
    from candidates
    left join caller_owners as told
        on (candidates.company_id is null or told.company_id = candidates.company_id)
        and told.party in (candidates.account_code, candidates.caller)
    left join codes
        on codes.code = candidates.account_code
        and (candidates.company_id is null or codes.company_id = candidates.company_id)
    left join accounts as extensions
        on extensions.company_id = candidates.company_id
        and extensions.extension in (candidates.account_code, candidates.caller)
    left join classified on classified.dialled = candidates.caller and classified.kind = 'voice'
    left join numbers
        on numbers.number = classified.number
        and (candidates.company_id is null or numbers.company_id = candidates.company_id)
    where candidates.subject_id is null
    group by candidates.call_id
),

subjects as (
    select subject_id, company_id
    from accounts
    union all
    select subject_id, company_id
    from resources
)

select
    candidates.call_id,
    coalesce(candidates.company_id, subjects.company_id) as company_id,
    coalesce(candidates.subject_id, found.subject_id) as subject_id
from candidates
left join found on found.call_id = candidates.call_id
left join subjects on subjects.subject_id = found.subject_id;

create or replace temp table calls_to_rate as
select
    candidates.call_id,
    owners.company_id,
    owners.subject_id,
    candidates.day,
    candidates.kind,
    candidates.meant as dialled,
    candidates.seconds,
    candidates.answered,
    candidates.waived as internal
from candidates
inner join owners on owners.call_id = candidates.call_id;
