-- Which calls of a company wait for a price? Grain: one row per call. Order: the latest first.
-- What was dialled is shown whole where it is no full number, which is what people must see to correct it; the last
-- four digits of a full number never leave the base.
-- Parameters: $company_id, $reasons (empty: all), $limit, $offset.
select
    calls.started_at,
    calls.reason,
    coalesce(accounts.extension || ' · ' || accounts.name, resources.name, '') as subject,
    calls.caller,
    case
        when calls.reason in ('withheld_number', 'unreadable_number', 'incomplete_number', 'unknown_short_number')
            then calls.dialled
        when length(calls.dialled) > 6 then left(calls.dialled, length(calls.dialled) - 4) || '••••'
        else calls.dialled
    end as dialled,
    calls.kind,
    calls.seconds,
    imports.file_name,
    calls.line
from calls
inner join imports on imports.import_id = calls.import_id
left join accounts on accounts.subject_id = calls.subject_id
left join resources on resources.subject_id = calls.subject_id
where
    calls.company_id = $company_id
    and calls.reason is not null
    and (len($reasons::varchar[]) = 0 or list_contains($reasons::varchar[], calls.reason))
order by calls.started_at desc, calls.call_id
limit $limit
offset $offset
