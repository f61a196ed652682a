-- Which imports hold calls that wait for a price because no company could be told? Grain: one row per import.
-- Order: the latest first.
select
    calls.import_id,
    imports.file_name,
    count(*) as calls
from calls
inner join imports on imports.import_id = calls.import_id
where calls.company_id is null and calls.reason is not null
group by calls.import_id, imports.file_name
order by calls.import_id desc
