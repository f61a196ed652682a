-- Which lines did an import hand back? Grain: one row per line. Parameters: $import_id. Order: line.
select
    line,
    reason,
    detail,
    content
from refused_lines
where import_id = $import_id
order by line
