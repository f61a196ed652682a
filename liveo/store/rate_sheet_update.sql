-- Makes a rate sheet say what a file says: rows that say the same stay, rows that the file does not have any more are
-- retired, those it has more are added. Reads: incoming (the columns of rates). Parameters: $sheet_id.

update rates
set retired = true
where
    sheet_id = $sheet_id
    and not retired
    and not exists (
        from incoming
        where
            incoming.prefix = rates.prefix
            and incoming.destination = rates.destination
            and incoming.label = rates.label
            and incoming.connection_micros = rates.connection_micros
            and incoming.per_minute_micros = rates.per_minute_micros
            and incoming.first_increment = rates.first_increment
            and incoming.next_increment = rates.next_increment
            and incoming.minimum_micros = rates.minimum_micros
            and incoming.service_micros = rates.service_micros
            and incoming.unit_micros = rates.unit_micros
            and incoming.valid_from = rates.valid_from
            and incoming.valid_to = rates.valid_to
    );

-- What is left of the sheet says the same as the file, prefix by prefix and day by day.
insert into rates by name
select
    nextval('rate_ids') as rate_id,
    $sheet_id::bigint as sheet_id,
    incoming.*
from incoming
anti join (
    from rates
    where sheet_id = $sheet_id and not retired
) as kept
    on kept.prefix = incoming.prefix
    and kept.destination = incoming.destination
    and kept.valid_from = incoming.valid_from;
