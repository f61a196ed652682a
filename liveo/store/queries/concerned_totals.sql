-- What do the concerned months hold? Grain: one row per company, month and destination; the reason stands for the
-- destination of calls that wait for a price. Reads: concerned_months, a temp table. Order: as the grain.
select
    companies.code as company,
    concerned_months.month,
    coalesce(calls.destination, calls.reason, '') as code,
    calls.reason is null as rated,
    count(*) as calls,
    sum(calls.amount_micros)::bigint as amount_micros
from calls
inner join concerned_months
    on concerned_months.company_id = calls.company_id
    and concerned_months.month = date_trunc('month', calls.day)
inner join companies on companies.subject_id = calls.company_id
where calls.direction = 'outbound' and calls.answered
group by all
order by all
