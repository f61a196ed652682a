-- Which imports handed back lines that may hide a call, of files that name this company or none? A call written twice
-- in one file was imported once: its second line hides nothing. Grain: one row per import.
-- Parameters: $company_id, $first, $end (civil days in Europe/Paris, end excluded). Order: the latest first.
with hiding as (
    select import_id, count(*) as refused
    from refused_lines
    where reason != 'duplicate_in_file'
    group by import_id
)

select
    imports.import_id,
    imports.file_name,
    imports.imported_at,
    imports.lines,
    hiding.refused
from imports
inner join hiding on hiding.import_id = imports.import_id
where
    (imports.company_id is null or imports.company_id = $company_id)
    and (imports.imported_at at time zone 'Europe/Paris')::date >= $first
    and (imports.imported_at at time zone 'Europe/Paris')::date < $end
order by imports.import_id desc
