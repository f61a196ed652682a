-- Which calls might cost something else than they do, and what do they say? Only answered outbound calls have a price;
-- those of an invoiced month are left alone.
-- Parameters: $company_id (null: all companies). Leaves: candidates (rows of calls, with what people said of them) and
-- dialled_numbers, the distinct texts to classify.

create or replace temp table candidates as
select
    calls.*,
    coalesce(call_corrections.dialled, calls.dialled) as meant,
    coalesce(call_corrections.waived, false) as waived
from calls
left join call_corrections on call_corrections.call_id = calls.call_id
where
    calls.direction = 'outbound'
    and calls.answered
    and ($company_id is null or calls.company_id is null or calls.company_id = $company_id)
    and not exists (
        from invoiced_months
        where
            invoiced_months.company_id = calls.company_id
            and invoiced_months.month = date_trunc('month', calls.day)
    );

create or replace temp table dialled_numbers as
select distinct meant as dialled, kind
from candidates
union
select distinct caller as dialled, 'voice' as kind
from candidates
where subject_id is null;
