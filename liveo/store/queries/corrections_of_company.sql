-- What did people say of a company's calls? Grain: one row per caller or code that was given to an account, and one per
-- text that was given a number or is not billed. Order: kind, written. Parameters: $company_id.
select
    'owner' as kind,
    caller_owners.party as written,
    coalesce(accounts.code, resources.code) as meaning,
    null as calls
from caller_owners
left join accounts on accounts.subject_id = caller_owners.subject_id
left join resources on resources.subject_id = caller_owners.subject_id
where caller_owners.company_id = $company_id
union all
select
    case when call_corrections.waived then 'waived' else 'number' end,
    calls.dialled,
    coalesce(call_corrections.dialled, ''),
    count(*)
from call_corrections
inner join calls on calls.call_id = call_corrections.call_id
where calls.company_id = $company_id
group by all
order by all
