-- Was a file with these bytes imported before? Grain: at most one row. Parameters: $sha256.
select
    import_id,
    file_name,
    format,
    lines,
    accepted,
    known,
    refused,
    unrated,
    amount_micros
from imports
where sha256 = $sha256
