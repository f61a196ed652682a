-- What was imported, and with which result? Grain: one row per import. Order: the latest first.
select
    imports.import_id,
    imports.file_name,
    imports.format,
    companies.name as company,
    imports.imported_at,
    imports.lines,
    imports.accepted,
    imports.known,
    imports.refused,
    imports.unrated,
    imports.amount_micros
from imports
left join companies on companies.subject_id = imports.company_id
order by imports.import_id desc
