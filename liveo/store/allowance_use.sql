-- Lets the calls of talks use up the allowances of one rank, in order of time; what they need beyond stays open.
-- Parameters: $rank. Reads and replaces: talks. Reads: ranked_allowances.

create or replace temp table talks as
with asking as (
    select
        talks.*,
        ranked_allowances.seconds as included,
        case when ranked_allowances.seconds is not null then talks.left_seconds else 0 end as asked
    from talks
    left join ranked_allowances
        on ranked_allowances.company_id = talks.company_id
        and ranked_allowances.rank = $rank
        and list_contains(ranked_allowances.destinations, talks.destination)
        and talks.day >= ranked_allowances.valid_from
        and talks.day < ranked_allowances.valid_to
),

queued as (
    select
        *,
        sum(asked) over (
            partition by subject_id, month
            order by started_at, call_key
            rows between unbounded preceding and current row
        ) - asked as asked_before
    from asking
)

select
    * exclude (left_seconds, included, asked, asked_before),
    left_seconds - greatest(0, least(asked, coalesce(included, 0) - asked_before))::integer as left_seconds
from queued;
