-- Which imports handed lines back, of files that name this company or none? Grain: one row per import.
-- Parameters: $company_id, $first, $end (civil days in Europe/Paris, end excluded). Order: the latest first.
select
    import_id,
    file_name,
    imported_at,
    lines,
    refused
from imports
where
    refused > 0
    and (company_id is null or company_id = $company_id)
    and (imported_at at time zone 'Europe/Paris')::date >= $first
    and (imported_at at time zone 'Europe/Paris')::date < $end
order by import_id desc
