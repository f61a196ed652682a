-- Writes the calls of an import, rated: the temp table touched_calls, then calls. Parameters: $import_id.
-- Needs: fresh_calls, attributed, rated.

create or replace temp table touched_calls as
select
    nextval('call_ids') as call_id,
    $import_id::bigint as import_id,
    fresh_calls.line,
    fresh_calls.identity as call_key,
    attributed.company_id,
    attributed.subject_id,
    fresh_calls.started_at,
    fresh_calls.day,
    fresh_calls.hour::tinyint as hour,
    attributed.direction,
    fresh_calls.kind,
    fresh_calls.account_code,
    fresh_calls.caller,
    fresh_calls.dialled,
    rated.number,
    -- What a file wrote is cut at the host of an address, so that the digits hidden later are those of the number.
    coalesce(
        case when attributed.direction = 'outbound' then rated.number end,
        regexp_replace(
            regexp_replace(
                regexp_replace(
                    case when attributed.direction = 'inbound' then fresh_calls.caller else fresh_calls.dialled end,
                    '[@;?].*$',
                    ''
                ),
                '[^0-9+]',
                '',
                'g'
            ),
            '^0([1-9][0-9]{8})$',
            '+33\1'
        )
    ) as other_party,
    rated.country,
    rated.destination,
    fresh_calls.answered,
    fresh_calls.seconds::integer as seconds,
    rated.billed_seconds::integer as billed_seconds,
    rated.included_seconds::integer as included_seconds,
    rated.rate_id,
    rated.amount_micros,
    rated.reason
from fresh_calls
inner join attributed on attributed.row_id = fresh_calls.row_id
inner join rated on rated.call_id = fresh_calls.row_id
order by attributed.company_id, fresh_calls.day, fresh_calls.line;

insert into calls by name
select *
from touched_calls
order by call_id;
