-- Which months of which companies did the calls of an import touch, where an allowance may be used up? Takes their
-- calls out of touched_calls. Reads and replaces: touched_calls. Leaves: concerned_months.

create or replace temp table concerned_months as
select distinct touched_calls.company_id, date_trunc('month', touched_calls.day)::date as month
from touched_calls
where
    touched_calls.rate_id is not null
    and exists (
        from allowances
        where
            (allowances.company_id is null or allowances.company_id = touched_calls.company_id)
            and touched_calls.day >= allowances.valid_from
            and touched_calls.day < allowances.valid_to
    )
    -- what is invoiced is not shared out again
    and not exists (
        from invoiced_months
        where
            invoiced_months.company_id = touched_calls.company_id
            and invoiced_months.month = date_trunc('month', touched_calls.day)
    );

create or replace temp table touched_calls as
select *
from touched_calls
anti join concerned_months
    on concerned_months.company_id = touched_calls.company_id
    and concerned_months.month = date_trunc('month', touched_calls.day);
